"""Every address of the desk, as Noor's people, with Souq's numbers in it: nothing of Souq is told, nothing changed."""

from __future__ import annotations

import pytest

from tests.isolation.addresses import FOREIGN, MISSING, OWN
from tests.isolation.conftest import Tried
from tests.isolation.crawling import Crawl, WritingCrawl, staff_of
from tests.isolation.desk import DRAWN_BY_SCRIPT, PAYLOADS, desk_addresses, questions
from tests.isolation.served_forms import forms_of
from tests.isolation.shops import MISSING as NOBODYS
from tests.isolation.shops import Shop

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
Stores = tuple[Shop, Shop]
# Asked for, and sent empty.
NOTHING: tuple[dict[str, str] | None, ...] = (None, {})
# What anyone may see without signing in.
OPEN = {"wagtailadmin_login", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}


@pytest.mark.parametrize(("role", "pages"), [("owner", 40), ("analyst", 8)])
def test_reading(role: str, pages: int, stores: Stores, tried: Tried) -> None:
    noor, souq = stores
    crawl = Crawl(staff_of(noor, role), noor, souq)
    tells_of_noor = set()
    for address in desk_addresses(noor, souq, allowed=True):
        label = (address.view, *address.parts)
        answer = crawl.look(address.path, label)
        if answer.status == 200:
            crawl.look(address.path, (*label, "xhr"), xhr=True)
        if answer.status == 200 and address.is_own:
            tells_of_noor |= {address.view} if noor.marker in answer.told else set()
            for question in questions(address.view, answer.html):
                numbers = {FOREIGN: souq.first, MISSING: NOBODYS} if "{id}" in question else {OWN: noor.first}
                for whose, number in numbers.items():
                    crawl.look(f"{address.path}?{question.format(id=number)}", (*label, question, whose))
    crawl.judge()
    assert len(tells_of_noor) >= pages, "the crawl itself sees too little"
    tried(f"reading the desk as {role}", crawl.asked, at_least=300)


@pytest.mark.parametrize(("role", "writes"), [("owner", 15), ("analyst", 0)])
def test_writing(role: str, writes: int, stores: Stores, tried: Tried) -> None:
    """Nothing sent, then what the page's own form would send, to every address; Souq's rows stay as they were."""
    noor, souq = stores
    client = staff_of(noor, role)
    crawl = WritingCrawl(client, noor, souq)
    forms = {}
    for address in desk_addresses(noor, souq, allowed=True):
        if address.is_own:
            forms[address.view] = forms_of(crawl.look(address.path, (address.view, *address.parts)).html, "post")
        for number, data in enumerate([{}, *PAYLOADS.get(address.view, []), *forms[address.view]]):
            crawl.send(address, data and DRAWN_BY_SCRIPT | data, f"form {number}")
    crawl.judge()
    assert len(crawl.written) >= writes, f"the crawl itself writes too little: {crawl.written}"
    tried(f"writing at the desk as {role}", crawl.asked, at_least=300)


def test_noors_owner_is_nobody_on_souqs_desk(stores: Stores, tried: Tried) -> None:
    noor, souq = stores
    client = staff_of(noor, "owner")
    client.defaults["HTTP_HOST"] = souq.host
    crawl = Crawl(client, noor, souq)
    for address in desk_addresses(souq, noor, allowed=True):
        if address.view not in OPEN:
            for data in NOTHING:
                answer = crawl.look(address.path, (address.view, *address.parts), data)
                is_turned_away = answer.status == 404 or answer.location.startswith("/manage/login/")
                assert is_turned_away, f"{address.path} answers {answer.status} {answer.location}"
    crawl.judge()
    tried("a stranger's owner at the desk", crawl.asked, at_least=400)


def test_what_is_denied_does_not_exist(stores: Stores, tried: Tried) -> None:
    noor, souq = stores
    crawl = Crawl(staff_of(noor, "owner"), noor, souq)
    one_each = {address.view: address for address in desk_addresses(noor, souq, allowed=False)}
    for address in one_each.values():
        for data in NOTHING:
            assert crawl.look(address.path, (address.view, *address.parts), data).status == 404, address.path
    tried("denied views", crawl.asked, at_least=200)
