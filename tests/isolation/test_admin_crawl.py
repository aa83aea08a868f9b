"""Every address of the desk, as Noor's people, with Souq's numbers in it: nothing of Souq is told, nothing changed."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.isolation.addresses import FOREIGN, MISSING, OWN, Address, one_of_each
from tests.isolation.conftest import Tried
from tests.isolation.crawling import Crawl, WritingCrawl, staff_of
from tests.isolation.desk import DRAWN_BY_SCRIPT, TAKES_NUMBERS, desk_addresses, payloads, questions, twins
from tests.isolation.served_forms import form_for, forms_of
from tests.isolation.shops import MISSING as NOBODYS
from tests.isolation.shops import Shop

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
Stores = tuple[Shop, Shop]
# Asked for, and sent empty.
NOTHING: tuple[dict[str, str] | None, ...] = (None, {})
# What anyone may see without signing in, in the store's own name.
OPEN = {
    "wagtailadmin_login",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "staff_entrance:forgotten",
    "staff_entrance:invitation",
    "staff_entrance:new_password",
    "staff_entrance:sent",
}


# What each role sees of its own store at the least, and through how many views it changes something there.
PAGES = {"owner": 40, "manager": 40, "marketer": 25, "fulfilment": 8, "analyst": 8}
WRITES = {"owner": 15, "manager": 15, "marketer": 8, "fulfilment": 2, "analyst": 0}
SAMPLED = ("owner", *(pytest.param(role, marks=pytest.mark.long) for role in PAGES if role != "owner"))


def walk(crawl: Crawl, all_addresses: Iterable[Address]) -> set[str]:
    """Reads every address, asks of the lists what can be asked; the views that told of the person's own store."""
    noor, souq = crawl.home, crawl.stranger
    tells_of_noor = set()
    for address in all_addresses:
        label = (address.view, *address.parts)
        answer = crawl.look(address.path, label)
        if answer.status == 200:
            crawl.look(address.path, (*label, "xhr"), xhr=True)
        if address.is_own and (answer.status == 200 or TAKES_NUMBERS.search(address.view)):
            tells_of_noor |= {address.view} if noor.marker in answer.told else set()
            for question in questions(address.view, answer.html):
                numbers = {FOREIGN: souq.first, MISSING: NOBODYS} if "{id}" in question else {OWN: noor.first}
                for whose, number in numbers.items():
                    crawl.look(f"{address.path}?{question.format(id=number)}", (*label, question, whose))
    crawl.judge()
    return tells_of_noor


@pytest.mark.long
@pytest.mark.parametrize("role", PAGES)
def test_reading(role: str, stores: Stores, tried: Tried) -> None:
    noor, souq = stores
    crawl = Crawl(staff_of(noor, role), noor, souq)
    tells_of_noor = walk(crawl, desk_addresses(noor, souq, allowed=True))
    assert len(tells_of_noor) >= PAGES[role], "the crawl itself sees too little"
    tried(f"reading the desk as {role}", crawl.asked, at_least=300)


@pytest.mark.parametrize("role", SAMPLED)
def test_every_view_as_the_roles_between(role: str, stores: Stores, tried: Tried) -> None:
    """A sample that touches every view: one address of one's own and one with another store's number; lists and pickers
    are asked for the other store's."""
    noor, souq = stores
    crawl = WritingCrawl(staff_of(noor, role), noor, souq)
    seen = set()
    for address in one_of_each(desk_addresses(noor, souq, allowed=True)):
        answer = crawl.look(address.path, (address.view, *address.parts))
        if not address.is_own:
            crawl.send(address, {}, "nothing")
            continue
        seen |= {address.view} if noor.marker in answer.told else set()
        for question in questions(address.view, answer.html):
            crawl.look(f"{address.path}?{question.format(id=souq.first)}", (address.view, question))
    assert crawl.problems == []
    assert len(seen) >= PAGES[role], "the crawl itself sees too little"
    tried(f"every view as {role}", crawl.asked, at_least=80)


