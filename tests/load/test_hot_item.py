"""The short form of `make load`: a few clients buy exactly what there is; those who read before they write do not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from tests.load import bare, hot_item
from tests.load.clients import Crowd, run

CLIENTS, PIECES, ATTEMPTS = 12, 60, 90

# From Python 3.12 on: pytest has a thread of its own besides, which waits.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture(autouse=True)
def _at_noor(own_database: str) -> Iterator[None]:
    with tenant_scope(Tenant.objects.get(slug="noor").pk):
        yield


def test_all_pieces_are_sold_and_none_twice() -> None:
    item = hot_item.put_up("HOT", PIECES)
    hot_item.fill_carts(item, "crowd", ATTEMPTS)
    told = run(Crowd(CLIENTS, hot_item.ordering("crowd"), ATTEMPTS))
    assert not told.failures
    assert (told.sold, told.refused) == (PIECES, ATTEMPTS - PIECES)
    assert list(hot_item.shelf_of(item, PIECES).quarrels()) == []


def test_who_reads_before_they_write_sells_too_much() -> None:
    """The negative control: were the clients not at it together, this would fail."""
    item = hot_item.put_up("HOT", PIECES)
    told = run(Crowd(CLIENTS, bare.reading_then_writing(item), ATTEMPTS))
    assert not told.failures, "no constraint of the table notices"
    assert told.sold > PIECES
    assert list(hot_item.shelf_of(item, PIECES).quarrels())


def test_the_measure_sells_as_many() -> None:
    item = hot_item.put_up("HOT", PIECES)
    told = run(Crowd(CLIENTS, bare.buying(item, bare.Statements(reads=2, writes=2, savepoints=2)), ATTEMPTS))
    assert not told.failures
    assert (told.sold, told.refused) == (PIECES, ATTEMPTS - PIECES)
