"""A promotion as a value: which can be, how they are stored, and which hang together."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from commerce.core.bilingual import Bilingual
from commerce.promotions.domain.actions import (
    Action,
    AmountOffLine,
    AmountOffOrder,
    AmountOffPiece,
    AmountOffShipping,
    BundlePrice,
    BuyGet,
    Gift,
    Part,
    PercentOff,
    PercentOffOrder,
    PercentOffShipping,
    SpendSteps,
    Step,
)
from commerce.promotions.domain.data import KINDS, UnknownFormat, promotion_data, promotion_from
from commerce.promotions.domain.goods import Id, Kinds, Match, id_order
from commerce.promotions.domain.shape import ShapeProblem, shape_problems
from commerce.promotions.domain.sharing import MOST_SHARING, crowd_around
from commerce.promotions.domain.values import Conditions, Hours, Promotion
from tests.commerce.carts.pricing.shop import offer

JANUARY = datetime(2026, 1, 1, tzinfo=UTC)


def promotion(*actions: Action, **facts: Any) -> Promotion:
    facts = {"id": "A", "version": 1, "name": Bilingual("عرض", "Offer"), "first_published_at": JANUARY, **facts}
    return Promotion(actions=actions, **facts)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (promotion(), ShapeProblem("no_action")),
        (promotion(PercentOff(10001)), ShapeProblem("share_out_of_range", 0)),
        (promotion(PercentOff(0)), ShapeProblem("share_out_of_range", 0)),
        (promotion(PercentOff(100), PercentOffOrder(-1)), ShapeProblem("share_out_of_range", 1)),
        (promotion(PercentOffShipping(10001)), ShapeProblem("share_out_of_range", 0)),
        (promotion(AmountOffPiece(0)), ShapeProblem("amount_not_positive", 0)),
        (promotion(AmountOffLine(-5)), ShapeProblem("amount_not_positive", 0)),
        (promotion(AmountOffOrder(0)), ShapeProblem("amount_not_positive", 0)),
        (promotion(AmountOffShipping(0)), ShapeProblem("amount_not_positive", 0)),
        (promotion(BuyGet(0)), ShapeProblem("pieces_not_positive", 0)),
        (promotion(BuyGet(1, 0)), ShapeProblem("pieces_not_positive", 0)),
        (promotion(BuyGet(1, 1, 10001)), ShapeProblem("share_out_of_range", 0)),
        (promotion(BundlePrice((), 100)), ShapeProblem("pieces_not_positive", 0)),
        (promotion(BundlePrice((Part(0), Part(2)), 100)), ShapeProblem("pieces_not_positive", 0)),
        (promotion(BundlePrice((Part(1),), 100)), ShapeProblem("bundle_of_one_piece", 0)),
        (promotion(BundlePrice((Part(2),), 0)), ShapeProblem("price_not_positive", 0)),
        (promotion(SpendSteps(())), ShapeProblem("no_steps", 0)),
        (promotion(SpendSteps((Step(100),))), ShapeProblem("step_of_neither_or_both", 0)),
        (promotion(SpendSteps((Step(100, 5, 5),))), ShapeProblem("step_of_neither_or_both", 0)),
        (promotion(SpendSteps((Step(200, 5), Step(100, 9)))), ShapeProblem("steps_not_rising", 0)),
        (promotion(SpendSteps((Step(0, 5),))), ShapeProblem("steps_not_rising", 0)),
        (promotion(Gift("soap", 0)), ShapeProblem("pieces_not_positive", 0)),
        (promotion(Gift("soap"), Gift("oud")), ShapeProblem("gift_only_once")),
        (promotion(Gift("soap"), cap_per_order=0), ShapeProblem("cap_not_positive")),
        (promotion(Gift("soap"), group="a", combines_with=frozenset("a")), ShapeProblem("own_group_in_combines")),
        (
            promotion(Gift(1), conditions=Conditions(starts_at=JANUARY, ends_at=JANUARY)),
            ShapeProblem("interval_empty"),
        ),
        (
            promotion(Gift(1), conditions=Conditions(starts_at=JANUARY.replace(tzinfo=None))),
            ShapeProblem("instant_without_zone"),
        ),
        (
            promotion(Gift(1), conditions=Conditions(hours=(Hours(time(1), time(2), frozenset()),))),
            ShapeProblem("hours_without_day"),
        ),
        (promotion(Gift(1), conditions=Conditions(minimum_spend=0)), ShapeProblem("minimum_not_positive")),
        (promotion(Gift(1), conditions=Conditions(minimum_pieces=-1)), ShapeProblem("minimum_not_positive")),
    ],
)
def test_what_can_be_no_promotion(wrong: Promotion, problem: ShapeProblem) -> None:
    assert shape_problems(wrong) == (problem,)


EVERY_ACTION: tuple[Action, ...] = (
    PercentOff(1500, Match(Kinds(categories=frozenset([3, 1])))),
    AmountOffPiece(100),
    AmountOffLine(100),
    BuyGet(2, 1, 5000, gets=Match(but_not=Kinds(tags=frozenset(["new", 7])), but_not_reduced=True)),
    BundlePrice((Part(1, Match(Kinds(products=frozenset([9])))), Part(2)), 5000),
    AmountOffOrder(100),
    PercentOffOrder(1000),
    SpendSteps((Step(100, amount=10), Step(200, share=1000))),
    Gift("soap", 2),
    PercentOffShipping(),
    AmountOffShipping(500),
)
FULL = promotion(
    *EVERY_ACTION,
    goods=Match(Kinds(variants=frozenset([1, "x"]), collections=frozenset(["eid"]))),
    conditions=Conditions(
        JANUARY,
        JANUARY + timedelta(days=3),
        (Hours(time(20), time(2, 30), frozenset([4, 5])),),
        frozenset(["vip"]),
        True,
        frozenset(["riyadh"]),
        frozenset(["mada"]),
        True,
        5000,
        3,
    ),
    priority=-2,
    group="a",
    combines_with=frozenset("bc"),
    apart_from=frozenset("d"),
    cap_per_order=9900,
)


def test_a_promotion_is_stored_as_json_and_comes_back_the_same() -> None:
    assert shape_problems(FULL) == ()
    assert promotion_from(json.loads(json.dumps(promotion_data(FULL)))) == FULL
    assert {type(action) for action in EVERY_ACTION} == set(KINDS.values())


def test_the_stored_form_stays_what_it_is() -> None:
    assert promotion_data(promotion(PercentOff(1000), goods=Match(Kinds(tags=frozenset(["b", "a"]))))) == {
        "format": 1,
        "id": "A",
        "version": 1,
        "name": {"ar": "عرض", "en": "Offer"},
        "actions": [{"kind": "percent_off", "share": 1000}],
        "first_published_at": "2026-01-01T00:00:00+00:00",
        "goods": {"only": {"tags": ["a", "b"]}},
    }


def test_another_format_is_not_read() -> None:
    with pytest.raises(UnknownFormat):
        promotion_from({**promotion_data(FULL), "format": 2})


def test_ids_compare_as_given() -> None:
    ids: list[Id] = ["b", 10, "a", 9, "B"]
    assert sorted(ids, key=id_order) == [9, 10, "B", "a", "b"]


def test_a_crowd_of_rules_that_share_pieces_is_told_by_name() -> None:
    bundles = [promotion(BundlePrice((Part(2),), 100), id=number) for number in range(MOST_SHARING + 1)]
    new, *others = bundles
    goods = [(offer(1, 100), False)]
    assert crowd_around(new, others, goods) == tuple(bundles)
    assert crowd_around(new, others[1:], goods) == ()
    assert crowd_around(new, [*others[1:], replace(new, version=2)], goods) == ()


def test_only_rules_that_can_meet_share() -> None:
    goods = [(offer(1, 100, "oud"), False), (offer(2, 100, "soap"), False)]
    oud = [promotion(BuyGet(1, goods=Match(Kinds(categories=frozenset(["oud"])))), id=number) for number in range(12)]
    soap = promotion(BuyGet(1, goods=Match(Kinds(categories=frozenset(["soap"])))), id=99)
    percent, order = promotion(PercentOff(1000), id=98), promotion(AmountOffOrder(100), id=97)
    over = promotion(BuyGet(1), id=96, conditions=Conditions(ends_at=JANUARY))
    later = [replace(one, conditions=Conditions(starts_at=JANUARY)) for one in oud]
    for one in (soap, percent, order):
        assert crowd_around(one, oud, goods) == ()
    assert crowd_around(over, later, goods) == ()
    # What joins two circles makes them one.
    both = promotion(BuyGet(1), id=95)
    assert len(crowd_around(both, oud, goods)) == 13
