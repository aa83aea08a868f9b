"""Stock: what is promised, given back and sold, and the movements that tell of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commerce.catalog.application.use_cases.adjust_stock import (
    BelowReserved,
    ReasonMissing,
    StockChanged,
    TooManyPieces,
    adjust_stock,
)
from commerce.catalog.application.use_cases.commit_stock import commit_stock
from commerce.catalog.application.use_cases.release_stock import release_stock
from commerce.catalog.application.use_cases.reserve_stock import AlreadyReserved, OutOfStock, reserve_stock
from commerce.catalog.domain.values import Movement
from commerce.catalog.models import StockLevel, StockLocation, StockMovement, StockReservation
from commerce.core.models import ChangedObject
from tests.commerce.catalog.builders import NOON, oud_draft, published, variants_of

LATER = NOON + timedelta(minutes=30)


@pytest.fixture
def oud(in_noor: Any) -> list[int]:
    """The variants of a perfume: five small bottles, two large ones."""
    product = published(oud_draft(), stock=[5, 2])
    return [variant.pk for variant in variants_of(product.pk)]


def levels() -> dict[int, tuple[int, int]]:
    return {row.variant_id: (row.on_hand, row.reserved) for row in StockLevel.objects.all()}


def reserve(subject: str, quantities: dict[int, int], *, queued: bool = False) -> None:
    with transaction.atomic():
        reserve_stock(subject=subject, quantities=quantities, expires_at=LATER, now=NOON, queued=queued)


BOTH_WAYS = pytest.mark.parametrize("queued", [False, True])


def adjust(variant_id: int, by: int, reason: str = "Counted", seen: int | None = None) -> int:
    return adjust_stock(variant_id=variant_id, by=by, reason=reason, actor="staff:1", now=NOON, seen=seen)


def test_a_store_opens_with_one_place_for_goods(in_noor: Any) -> None:
    assert [(row.name_en, row.is_default) for row in StockLocation.objects.all()] == [("Main stock", True)]


def test_pieces_are_promised_and_sold(oud: list[int]) -> None:
    reserve("order:1", {oud[0]: 3, oud[1]: 2})
    assert levels() == {oud[0]: (5, 3), oud[1]: (2, 2)}
    assert commit_stock("order:1", now=NOON) == 5
    assert levels() == {oud[0]: (2, 0), oud[1]: (0, 0)}
    assert {row.state for row in StockReservation.objects.all()} == {"committed"}


def test_pieces_are_promised_and_given_back(oud: list[int]) -> None:
    reserve("order:1", {oud[0]: 3})
    assert release_stock("order:1", now=NOON) == 3
    assert levels()[oud[0]] == (5, 0)


@BOTH_WAYS
def test_everything_said_twice_happens_once(oud: list[int], queued: bool) -> None:
    reserve("order:1", {oud[0]: 3}, queued=queued)
    reserve("order:1", {oud[0]: 3}, queued=queued)
    assert levels()[oud[0]] == (5, 3)
    assert (commit_stock("order:1"), commit_stock("order:1"), release_stock("order:1")) == (3, 0, 0)
    assert levels()[oud[0]] == (2, 0)
    assert StockMovement.objects.filter(reference="order:1").count() == 2


@BOTH_WAYS
def test_another_promise_for_the_same_order_is_refused(oud: list[int], queued: bool) -> None:
    reserve("order:1", {oud[0]: 3}, queued=queued)
    with pytest.raises(AlreadyReserved):
        reserve("order:1", {oud[0]: 2}, queued=queued)
    release_stock("order:1")
    reserve("order:1", {oud[0]: 2}, queued=queued)
    commit_stock("order:1")
    with pytest.raises(AlreadyReserved):
        reserve("order:1", {oud[0]: 1}, queued=queued)


@BOTH_WAYS
def test_all_or_nothing_and_every_failing_variant_is_named(oud: list[int], queued: bool) -> None:
    before = StockMovement.objects.count()
    with pytest.raises(OutOfStock) as refusal:
        reserve("order:1", {oud[0]: 4, oud[1]: 3, 987654: 1}, queued=queued)
    assert refusal.value.facts == {"left": {oud[1]: 2, 987654: 0}}
    assert levels() == {oud[0]: (5, 0), oud[1]: (2, 0)}
    assert StockMovement.objects.count() == before
    assert not StockReservation.objects.exists()


@BOTH_WAYS
def test_what_lies_nowhere_is_out_of_stock(oud: list[int], queued: bool) -> None:
    with pytest.raises(OutOfStock) as refusal:
        reserve("order:1", {987654: 1}, queued=queued)
    assert refusal.value.facts == {"left": {987654: 0}}


@pytest.mark.parametrize("settle", [commit_stock, release_stock])
def test_levels_are_changed_last(oud: list[int], settle: Any) -> None:
    """Everybody who buys the same waits for them, and for every statement after them."""
    reserve("order:1", {oud[0]: 3})
    with CaptureQueriesContext(connection) as statements:
        settle("order:1", now=NOON)
    assert "UPDATE catalog_stocklevel" in statements[-1]["sql"]


@pytest.mark.parametrize("quantities", [{}, {1: 0}, {1: -1}])
def test_a_promise_is_of_whole_pieces(in_noor: Any, quantities: dict[int, int]) -> None:
    with pytest.raises(ValueError, match="whole pieces"):
        reserve("order:1", quantities)


def test_adjusting_is_relative_and_tells_why(oud: list[int]) -> None:
    assert adjust(oud[0], 10, reason="  New delivery ") == 15
    assert adjust(oud[0], -1) == 14
    assert adjust(oud[0], 0) == 14
    told = StockMovement.objects.filter(variant=oud[0]).order_by("pk").values_list("delta_on_hand", "reason", "actor")
    assert list(told)[1:] == [(10, "New delivery", "staff:1"), (-1, "Counted", "staff:1")]


def test_what_is_promised_stays_on_the_shelf(oud: list[int]) -> None:
    reserve("order:1", {oud[0]: 3})
    with pytest.raises(BelowReserved) as refusal:
        adjust(oud[0], -3)
    assert refusal.value.facts == {"sku": "OUD-50", "on_hand": 5, "reserved": 3}
    with pytest.raises(ReasonMissing):
        adjust(oud[0], 1, reason=" ")
    with pytest.raises(TooManyPieces):
        adjust(oud[0], 10**8)


def test_what_somebody_else_counted_meanwhile_is_said(oud: list[int]) -> None:
    with pytest.raises(StockChanged) as refusal:
        adjust(oud[0], -6, seen=8)
    assert refusal.value.facts == {"sku": "OUD-50", "on_hand": 5}
    with pytest.raises(BelowReserved):
        adjust(oud[0], -6, seen=5)
    assert adjust(oud[0], -2, seen=8) == 3, "what was sold meanwhile stays sold"


def test_search_hears_of_a_sale_that_begins_or_ends(oud: list[int]) -> None:
    def changes() -> int:
        return ChangedObject.objects.get(kind="product").version

    start = changes()
    reserve("order:1", {oud[1]: 1})
    assert changes() == start
    reserve("order:2", {oud[1]: 1})
    assert changes() == start + 1
    commit_stock("order:1")
    assert changes() == start + 1
    release_stock("order:2")
    assert changes() == start + 2


ORDERS = st.sampled_from(["order:1", "order:2", "order:3"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("reserve"), ORDERS, st.integers(1, 4), st.integers(0, 3)),
        st.tuples(st.just("release"), ORDERS),
        st.tuples(st.just("commit"), ORDERS),
        st.tuples(st.just("adjust"), st.integers(0, 1), st.integers(-4, 6)),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_movements_sum_to_the_levels_whatever_happens(oud: list[int], steps: list[Any]) -> None:
    place = transaction.savepoint()
    for step in steps:
        take(oud, step)
        sums = StockMovement.objects.values("variant_id").annotate(
            on_hand=Sum("delta_on_hand"), reserved=Sum("delta_reserved")
        )
        assert {row["variant_id"]: (row["on_hand"], row["reserved"]) for row in sums} == levels()
        held = StockReservation.objects.held().values("variant_id").annotate(pieces=Sum("quantity"))
        promised = {row["variant_id"]: row["pieces"] for row in held}
        assert {pk: reserved for pk, (_, reserved) in levels().items() if reserved} == promised
        assert all(0 <= reserved <= on_hand for on_hand, reserved in levels().values())
    transaction.savepoint_rollback(place)


def take(oud: list[int], step: Any) -> None:
    """One step; a refusal is an answer too."""
    try:
        match step:
            case ("reserve", subject, small, large):
                reserve(subject, {oud[0]: small, oud[1]: large} if large else {oud[0]: small})
            case ("release", subject):
                release_stock(subject, now=NOON)
            case ("commit", subject):
                commit_stock(subject, now=NOON)
            case ("adjust", index, by):
                adjust(oud[index], by)
    except (OutOfStock, AlreadyReserved, BelowReserved):
        pass


def test_every_kind_of_movement_has_its_signs(oud: list[int]) -> None:
    reserve("order:1", {oud[0]: 2})
    commit_stock("order:1")
    reserve("order:2", {oud[0]: 1})
    release_stock("order:2")
    rows = StockMovement.objects.filter(variant=oud[0]).order_by("pk")
    assert [(row.kind, row.delta_on_hand, row.delta_reserved) for row in rows] == [
        (Movement.ADJUSTED, 5, 0),
        (Movement.RESERVED, 0, 2),
        (Movement.COMMITTED, -2, -2),
        (Movement.RESERVED, 0, 1),
        (Movement.RELEASED, 0, -1),
    ]
