"""What next, and what a price takes of limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from commerce.carts.domain.pricing.hints import LOOKED_AHEAD, MOST_HINTS, hints
from commerce.carts.domain.pricing.outputs import PricedCart
from commerce.carts.domain.pricing.reasons import Reason
from commerce.carts.domain.pricing.uses import uses_of
from commerce.promotions.domain.actions import AmountOffOrder, BundlePrice, BuyGet, Gift, Part, PercentOff
from commerce.promotions.domain.goods import Id
from commerce.promotions.domain.values import Conditions, Promotion
from tests.commerce.carts.pricing.shop import NOON, cart_of, minimum, of, offer, priced, promotion

OUD, SOAP = offer(1, 10000, "oud"), offer(2, 3000, "soap")


def told(result: PricedCart) -> list[tuple[Id, Reason]]:
    return [(hint.promotion, hint.why.reason) for hint in hints(result)]


def test_what_is_nearest_is_told_first() -> None:
    result = priced(
        cart_of((SOAP, 1)),
        promotion("A", PercentOff(1000), conditions=Conditions(starts_at=NOON + timedelta(days=3))),
        promotion("B", PercentOff(1000), conditions=Conditions(starts_at=NOON + timedelta(days=1))),
        promotion("C", PercentOff(1000), conditions=Conditions(payment_methods=frozenset({"card"}))),
        promotion("D", PercentOff(1000), conditions=minimum(4000)),
    )
    assert told(result) == [
        ("D", Reason.SPEND_MORE),
        ("C", Reason.CHOOSE_PAYMENT_METHOD),
        ("B", Reason.NOT_STARTED),
    ]


@pytest.mark.parametrize(
    "conditions",
    [
        Conditions(starts_at=NOON + timedelta(days=1)),
        Conditions(payment_methods=frozenset({"card"})),
        Conditions(cities=frozenset({"riyadh"})),
        Conditions(first_order=True),
    ],
    ids=["begins soon", "way to pay", "city", "sign in"],
)
@pytest.mark.parametrize(
    "action",
    [
        PercentOff(1000, of("oud")),
        BuyGet(1, 1, goods=of("oud")),
        BundlePrice((Part(1, of("oud")), Part(1, of("rose"))), 100),
        AmountOffOrder(700, of("oud")),
    ],
    ids=["percent", "buy and get", "bundle", "order"],
)
def test_an_offer_on_goods_that_are_not_in_the_cart_is_no_reason_to_wait(action: Any, conditions: Conditions) -> None:
    rule = promotion("A", action, conditions=conditions)
    assert told(priced(cart_of((SOAP, 1)), rule)) == []
    assert len(told(priced(cart_of((SOAP, 1), (OUD, 1)), rule))) == 1, "otherwise it is told"


def test_what_is_hidden_or_far_or_not_for_them_is_not_told() -> None:
    soon = NOON + timedelta(days=1)
    result = priced(
        cart_of((SOAP, 1)),
        promotion("A", PercentOff(1000), conditions=Conditions(starts_at=soon, needs_code=True)),
        promotion("B", PercentOff(1000), conditions=Conditions(starts_at=NOON + LOOKED_AHEAD + timedelta(seconds=1))),
        promotion("C", PercentOff(1000), conditions=Conditions(ends_at=NOON)),
        promotion("D", PercentOff(1000)),
    )
    assert told(result) == []


def test_a_minimum_is_near_from_its_half_on() -> None:
    for minimum_spend, hinted in ((6000, [("A", Reason.SPEND_MORE)]), (6001, [])):
        assert (
            told(priced(cart_of((SOAP, 1)), promotion("A", PercentOff(1000), conditions=minimum(minimum_spend))))
            == hinted
        )


def test_each_is_told_of_once_and_there_are_a_few() -> None:
    twice = promotion("A", PercentOff(1000), AmountOffOrder(100), conditions=minimum(4000))
    assert told(priced(cart_of((SOAP, 1)), twice)) == [("A", Reason.SPEND_MORE)]
    many = [promotion(name, PercentOff(1000), conditions=minimum(4000)) for name in "ABCDEFG"]
    assert len(hints(priced(cart_of((SOAP, 1)), *many))) == MOST_HINTS


def used(*promotions: Promotion, pieces: int = 3) -> list[tuple[Id, int, dict[Id, int]]]:
    result = priced(cart_of((OUD, pieces), (SOAP, 2), gifts=(offer(9, 500),)), *promotions)
    return [(each.promotion, each.amount, dict(each.pieces)) for each in uses_of(result)]


@pytest.mark.parametrize(
    ("rule", "amount", "pieces"),
    [
        (promotion("A", PercentOff(1000), goods=of("oud")), 3000, {1: 3}),
        (promotion("A", BuyGet(2, 1), goods=of("oud")), 10000, {1: 1}),
        (promotion("A", BuyGet(2, 2), goods=of("oud")), 10000, {1: 1}),
        (promotion("A", BuyGet(1, 1)), 13000, {1: 1, 2: 1}),
        (promotion("A", BundlePrice((Part(1, of("oud")), Part(1, of("soap"))), 11000)), 4000, {1: 2, 2: 2}),
        (promotion("A", AmountOffOrder(700)), 700, {}),
        (promotion("A", Gift(9)), 0, {}),
        (promotion("A", PercentOff(1000, of("soap")), AmountOffOrder(700), Gift(9)), 1300, {2: 2}),
    ],
    ids=["percent", "one free", "the last set lacks one", "over two lines", "bundle", "order", "gift", "all in one"],
)
def test_a_use_counts_what_it_reduced(rule: Promotion, amount: int, pieces: dict[Id, int]) -> None:
    assert used(rule) == [("A", amount, pieces)]


def test_a_piece_whose_part_rounds_to_nought_is_reduced_all_the_same() -> None:
    rule = promotion("A", BundlePrice((Part(1, of("oud")), Part(1, of("soap"))), 10000))
    cheap = replace(SOAP, list_price=1)
    [use] = uses_of(priced(cart_of((OUD, 1), (cheap, 1)), rule))
    assert (use.amount, dict(use.pieces)) == (1, {1: 1, 2: 1})


def test_what_does_not_apply_uses_nothing() -> None:
    assert used(promotion("A", PercentOff(1000), conditions=minimum(10**6))) == []
