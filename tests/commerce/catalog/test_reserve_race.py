"""The last piece, asked for by two shoppers at one instant; and the same with each protection taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from commerce.catalog.application.use_cases import reserve_stock as module
from commerce.catalog.application.use_cases.commit_stock import commit_stock
from commerce.catalog.application.use_cases.release_stock import release_stock
from commerce.catalog.application.use_cases.reserve_stock import OutOfStock, reserve_stock
from commerce.catalog.models import StockLevel, StockReservation
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from tests.commerce.catalog.builders import NOON, oud_draft, published, variants_of
from tests.support.databases import admin_dsn
from tests.support.together import Come, at_once, held_back, until
from wasla_site.launcher.roles import owner_dsn

LATER = NOON + timedelta(minutes=30)
LOCK = "FOR UPDATE OF level"
ORDER = "ORDER BY level.tenant_id, level.variant_id"
ORDER_AS_ASKED = "ORDER BY array_position(%(variants)s::bigint[], level.variant_id)"

pytestmark = pytest.mark.usefixtures("own_database")


class Shop:
    """Noor with one perfume in a database where threads may commit."""

    def __init__(self, database: str, stock: list[int]) -> None:
        self.database = database
        self.tenant_id = Tenant.objects.get(slug="noor").pk
        with self.open():
            self.variants = [variant.pk for variant in variants_of(published(oud_draft(), stock=stock).pk)]

    @contextmanager
    def open(self) -> Iterator[None]:
        with tenant_scope(self.tenant_id), transaction.atomic():
            yield

    def levels(self) -> list[tuple[int, int]]:
        with self.open():
            return list(StockLevel.objects.order_by("variant_id").values_list("on_hand", "reserved"))

    def held(self) -> int:
        with self.open():
            return sum(StockReservation.objects.held().values_list("quantity", flat=True))

    def reserve(self, subject: str, quantities: dict[int, int], *, queued: bool = False) -> str:
        try:
            with self.open():
                reserve_stock(subject=subject, quantities=quantities, expires_at=LATER, now=NOON, queued=queued)
        except OutOfStock:
            return "refused"
        except IntegrityError:
            return "stopped by the table"
        except OperationalError as error:
            return "deadlock" if "deadlock" in str(error) else str(error)
        finally:
            connection.close()
        return "reserved"

    def at_once(self, *calls: Callable[[], Any], at: str = "catalog_stocklevel ORDER BY variant_id") -> list[Any]:
        """All calls, let go when each in turn has come to wait for the first level (or other row)."""
        return at_once(*calls, meanwhile=self._held(at))

    @contextmanager
    def _held(self, at: str) -> Iterator[Come]:
        with psycopg.connect(owner_dsn(admin_dsn(), self.database)) as holder:
            holder.execute(f"SELECT id FROM {at} LIMIT 1 FOR UPDATE")
            yield self._wait_until_waiting

    def _wait_until_waiting(self, count: int) -> None:
        until(lambda: len(held_back(self.database)) == count, seconds=2.5, what="the shoppers' waiting at the shelf")

    def without_check(self) -> None:
        with psycopg.connect(owner_dsn(admin_dsn(), self.database), autocommit=True) as owner:
            owner.execute("ALTER TABLE catalog_stocklevel DROP CONSTRAINT stock_reserved_within_on_hand")


def test_the_last_piece_is_promised_once(own_database: str) -> None:
    shop = Shop(own_database, stock=[1])
    (bottle, _) = shop.variants
    calls = [lambda n=n: shop.reserve(f"order:{n}", {bottle: 1}) for n in range(3)]
    assert sorted(shop.at_once(*calls)) == ["refused", "refused", "reserved"]
    assert (shop.levels()[0], shop.held()) == ((1, 1), 1)


def test_the_last_piece_is_promised_once_to_those_who_queue(own_database: str) -> None:
    shop = Shop(own_database, stock=[1])
    (bottle, _) = shop.variants
    calls = [lambda n=n: shop.reserve(f"order:{n}", {bottle: 1}, queued=True) for n in range(3)]
    assert sorted(shop.at_once(*calls)) == ["refused", "refused", "reserved"]
    assert (shop.levels()[0], shop.held()) == ((1, 1), 1)


@pytest.mark.parametrize(("ends", "second_goes_on"), [("HAVING %(queued)s", True), ("HAVING NOT %(queued)s", False)])
def test_who_is_refused_leaves_the_queue_before_hearing_of_it(
    own_database: str, monkeypatch: pytest.MonkeyPatch, ends: str, second_goes_on: bool
) -> None:
    """And the control: without an error, the first would have to end its transaction before it is the second's turn."""
    shop = Shop(own_database, stock=[1, 9])
    small, large = shop.variants
    monkeypatch.setattr(module, "RESERVE", module.RESERVE.replace("HAVING %(queued)s", ends))
    refused, gone = Event(), Event()

    def first() -> bool:
        try:
            with shop.open():
                with pytest.raises(OutOfStock) as refusal:
                    reserve_stock(subject="order:1", quantities={small: 2}, expires_at=LATER, now=NOON, queued=True)
                assert refusal.value.facts == {"left": {small: 1}}
                refused.set()
                return gone.wait(10 if second_goes_on else 1)
        finally:
            connection.close()

    def second() -> str:
        assert refused.wait(10)
        answer = shop.reserve("order:2", {large: 1}, queued=True)
        gone.set()
        return answer

    assert at_once(first, second) == [second_goes_on, "reserved"]


