"""The proof that what is sent to plant another store's things is stopped by the walls, and by nothing before them."""

from __future__ import annotations

import pytest

from tests.isolation.crawling import WritingCrawl, ask, staff_of
from tests.isolation.desk import DRAWN_BY_SCRIPT, desk_addresses, payloads, twins
from tests.isolation.served_forms import form_for, forms_of
from tests.isolation.shops import Shop
from tests.isolation.walls import read_without_scope, without_row_security

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
Stores = tuple[Shop, Shop]
PRICE_LIST = "catalog_desk:edit_price_list"
# Views whose payloads would put a thing of the other store into a row of one's own. Pages go below one's own home only,
# whatever the walls show: a copy below another store's page is refused by the rights on pages.
PLANTING = {
    "catalog_desk:add_collection",
    "catalog_desk:edit_collection",
    "catalog_desk:add_price_list",
    PRICE_LIST,
    "wagtailsnippets_catalog_product:edit",
    "wagtail_bulk_action",
}


def plant_all(stores: Stores) -> WritingCrawl:
    noor, souq = stores
    crawl = WritingCrawl(staff_of(noor, "owner"), noor, souq)
    for address in desk_addresses(noor, souq, allowed=True):
        if address.is_own and address.view in PLANTING:
            forms = forms_of(ask(crawl.client, address.path).html, "post")
            for payload in payloads(address.view, noor, souq):
                crawl.plant(address, DRAWN_BY_SCRIPT | form_for(forms, payload) | payload, address.view)
    return crawl


@pytest.mark.long
def test_every_view_that_could_be_planted_in_is(
    filled_database: tuple[str, str, Shop, Shop], stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert plant_all(stores).problems == []
    read_without_scope(monkeypatch)
    with without_row_security(filled_database[0]):
        problems = plant_all(stores).problems
    assert {view for view in PLANTING if any(f"({view})" in problem for problem in problems)} == PLANTING


def test_a_probe_that_is_refused_before_is_seen(stores: Stores) -> None:
    """Scheduled prices without the version that they were seen in: out of date, whosever the goods are."""
    noor, souq = stores
    crawl = WritingCrawl(staff_of(noor, "owner"), noor, souq)
    [address] = [each for each in desk_addresses(noor, souq) if each.view == PRICE_LIST and each.is_own]
    [shown] = forms_of(ask(crawl.client, address.path).html, "post")
    twin = twins(address, noor)[0]
    crawl.offer(address, shown, twin, "whole")
    crawl.offer(address, shown, twin | {"version": ""}, "stale")
    assert crawl.refused() == [f"{PRICE_LIST} stale"]
