"""The carts drawn tell a wrong rule from the right one: each rule bent once, and a cart is found that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample

from commerce.promotions.domain.goods import Id
from commerce.promotions.domain.values import Promotion
from tests.commerce.carts.pricing.cases import Case
from tests.commerce.carts.pricing.figures import Figures
from tests.commerce.carts.pricing.oracle import (
    catalogue,
    eligibility,
    item_layer,
    item_outcome,
    order_layer,
    price,
    promises,
    purse,
    rules,
    shares,
    shipping_layer,
    vat,
)
from tests.commerce.carts.pricing.oracle.size import size
from tests.commerce.carts.pricing.strategies.small_carts import small_carts

pytestmark = pytest.mark.long

SEARCH = settings(
    max_examples=3000,
    phases=[Phase.generate],
    database=None,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def weakest_of_the_best(outcomes: Iterable[item_outcome.Outcome], *_: object) -> item_outcome.Outcome:
    return max(outcomes, key=lambda one: (one.amount, item_layer.rank(one)))


def biggest_rule_first(outcomes: Iterable[Any], *_: object) -> Any:
    return min(outcomes, key=lambda one: sorted(-sum(lines.values()) for lines in one.takings.values()))


def half_down(amount: Fraction) -> int:
    return ceil(amount - Fraction(1, 2))


def rounded_by_piece(share: int, of: int) -> Fraction:
    return Fraction(shares.nearest(shares.part(share, of)))


def last_takes_the_rest(amount: int, weights: Mapping[Id, int]) -> dict[Id, int]:
    whole = sum(weights.values()) or 1
    shared = {key: amount * weight // whole for key, weight in weights.items()}
    if shared:
        shared[list(shared)[-1]] += amount - sum(shared.values())
    return shared


def ends_late(promotion: Promotion, instant: datetime, zone: ZoneInfo) -> bool:
    ends = promotion.conditions.ends_at
    on_the_dot = ends is not None and instant == ends
    return on_the_dot or is_time(promotion, instant, zone)


is_time = eligibility.is_time


def one_of_two_says_so(one: rules.Rule, other: rules.Rule) -> bool:
    left, right = one.promotion, other.promotion
    return left.id == right.id or left.group in right.combines_with or right.group in left.combines_with


def takes_every_tier(offer: Any, pieces: int, instant: datetime) -> int:
    return min([catalogue.list_price(offer, instant), *(tier.price for tier in offer.tiers)])


def lowest_of_list_and_price_lists(offer: Any, instant: datetime) -> int:
    return min([offer.list_price, *catalogue.listed(offer, instant)])


def never_moved(gross: int, rate: int) -> Any:
    figures = of_gross(gross, rate)
    return replace(figures, taxable=gross - figures.vat, rounding=0)


of_gross = vat.of_gross


def always_charged(case: Case, due: int) -> int | None:
    return price_fee(case, due or 1)


price_fee = price.fee_due

# The last one bends nothing, and must not be seen.
NOTHING = "nothing"
BENT: dict[str, list[tuple[Any, str, Callable[..., Any]]]] = {
    "ties the other way": [(item_layer, "best", weakest_of_the_best)],
    "the biggest item rule first": [(item_layer, "best", biggest_rule_first)],
    "the biggest order rule first": [(order_layer, "best", biggest_rule_first)],
    "percentages rounded by piece": [(promises, "part", rounded_by_piece)],
    "a half rounded down on items": [(item_outcome, "nearest", half_down)],
    "a half rounded down on orders": [(order_layer, "nearest", half_down)],
    "a half rounded down on shipping": [(shipping_layer, "nearest", half_down)],
    "the last line takes the rest": [(order_layer, "shared", last_takes_the_rest)],
    "the last line takes the rest of VAT": [(vat, "shared", last_takes_the_rest)],
    "the last line takes the rest of a capped discount": [(item_outcome, "shared", last_takes_the_rest)],
    "no caps, no budgets": [(purse.Purse, "left", lambda *_: purse.BOUNDLESS)],
    "no stock caps": [(purse.Purse, "pieces_left", lambda *_: purse.BOUNDLESS)],
    "no floors": [(catalogue, "lowest_price", lambda *_: 0)],
    "tiers counted before they are reached": [(catalogue, "unit_price", takes_every_tier)],
    "a dearer price list ignored": [(catalogue, "list_price", lowest_of_list_and_price_lists)],
    "one says they combine": [(rules, "combine", one_of_two_says_so), (order_layer, "combine", one_of_two_says_so)],
    "never apart": [(rules, "skips", lambda *_: False)],
    "no minima": [(module, "minimum_met", lambda *_: True) for module in (item_layer, order_layer, price)],
    "the end is inside": [(eligibility, "is_time", ends_late)],
    "anybody's code": [(eligibility, "has_code", lambda *_: True)],
    "integers ordered as text": [(module, "by_id", str) for module in (catalogue, rules)],
    "taxable never moved": [(vat, "of_gross", never_moved)],
    "the fee never waived": [(price, "fee_due", always_charged)],
    NOTHING: [],
}


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """The bends that some cart has shown: each cart is priced by every rule whose bend was not seen yet."""
    shown: set[str] = set()

    def all_seen(case: Case) -> bool:
        if size(case) <= 300:
            right = price.figures(case)
            shown.update(bend for bend in BENT.keys() - shown if bent_figures(case, bend) != right)
        return shown >= BENT.keys() - {NOTHING}

    with suppress(NoSuchExample):
        find(small_carts(), all_seen, settings=SEARCH)
    return shown


def bent_figures(case: Case, bend: str) -> Figures:
    with pytest.MonkeyPatch.context() as patch:
        for module, name, wrong in BENT[bend]:
            patch.setattr(module, name, wrong)
        return price.figures(case)


@pytest.mark.parametrize("bend", sorted(BENT.keys() - {NOTHING}))
def test_a_bent_rule_is_seen(bend: str, seen: set[str]) -> None:
    assert bend in seen


def test_a_rule_left_straight_is_not_seen(seen: set[str]) -> None:
    assert NOTHING not in seen
