"""What a piece costs before any promotion."""

from datetime import timedelta

import pytest

from commerce.carts.domain.pricing.inputs import Cart, CartLine, Floor, FloorKind, ListedPrice, Tier
from commerce.carts.domain.pricing.outputs import PriceSource
from commerce.promotions.domain.actions import PercentOff
from commerce.promotions.domain.goods import Match
from tests.commerce.carts.pricing.shop import NOON, cart_of, floored, of, offer, paid, priced, promotion, verdict

DAY = timedelta(days=1)


def test_a_price_list_in_force_replaces_the_list_price_even_by_a_dearer_one() -> None:
    oud = offer(1, 10000, price_lists=(ListedPrice("eid", 12000, NOON - DAY, NOON + DAY),))
    line = priced(cart_of((oud, 1))).lines[0]
    assert (line.list_price, line.unit_price, line.source, line.source_id) == (
        10000,
        12000,
        PriceSource.PRICE_LIST,
        "eid",
    )


def test_of_several_price_lists_the_lowest_counts() -> None:
    lists = (ListedPrice("a", 9000), ListedPrice("b", 8000), ListedPrice("c", 8500))
    assert paid(priced(cart_of((offer(1, 10000, price_lists=lists), 1)))) == {1: 8000}


def test_a_price_list_ends_at_its_end_and_begins_at_its_beginning() -> None:
    ended = offer(1, 10000, price_lists=(ListedPrice("a", 5000, None, NOON),))
    begins = offer(2, 10000, price_lists=(ListedPrice("a", 5000, NOON, None),))
    assert paid(priced(cart_of((ended, 1), (begins, 1)))) == {1: 10000, 2: 5000}


def test_a_tier_looks_at_the_pieces_of_all_lines_and_prices_all_of_them() -> None:
    oud = offer("oud", 1000, tiers=(Tier(5, 800), Tier(10, 700)))
    lines = (CartLine("plain", "oud", 3), CartLine("engraved", "oud", 2))
    cart = priced(Cart(lines, {"oud": oud}))
    assert paid(cart) == {"plain": 2400, "engraved": 1600}
    assert {(line.source, line.source_id) for line in cart.lines} == {(PriceSource.TIER, 5)}
    assert paid(priced(cart_of((oud, 4)))) == {"oud": 4000}


def test_the_lower_of_tier_and_price_list_wins() -> None:
    oud = offer(1, 1000, tiers=(Tier(2, 800),), price_lists=(ListedPrice("a", 750),))
    assert paid(priced(cart_of((oud, 2)))) == {1: 1500}


def test_a_compare_at_price_changes_no_charge_and_makes_goods_reduced() -> None:
    sale, regular = offer(1, 1000, "a", compare_at=1500), offer(2, 1000, "a")
    listed = offer(3, 1000, "a", price_lists=(ListedPrice("eid", 1000),))
    rule = promotion("A", PercentOff(1000), goods=Match(of("a").only, but_not_reduced=True))
    assert paid(priced(cart_of((sale, 1), (regular, 1), (listed, 1)), rule)) == {1: 1000, 2: 900, 3: 1000}


@pytest.mark.parametrize(
    ("floor", "paid_for"),
    [
        (Floor(FloorKind.AMOUNT, 800), 800),
        (Floor(FloorKind.SHARE_OF_LIST, 9000), 900),
        (Floor(FloorKind.SHARE_OF_COST, 11000), 660),
        (Floor(FloorKind.AMOUNT, 1200), 1000),
    ],
)
def test_no_promotion_goes_below_the_floor(floor: Floor, paid_for: int) -> None:
    cart = priced(cart_of((offer(1, 1000, cost=600), 1)), promotion("A", PercentOff(10000)), terms=floored(floor))
    assert paid(cart) == {1: paid_for}
    assert verdict(cart, "A").applies == (paid_for < 1000)


@pytest.mark.parametrize(
    "lines",
    [
        (CartLine(1, 1, 0),),
        (CartLine(1, 1, -1),),
        (CartLine(1, 1, 1), CartLine(1, 1, 1)),
        (CartLine(1, 2, 1),),
    ],
)
def test_what_is_no_cart_is_a_defect(lines: tuple[CartLine, ...]) -> None:
    with pytest.raises(ValueError, match=r"line|offer"):
        priced(Cart(lines, {1: offer(1, 100)}))


def test_an_unknown_vat_category_is_a_defect() -> None:
    with pytest.raises(ValueError, match="VAT category"):
        priced(cart_of((offer(1, 100, vat="luxury"), 1)))
