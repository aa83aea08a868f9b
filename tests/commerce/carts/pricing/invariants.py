"""What is true of every price. Each takes what chance drew and asserts; none knows how a price is found."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from commerce.carts.domain.pricing import catalogue, refunds, trace
from commerce.carts.domain.pricing.arithmetic import nearest
from commerce.carts.domain.pricing.inputs import CartLine
from commerce.carts.domain.pricing.outputs import PricedCart, PricedCharge, PricedLine, PriceSource, Verdict
from commerce.promotions.domain.actions import BundlePrice, BuyGet, Layer, SpendSteps
from tests.commerce.carts.pricing.scenarios import Scenario, plain_scenario, scenario
from tests.commerce.carts.pricing.shop import NOON


def shares_sum_to_the_discount(drawn: Scenario) -> None:
    """I-01, and whole order discounts where no floor takes anything away."""
    priced = drawn.price()
    for verdict in priced.verdicts:
        if verdict.layer is not Layer.SHIPPING:
            assert sum(share.amount for share in verdict.shares) == verdict.amount
        assert verdict.amount >= 0
        if verdict.layer is Layer.ORDER and verdict.applies and not verdict.cut_by and not _is_gift(drawn, verdict):
            assert verdict.amount == _promised(drawn, priced, verdict)
    assert priced.discount == sum(line.gross - line.total for line in priced.lines)


def _is_gift(drawn: Scenario, verdict: Verdict) -> bool:
    return not hasattr(_action(drawn, verdict), "amount") and not hasattr(_action(drawn, verdict), "share")


def _action(drawn: Scenario, verdict: Verdict) -> Any:
    owner = next(one for one in drawn.promotions if one.id == verdict.promotion)
    return owner.actions[verdict.action]


def _promised(drawn: Scenario, priced: PricedCart, verdict: Verdict) -> int:
    """Amount or percentage of an order rule over all its lines, on what the item layer left."""
    action = _action(drawn, verdict)
    owner = next(one for one in drawn.promotions if one.id == verdict.promotion)
    base = 0
    for line in priced.lines:
        offer = drawn.cart.offers[line.variant]
        is_reduced = offer.compare_at is not None or bool(
            [one for one in offer.price_lists if catalogue.is_in_force(one, _noon(priced))]
        )
        kept_apart = any(reason.value == "kept_apart" and line.id in lines for reason, lines in verdict.not_on)
        if owner.goods.holds(offer, is_reduced=is_reduced) and not kept_apart:
            base += line.gross - sum(share.amount for share in line.shares if share.layer is Layer.ITEM)
    return min(action.amount, base) if hasattr(action, "amount") else nearest(base, action.share)


def _noon(priced: PricedCart) -> Any:
    return datetime.fromisoformat(priced.instant)


def nothing_goes_below_nought_or_the_floor(drawn: Scenario) -> None:
    """I-02, made exact: no more comes off a piece than lies between its price and the floor."""
    priced = drawn.price()
    for line in priced.lines:
        floor = _floor(drawn, line.variant)
        assert 0 <= line.discount <= line.quantity * max(0, line.unit_price - floor)
    assert all(0 <= charge.total <= charge.price for charge in (priced.shipping, priced.fee) if charge is not None)


def _floor(drawn: Scenario, variant: Any) -> int:
    floor, offer = drawn.terms.floor, drawn.cart.offers[variant]
    if floor is None:
        return 0
    in_force = [one.price for one in offer.price_lists if catalogue.is_in_force(one, NOON)]
    base = {"amount": None, "share_of_list": min(in_force, default=offer.list_price), "share_of_cost": offer.cost}
    whole = base[floor.kind.value]
    return floor.value if whole is None else nearest(whole, floor.value)


def order_of_lines_and_promotions_changes_nothing(drawn: Scenario) -> None:
    """I-03."""
    shuffled = random.Random(len(drawn.promotions))  # noqa: S311 - any order will do
    lines, offered = list(drawn.cart.lines), list(drawn.promotions)
    expected = drawn.price()
    for _ in range(2):
        shuffled.shuffle(lines)
        shuffled.shuffle(offered)
        offers = dict(shuffled.sample(sorted(drawn.cart.offers.items(), key=str), len(drawn.cart.offers)))
        cart = replace(drawn.cart, lines=tuple(lines), offers=offers)
        assert drawn.price(cart=cart, promotions=tuple(offered)) == expected


def pricing_twice_is_pricing_once(drawn: Scenario) -> None:
    """I-04: nothing is remembered, and a promotion that came and went leaves nothing behind."""
    once = drawn.price()
    drawn.price(promotions=drawn.promotions[1:])
    assert drawn.price() == once


def more_never_costs_less_without_a_reason(drawn: Scenario) -> None:
    """I-05: a total falls with quantity only where the trace names what newly holds, or the smaller one's
    says that it is narrowed: then its promotions may have taken off less than they could."""
    smaller, larger = drawn.price(), drawn.price(cart=_one_more(drawn))
    if larger.total < smaller.total and not smaller.narrowed:
        assert _newly_holds(drawn, smaller, larger)


def more_never_costs_less(drawn: Scenario) -> None:
    """I-05: without tiers, thresholds, sets and free shipping a total never falls with quantity."""
    assert drawn.price(cart=_one_more(drawn)).total >= drawn.price().total


def _one_more(drawn: Scenario) -> Any:
    first, *rest = drawn.cart.lines
    return replace(drawn.cart, lines=(CartLine(first.id, first.variant, first.quantity + 1), *rest))


def _newly_holds(drawn: Scenario, smaller: PricedCart, larger: PricedCart) -> bool:
    before = {(one.promotion, one.action): one for one in smaller.verdicts}
    tier = any(
        line.source is PriceSource.TIER and line.source_id != old.source_id
        for line, old in zip(larger.lines, smaller.lines, strict=True)
    )
    return tier or any(
        one.applies
        and one.amount > before[one.promotion, one.action].amount
        and (
            one.layer is Layer.SHIPPING
            or isinstance(_action(drawn, one), SpendSteps | BuyGet | BundlePrice)
            or _has_minimum(drawn, one)
            or not before[one.promotion, one.action].applies
        )
        for one in larger.verdicts
    )


def _has_minimum(drawn: Scenario, verdict: Verdict) -> bool:
    owner = next(one for one in drawn.promotions if one.id == verdict.promotion)
    return owner.conditions.minimum_spend is not None


def the_total_is_the_sum_of_its_rows(drawn: Scenario) -> None:
    """I-06."""
    priced = drawn.price()
    charges = [charge for charge in (priced.shipping, priced.fee) if charge is not None]
    assert priced.total == sum(line.total for line in priced.lines) + sum(charge.total for charge in charges)
    assert priced.total == priced.goods - priced.discount + sum(charge.total for charge in charges)
    assert priced.total == sum(line.gross for line in priced.vat)
    assert priced.total >= 0


def vat_is_exact_on_every_document(drawn: Scenario) -> None:
    """I-07."""
    priced = drawn.price()
    rows: list[PricedLine | PricedCharge] = [
        *priced.lines,
        *(charge for charge in (priced.shipping, priced.fee) if charge is not None),
    ]
    for line in priced.vat:
        assert nearest(line.taxable, line.rate) == line.vat
        assert line.taxable + line.vat + line.rounding == line.gross
        assert abs(line.rounding) <= 1
        own = [row for row in rows if row.vat_category == line.category]
        assert sum(row.vat for row in own) == line.vat
        assert sum(row.total for row in own) == line.gross
        assert all(0 <= row.vat <= row.total for row in own)


def refunds_in_any_order_sum_to_the_payment(draw: tuple[int, int, int]) -> None:
    """I-08."""
    paid, quantity, seed = draw
    chance = random.Random(seed)  # noqa: S311 - any split will do
    returned = given = 0
    while returned < quantity:
        returning = chance.randint(1, quantity - returned)
        refund = refunds.refund_for(paid, quantity, returned=returned, returning=returning)
        assert refund >= 0
        returned, given = returned + returning, given + refund
        assert given <= paid
    assert given == paid


def a_trace_replays_to_the_same_price(drawn: Scenario) -> None:
    """I-13."""
    priced = drawn.price()
    assert trace.replay(json.loads(json.dumps(trace.trace_data(priced)))) == priced


@dataclass(frozen=True)
class Invariant:
    name: str
    drawn: st.SearchStrategy[Any]
    holds: Callable[[Any], None]


seeds = st.integers(0, 2**48)
anything, plainly = seeds.map(scenario), seeds.map(plain_scenario)
refund_draws = st.tuples(st.integers(0, 10**6), st.integers(1, 60), st.integers(0, 1000))
INVARIANTS = [
    Invariant("I-01 shares", anything, shares_sum_to_the_discount),
    Invariant("I-02 floor", anything, nothing_goes_below_nought_or_the_floor),
    Invariant("I-03 order", anything, order_of_lines_and_promotions_changes_nothing),
    Invariant("I-04 twice", anything, pricing_twice_is_pricing_once),
    Invariant("I-05 reasons", anything, more_never_costs_less_without_a_reason),
    Invariant("I-05 never", plainly, more_never_costs_less),
    Invariant("I-06 rows", anything, the_total_is_the_sum_of_its_rows),
    Invariant("I-07 VAT", anything, vat_is_exact_on_every_document),
    Invariant("I-08 refunds", refund_draws, refunds_in_any_order_sum_to_the_payment),
    Invariant("I-13 replay", anything, a_trace_replays_to_the_same_price),
]
