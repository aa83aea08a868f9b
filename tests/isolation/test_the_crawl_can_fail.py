"""The proof of the crawls: with scope and row security away, they do find the other store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.isolation.addresses import MISSING
from tests.isolation.crawling import Crawl, browser, staff_of
from tests.isolation.desk import desk_addresses
from tests.isolation.shops import Shop
from tests.isolation.test_public_crawl import shop_addresses, slashed
from tests.isolation.walls import without_row_security

pytestmark = [
    pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning"),
    pytest.mark.usefixtures("row_security_off", "scope_off"),
]
Stores = tuple[Shop, Shop]


@pytest.fixture
def row_security_off(filled_database: tuple[str, str, Shop, Shop], stores: Stores) -> Iterator[None]:
    with without_row_security(filled_database[0]):
        yield


@pytest.mark.long
def test_at_the_desk(stores: Stores) -> None:
    noor, souq = stores
    crawl = Crawl(staff_of(noor, "owner"), noor, souq)
    for address in desk_addresses(noor, souq, allowed=True):
        if MISSING not in address.parts and len(address.parts) < 2:
            crawl.look(address.path, (address.view, *address.parts))
    leaking = {problem.split()[1] for problem in crawl.problems if " tells of " in problem}
    assert len(leaking) >= 15, leaking


def test_by_numbers_alone(stores: Stores) -> None:
    """A list that tells no word of the other store, but which rows it has."""
    noor, souq = stores
    crawl = Crawl(staff_of(noor, "owner"), noor, replace(souq, marker="told nowhere"))
    for path in ("/manage/staff/", "/manage/redirects/", "/manage/categories/"):
        crawl.look(path, (path,))
    assert [problem.partition(" names things of ")[1] for problem in crawl.problems] == [" names things of "] * 3


def test_in_the_shop(stores: Stores) -> None:
    noor, souq = stores
    crawl = Crawl(browser(noor.host), noor, souq, keeps=True)
    for address in shop_addresses(noor, souq):
        if MISSING not in address.parts:
            crawl.look(slashed(address), (address.view, *address.parts), words=address.values)
    leaking = {problem.split()[1] for problem in crawl.problems if " tells of " in problem}
    assert len(leaking) >= 10, leaking