@pytest.mark.long
@pytest.mark.parametrize("role", PAGES)
@pytest.mark.parametrize("host", ["souq", "unknown"])
def test_the_same_person_at_other_hosts(role: str, host: str, stores: Stores, tried: Tried) -> None:
    """At Souq's host, with both stores' numbers, Noor's people are nobody: they see the store's name on its door, and
    nothing else. At a host of no store nothing answers.
    """
    noor, souq = stores
    client = staff_of(noor, role)
    client.defaults["HTTP_HOST"] = {"souq": souq.host, "unknown": "nobody.example"}[host]
    crawl = WritingCrawl(client, noor, souq)
    for address in desk_addresses(noor, souq, allowed=True):
        for xhr in (False, True):
            label = (address.view, *address.parts, str(xhr))
            answer = crawl.look(address.path, label, xhr=xhr, words=[souq.say(souq.slug)])
            is_turned_away = answer.status in {403, 404} or answer.location.startswith("/manage/login/")
            assert is_turned_away or (host == "souq" and address.view in OPEN), address.path
        if address.view not in OPEN:
            crawl.send(address, {}, "nothing")
    crawl.judge()
    tried(f"the desk at other hosts as {role}", crawl.asked, at_least=600)


@pytest.mark.long
@pytest.mark.parametrize("role", PAGES)
def test_writing(role: str, stores: Stores, tried: Tried) -> None:
    """Nothing sent, then what the page's own form would send, to every address, and the same with Souq's things in it:
    Souq's rows stay as they were, and none of Noor's names Souq's. With Noor's own in their place it is accepted.
    """
    noor, souq = stores
    writes = WRITES[role]
    crawl = WritingCrawl(staff_of(noor, role), noor, souq)
    forms = {}
    for address in desk_addresses(noor, souq, allowed=True):
        if address.is_own:
            forms[address.view] = forms_of(crawl.look(address.path, (address.view, *address.parts)).html, "post")
        for number, data in enumerate([{}, *forms[address.view]]):
            crawl.send(address, data and DRAWN_BY_SCRIPT | data, f"form {number}")
        for number, payload in enumerate(payloads(address.view, noor, souq)):
            shown = DRAWN_BY_SCRIPT | form_for(forms[address.view], payload)
            crawl.plant(address, shown | payload, f"payload {number}")
        for number, twin in enumerate(twins(address, noor)):
            shown = DRAWN_BY_SCRIPT | form_for(forms[address.view], twin)
            crawl.offer(address, shown, twin, f"twin {number}")
    crawl.judge()
    if role == "owner":
        assert crawl.refused() == [], "these probes are refused for another reason than whose the things are"
    assert len(crawl.written) >= writes, f"the crawl itself writes too little: {crawl.written}"
    tried(f"writing at the desk as {role}", crawl.asked, at_least=300)


def test_noors_owner_is_nobody_on_souqs_desk(stores: Stores, tried: Tried) -> None:
    noor, souq = stores
    client = staff_of(noor, "owner")
    client.defaults["HTTP_HOST"] = souq.host
    crawl = Crawl(client, noor, souq)
    for address in one_of_each(desk_addresses(souq, noor, allowed=True)):
        if address.view not in OPEN:
            for data in NOTHING:
                answer = crawl.look(address.path, (address.view, *address.parts), data)
                is_turned_away = answer.status == 404 or answer.location.startswith("/manage/login/")
                assert is_turned_away, f"{address.path} answers {answer.status} {answer.location}"
    assert crawl.problems == []
    tried("a stranger's owner at the desk", crawl.asked, at_least=200)


def test_what_is_denied_does_not_exist(stores: Stores, tried: Tried) -> None:
    noor, souq = stores
    crawl = Crawl(staff_of(noor, "owner"), noor, souq)
    one_each = {address.view: address for address in desk_addresses(noor, souq, allowed=False)}
    for address in one_each.values():
        for data in NOTHING:
            assert crawl.look(address.path, (address.view, *address.parts), data).status == 404, address.path
    tried("denied views", crawl.asked, at_least=200)
