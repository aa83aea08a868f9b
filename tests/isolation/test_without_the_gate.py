"""The fourth wall away: what the gate denies would answer, and still tell and change nothing of another store."""

from __future__ import annotations

import pytest

from tests.isolation.conftest import Tried
from tests.isolation.crawling import WritingCrawl, staff_of
from tests.isolation.desk import desk_addresses
from tests.isolation.shops import Shop

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")

# What Wagtail would let an owner see of the store, if the gate did not; the rest asks for rights that nobody has.
WOULD_ANSWER = {
    "wagtailadmin_api",
    "wagtailadmin_pages",
    "wagtailadmin_reports",
    "wagtailadmin_tag_autocomplete",
    "wagtailadmin_workflows",
    "wagtaildocs",
    "wagtaildocs_chooser",
    "wagtailembeds",
}


@pytest.mark.long
def test_the_other_walls_alone(stores: tuple[Shop, Shop], tried: Tried, monkeypatch: pytest.MonkeyPatch) -> None:
    noor, souq = stores
    monkeypatch.setattr("wasla_site.dashboard.gate.is_allowed", lambda name: True)
    crawl = WritingCrawl(staff_of(noor, "owner"), noor, souq)
    answered = set()
    for address in desk_addresses(noor, souq, allowed=False):
        if crawl.look(address.path, (address.view, *address.parts)).status == 200:
            answered.add(address.view)
        if not address.is_own:
            crawl.send(address, {}, "nothing")
    assert {view.partition(":")[0] for view in answered} == WOULD_ANSWER
    assert len(answered) >= 37, "the gate is what makes these not exist"
    assert [problem for problem in crawl.problems if " fails: " not in problem] == []
    told_apart = {line.split()[1] for line in crawl.told_apart()}
    assert all(view.startswith("wagtailusers_users:") for view in told_apart), "people alone are the platform's"
    tried("denied views without the gate", crawl.asked, at_least=400)
