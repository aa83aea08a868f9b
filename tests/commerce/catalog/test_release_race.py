"""Pieces whose time is up, wanted by others at the very instant at which they are settled; and the same row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commerce.catalog.application.use_cases import release_due_stock as module
from commerce.catalog.application.use_cases.commit_stock import commit_stock
from commerce.catalog.application.use_cases.prolong_stock import prolong_stock
from commerce.catalog.application.use_cases.release_due_stock import release_due_stock
from commerce.catalog.models import StockReservation
from commerce.catalog.models.stock import StockReservationQuerySet
from tests.commerce.catalog.test_reserve_race import LATER, Shop
from tests.support.databases import admin_dsn
from tests.support.together import Come, at_once
from wasla_site.launcher.roles import owner_dsn

pytestmark = pytest.mark.usefixtures("own_database")

FIRST_ROW = "catalog_stockreservation ORDER BY variant_id"
MUCH_LATER = LATER + timedelta(days=1)


def row_by_row(subjects: Iterable[str], now: datetime) -> list[StockReservation]:
    """As a careless hand would write it: whatever row nobody has in hand."""
    due = StockReservation.objects.expired(now).filter(subject__in=subjects)
    return list(due.order_by("subject", "variant_id", "id").select_for_update(skip_locked=True))


@pytest.fixture
def shop(own_database: str) -> Shop:
    """Of five small bottles and five large ones, two and one are promised to an order whose time is up."""
    shop = Shop(own_database, stock=[5, 5])
    small, large = shop.variants
    assert shop.reserve("order:1", {small: 2, large: 1}) == "reserved"
    return shop


def release(shop: Shop) -> int:
    with shop.open():
        return release_due_stock(subjects=["order:1"], now=LATER)


def states(shop: Shop) -> list[str]:
    with shop.open():
        return list(StockReservation.objects.order_by("variant_id").values_list("state", flat=True))


def in_shop(shop: Shop, act: Callable[[], object]) -> object:
    with shop.open():
        return act()


def while_released(shop: Shop, act: Callable[[], object]) -> tuple[object, int]:
    """What the act answered that had come for the first row, and how many pieces were released before it had it."""
    freed = []

    @contextmanager
    def between() -> Iterator[Come]:
        with shop._held(FIRST_ROW) as come:

            def release_then(begun: int) -> None:
                come(begun)
                freed.append(release(shop))

            yield release_then

    [answer] = at_once(partial(in_shop, shop, act), meanwhile=between())
    return answer, freed[0]


def test_what_is_being_taken_is_released_in_no_part(shop: Shop) -> None:
    taken = while_released(shop, partial(commit_stock, "order:1", now=LATER))
    assert taken == (3, 0)
    assert (states(shop), shop.levels()) == (["committed", "committed"], [(3, 0), (4, 0)])


def test_the_control_row_by_row_a_part_is_given_away(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """One bottle never leaves the shelf, and is for sale again, though the order has it."""
    monkeypatch.setattr(module, "_due_as_a_whole", row_by_row)
    taken = while_released(shop, partial(commit_stock, "order:1", now=LATER))
    assert taken == (2, 1)
    assert (states(shop), shop.levels()) == (["committed", "released"], [(3, 0), (5, 0)])


def test_what_is_prolonged_meanwhile_keeps_all_it_has(shop: Shop) -> None:
    assert while_released(shop, partial(prolong_stock, subject="order:1", until=MUCH_LATER)) == (None, 0)
    assert (release(shop), states(shop)) == (0, ["held", "held"])


def test_what_has_time_for_a_part_is_not_due(shop: Shop) -> None:
    with shop.open():
        StockReservation.objects.filter(variant_id=shop.variants[1]).update(expires_at=MUCH_LATER)
    assert (release(shop), states(shop)) == (0, ["held", "held"])


def test_two_who_want_it_at_once_release_it_once(shop: Shop) -> None:
    wants = partial(release, shop)
    assert sorted(at_once(wants, wants)) == [0, 3]
    assert (states(shop), shop.held()) == (["released", "released"], 0)


def backwards(rows: StockReservationQuerySet, subject: str) -> StockReservationQuerySet:
    """As rows may be met where nobody says in which order."""
    return rows.filter(subject=subject).order_by("-variant_id")


@pytest.mark.parametrize("is_ordered", [True, False], ids=["in their order", "as met"])
def test_who_prolongs_begins_with_the_first_row(shop: Shop, is_ordered: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the second in hand it would wait for the first, while who has the first waits for the second."""
    if not is_ordered:
        monkeypatch.setattr(StockReservationQuerySet, "of", backwards)
    second = "SELECT id FROM catalog_stockreservation WHERE variant_id = %s FOR UPDATE SKIP LOCKED"
    free = []

    @contextmanager
    def looked_at() -> Iterator[Come]:
        with shop._held(FIRST_ROW) as come, psycopg.connect(owner_dsn(admin_dsn(), shop.database)) as looker:

            def look(begun: int) -> None:
                come(begun)
                free.extend(looker.execute(second, [shop.variants[1]]).fetchall())
                looker.rollback()

            yield look

    at_once(partial(in_shop, shop, partial(prolong_stock, subject="order:1", until=MUCH_LATER)), meanwhile=looked_at())
    assert len(free) == (1 if is_ordered else 0)


def test_nothing_is_asked_when_nobodys_time_is_up(shop: Shop) -> None:
    """As of everybody who comes when it is sold out."""
    with shop.open(), CaptureQueriesContext(connection) as asked:
        assert release_due_stock(subjects=[], now=LATER) == 0
    assert [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]] == []
