"""Shelf prices, their history and prices by quantity: rules on plain values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.catalog.domain.price_history import (
    LOOKED_BACK,
    PriceSince,
    following,
    lowest_before_reduction,
    reduced_since,
)
from commerce.catalog.domain.pricing import (
    FloorKind,
    PriceListDraft,
    ScheduledPrice,
    TierPrice,
    floor_problem,
    price_list_problem,
    shelf_price,
    tiers_problem,
)
from commerce.core.bilingual import Bilingual

BEGAN = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def since(days: float, price: int) -> PriceSince:
    return PriceSince(BEGAN - days * DAY, price)


@pytest.mark.parametrize(
    ("history", "lowest"),
    [
        ([], None),
        ([since(90, 100)], 100),
        ([since(90, 80), since(40, 100)], 100),
        ([since(90, 80), since(30, 100)], 100),
        ([since(90, 80), since(29, 100)], 80),
        ([since(20, 100), since(10, 70), since(5, 100)], 70),
        ([since(20, 100), since(0, 50)], 100),
        ([since(0, 50)], None),
        ([since(20, 100), since(-3, 10)], 100),
    ],
    ids=[
        "nothing", "one price", "cheaper before the 30 days", "cheaper until their very first instant",
        "cheaper into them", "cheaper within them", "the reduction itself does not count", "new with its reduction",
        "nor what came later",
    ],
)  # fmt: skip
def test_the_lowest_price_before_a_reduction(history: list[PriceSince], lowest: int | None) -> None:
    assert lowest_before_reduction(history, BEGAN) == lowest


@pytest.mark.parametrize(
    ("history", "days"),
    [
        ([], None),
        ([since(9, 100), since(5, 80)], 5),
        ([since(9, 100), since(5, 80), since(3, 60)], 5),
        ([since(9, 80), since(7, 100), since(5, 80)], 5),
        ([since(9, 80), since(7, 100)], 7),
        ([since(9, 80), since(5, 60)], 9),
    ],
    ids=["nothing", "one", "reduced further", "reduced again", "not written down yet", "never the full price"],
)
def test_since_when_a_price_is_reduced(history: list[PriceSince], days: int | None) -> None:
    assert reduced_since(history, 100) == (None if days is None else BEGAN - days * DAY)


histories = st.lists(
    st.tuples(st.integers(-50 * 24, 24 * 5), st.integers(0, 9)), max_size=12, unique_by=lambda entry: entry[0]
).map(lambda entries: [PriceSince(BEGAN + hours * HOUR, price) for hours, price in sorted(entries)])


@given(histories)
def test_the_lowest_price_is_that_of_some_hour_and_none_is_lower(history: list[PriceSince]) -> None:
    """The price asked hour by hour, as a shopper would have seen it."""
    seen = []
    for hour in range(int(LOOKED_BACK / HOUR)):
        at = BEGAN - (hour + 1) * HOUR
        current = [row.price_minor for row in history if row.since <= at]
        seen += current[-1:]
    assert lowest_before_reduction(history, BEGAN) == min(seen, default=None)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4)), max_size=20))
def test_a_history_rises_and_says_nothing_twice(seen: list[tuple[int, int]]) -> None:
    history: list[PriceSince] = []
    for hours, price in seen:
        entry = following(history[-1] if history else None, price, BEGAN + hours * HOUR)
        history += [entry] if entry else []
        assert following(history[-1], price, BEGAN + hours * HOUR) is None, "said again"
    assert [row.since for row in history] == sorted({row.since for row in history})
    assert all(row.price_minor != after.price_minor for row, after in pairwise(history))


def test_an_instant_never_goes_back() -> None:
    last = PriceSince(BEGAN, 100)
    assert following(last, 90, BEGAN - HOUR) is None
    assert following(last, 90, BEGAN) is None
    assert following(last, 90, BEGAN + HOUR) == PriceSince(BEGAN + HOUR, 90)
    assert following(None, 90, BEGAN) == PriceSince(BEGAN, 90)


def test_price_lists_replace_the_list_price_while_they_are_in_force() -> None:
    dearer = ScheduledPrice(1, 300, BEGAN, BEGAN + DAY)
    for_good = ScheduledPrice(2, 250, BEGAN + HOUR, None)
    instants = (BEGAN - HOUR, BEGAN, BEGAN + HOUR, BEGAN + DAY)
    assert [shelf_price(200, [dearer], at) for at in instants] == [200, 300, 300, 200], "the end is outside"
    assert [shelf_price(200, [dearer, for_good], at) for at in instants] == [200, 300, 250, 250]


@pytest.mark.parametrize(
    ("tiers", "problem"),
    [
        ([], None),
        ([(2, 90), (10, 80)], None),
        ([(10, 80), (2, 90)], None),
        ([(1, 90)], "tier_of_one_piece"),
        ([(2, 90), (2, 80)], "tier_twice"),
        ([(2, 80), (10, 80)], "tier_not_cheaper"),
        ([(2, -1)], "negative_price"),
        ([(2 + n, 90 - n) for n in range(6)], "too_many_tiers"),
    ],
)
def test_prices_by_quantity(tiers: list[tuple[int, int]], problem: str | None) -> None:
    assert tiers_problem([TierPrice(*tier) for tier in tiers]) == problem


def test_what_no_price_list_can_be() -> None:
    def problem(**changes: object) -> str | None:
        facts: dict[str, object] = {
            "name": Bilingual("تخفيضات", "Sale"), "starts_at": BEGAN, "ends_at": BEGAN + DAY, "prices": {1: 0}
        }  # fmt: skip
        return price_list_problem(PriceListDraft(**(facts | changes)))  # type: ignore[arg-type]

    assert problem() is None
    assert problem(ends_at=None) is None
    assert problem(name=Bilingual("", "")) == "name_missing"
    assert problem(ends_at=BEGAN) == "ends_before_start"
    assert problem(prices={1: -1}) == "negative_price"
    assert problem(prices=dict.fromkeys(range(1001), 1)) == "too_many_prices"


@pytest.mark.parametrize(
    ("kind", "value", "is_fine"),
    [
        (FloorKind.AMOUNT, 10**9, True),
        (FloorKind.SHARE_OF_LIST, 10_000, True),
        (FloorKind.SHARE_OF_LIST, 10_001, False),
        (FloorKind.SHARE_OF_COST, 100_000, True),
        (FloorKind.SHARE_OF_COST, 100_001, False),
        (FloorKind.AMOUNT, -1, False),
    ],
)
def test_what_a_floor_can_be(kind: FloorKind, value: int, is_fine: bool) -> None:
    assert floor_problem(kind, value) == (None if is_fine else "floor_out_of_range")