def test_without_the_lock_the_table_is_the_last_wall(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop(own_database, stock=[1])
    (bottle, _) = shop.variants
    monkeypatch.setattr(module, "RESERVE", module.RESERVE.replace(LOCK, ""))
    calls = [lambda n=n: shop.reserve(f"order:{n}", {bottle: 1}) for n in range(2)]
    assert sorted(shop.at_once(*calls)) == ["reserved", "stopped by the table"]
    assert shop.levels()[0] == (1, 1)


def test_without_lock_and_check_the_last_piece_is_sold_twice(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: this is the race."""
    shop = Shop(own_database, stock=[1])
    (bottle, _) = shop.variants
    shop.without_check()
    monkeypatch.setattr(module, "RESERVE", module.RESERVE.replace(LOCK, ""))
    calls = [lambda n=n: shop.reserve(f"order:{n}", {bottle: 1}) for n in range(2)]
    assert shop.at_once(*calls) == ["reserved", "reserved"]
    assert (shop.levels()[0], shop.held()) == ((1, 2), 2)


@pytest.mark.parametrize(
    ("order", "answers"), [(ORDER, ["reserved", "reserved"]), (ORDER_AS_ASKED, ["deadlock", "reserved"])]
)
def test_carts_in_opposite_order(
    own_database: str, monkeypatch: pytest.MonkeyPatch, order: str, answers: list[str]
) -> None:
    """Levels locked in one order never wait for each other in a circle; locked as the carts name them they do."""
    shop = Shop(own_database, stock=[9, 9])
    small, large = shop.variants
    monkeypatch.setattr(module, "RESERVE", module.RESERVE.replace(ORDER, order))
    got = shop.at_once(
        lambda: shop.reserve("order:1", {small: 1, large: 1}), lambda: shop.reserve("order:2", {large: 1, small: 1})
    )
    assert sorted(got) == answers


def test_selling_and_giving_back_at_once_happens_once(own_database: str) -> None:
    shop = Shop(own_database, stock=[5])
    (bottle, _) = shop.variants
    assert shop.reserve("order:1", {bottle: 2}) == "reserved"

    def settle(use_case: Callable[[str], int]) -> int:
        try:
            with shop.open():
                return use_case("order:1")
        finally:
            connection.close()

    moved = shop.at_once(lambda: settle(commit_stock), lambda: settle(release_stock))
    assert sorted(moved) == [0, 2]
    assert shop.levels()[0] in [(3, 0), (5, 0)]
