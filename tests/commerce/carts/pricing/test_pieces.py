"""Prices of single pieces are those of the cart, and traces small enough to keep."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from commerce.carts.domain.pricing.boundaries import Boundaries, aims_in_carts, aims_on_shelves
from commerce.carts.domain.pricing.engine import price_cart
from commerce.carts.domain.pricing.inputs import Cart, CartLine, ListedPrice, Occasion
from commerce.carts.domain.pricing.pieces import price_pieces
from commerce.carts.domain.pricing.rules import compile_promotions
from commerce.carts.domain.pricing.trace import UnknownTrace, replay, trace_data
from commerce.promotions.domain.actions import Action, AmountOffOrder, BundlePrice, BuyGet, Layer, Part, PercentOff
from commerce.promotions.domain.goods import EVERYTHING, Kinds, Match
from commerce.promotions.domain.values import Conditions, Hours, Promotion
from tests.commerce.carts.pricing.scenarios import scenario
from tests.commerce.carts.pricing.shop import DELIVERY, NOON, cart_of, offer, priced, promotion
from wasla_site.bench import prices


def test_a_card_shows_what_a_cart_of_one_piece_costs() -> None:
    for drawn in map(scenario, range(300)):
        offers = [one for name, one in drawn.cart.offers.items() if name != "gift"]
        occasion = Occasion(NOON)
        rules = compile_promotions(drawn.promotions, terms=drawn.terms, occasion=occasion, remaining=drawn.remaining)
        for one, card in zip(offers, price_pieces(offers, rules), strict=True):
            (line,) = price_cart(Cart((CartLine(one.variant, one.variant, 1),), {one.variant: one}), rules).lines
            of_items = tuple(share for share in line.shares if share.layer is Layer.ITEM)
            assert card.shares == of_items
            assert card.price == line.unit_price - sum(share.amount for share in of_items)
            assert (card.unit_price, card.source, card.compare_at) == (line.unit_price, line.source, line.compare_at)


def test_the_trace_of_a_hundred_lines_and_promotions_is_small_and_another_format_is_not_read() -> None:
    offers = [prices.bench_offer(number) for number in range(100)]
    cart = cart_of(*((one, 2) for one in offers), shipping=DELIVERY)
    data = trace_data(priced(cart, *(prices.bench_promotion(number) for number in range(100)), terms=prices.TERMS))
    assert len(json.dumps(data)) < 60_000
    with pytest.raises(UnknownTrace):
        replay({**data, "format": 0})


def test_traces_of_the_first_format_are_read() -> None:
    data = trace_data(priced(cart_of((offer(1, 1000), 2)), promotion("A", PercentOff(1000))))
    [verdict] = data["verdicts"]
    assert verdict["shares"] == [[0, 200, 2, 2]]
    old = {**data, "format": 1, "verdicts": [{**verdict, "shares": [[0, 200, 2]]}]}
    assert replay(old).lines == replay(data).lines


def test_a_price_holds_until_a_promotion_or_a_price_list_begins_or_ends() -> None:
    later = NOON + timedelta(days=9)
    conditions = Conditions(starts_at=NOON - timedelta(days=1), ends_at=later)
    rule = promotion("A", PercentOff(1000), conditions=conditions)
    oud = offer(1, 1000, price_lists=(ListedPrice("eid", 900, NOON + timedelta(days=5)),))

    def until(*rules: Promotion) -> datetime | None:
        by_aims = {
            Boundaries(rules, aims, instant=NOON, zone="Asia/Riyadh").holds_until([oud])
            for aims in (aims_on_shelves, aims_in_carts(()))
        }
        assert len(by_aims) == 1
        return by_aims.pop()

    assert until() == NOON + timedelta(days=5)
    ends_sooner = replace(rule, conditions=replace(conditions, ends_at=NOON + timedelta(days=2)))
    assert until(rule, ends_sooner) == NOON + timedelta(days=2)
    evening = (Hours(time(20), time(23), frozenset([4])),)
    opens = until(replace(rule, conditions=replace(conditions, hours=evening)))
    assert opens == datetime(2026, 11, 27, 17, tzinfo=UTC)
    ended = replace(rule, conditions=Conditions(ends_at=NOON, hours=evening))
    assert until(ended) == NOON + timedelta(days=5)


def test_a_price_in_a_cart_holds_until_what_concerns_that_cart_begins_or_ends() -> None:
    oud, ends = offer(1, 1000), NOON + timedelta(days=1)

    def until(action: Action, *, code: bool = False, goods: Match = EVERYTHING) -> datetime | None:
        rule = promotion("A", action, goods=goods, conditions=Conditions(ends_at=ends, needs_code=code))
        boundaries = Boundaries([rule], aims_in_carts({"A"} if code else {"B"}), instant=NOON, zone="Asia/Riyadh")
        return boundaries.holds_until([oud])

    this, other = (Match(only=Kinds(variants=frozenset({variant}))) for variant in (1, 2))
    concerning = [
        until(AmountOffOrder(500)),
        until(PercentOff(1000, goods=this), goods=other),
        until(PercentOff(1000), code=True),
        until(BuyGet(1, gets=this), goods=other),
        until(BundlePrice((Part(1, other), Part(1)), 900), goods=this),
    ]
    assert concerning == [ends] * 5
    assert until(AmountOffOrder(500, goods=other)) is None
    assert until(BundlePrice((Part(1, other), Part(1)), 900), goods=other) is None
    closed = promotion("A", PercentOff(1000), conditions=Conditions(ends_at=ends, needs_code=True))
    assert Boundaries([closed], aims_in_carts({"B"}), instant=NOON, zone="UTC").holds_until([oud]) is None


def test_the_price_of_a_hundred_lines_keeps_within_what_is_promised() -> None:
    """Not in milliseconds, which this machine shares: as multiples of a plain sum, with room."""
    cart, page = prices.measure_prices(3)
    assert cart.ratio < 40_000
    assert page.ratio < 20_000
