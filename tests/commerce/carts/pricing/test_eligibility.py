"""What is asked of a promotion before the cart is looked at, and what the shopper can do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from commerce.carts.domain.pricing.eligibility import is_open
from commerce.carts.domain.pricing.explaining import NextStep, next_step, shown_to_shoppers, upsells
from commerce.carts.domain.pricing.inputs import Cart, Customer, EnteredCode, Remaining
from commerce.carts.domain.pricing.outputs import Why
from commerce.carts.domain.pricing.reasons import Reason
from commerce.promotions.domain.actions import Action, BuyGet, PercentOff, PercentOffShipping
from commerce.promotions.domain.values import Conditions, Hours
from tests.commerce.carts.pricing.shop import DELIVERY, NOON, cart_of, of, offer, priced, promotion, verdict

RIYADH = ZoneInfo("Asia/Riyadh")
EVENING = Hours(time(20), time(23), frozenset([4]))  # Fridays
NIGHT = Hours(time(22), time(2), frozenset([4]))
CODE = EnteredCode("EID", "A")


def riyadh(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=RIYADH)


@pytest.mark.parametrize(
    ("hours", "instant", "open_"),
    [
        (EVENING, riyadh(27, 19, 59), False),
        (EVENING, riyadh(27, 20), True),
        (EVENING, riyadh(27, 22, 59), True),
        (EVENING, riyadh(27, 23), False),
        (EVENING, riyadh(26, 21), False),
        (NIGHT, riyadh(28, 1, 59), True),
        (NIGHT, riyadh(28, 2), False),
        (NIGHT, riyadh(27, 1), False),
        (Hours(time(0), time(0), frozenset([4])), riyadh(27, 23, 59), True),
    ],
)
def test_windows_are_half_open_and_belong_to_the_day_on_which_they_open(
    hours: Hours, instant: datetime, open_: bool
) -> None:
    assert is_open([hours], instant.astimezone(UTC), RIYADH) is open_


TENTH = PercentOff(1000)


@dataclass
class Case:
    """A promotion that does not apply at `before`, why, and what is different at `after`, the suggested step."""

    conditions: Conditions
    why: Why
    step: NextStep | None
    after: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)
    action: Action = TENTH
    cart: Cart | None = None


SOAP = cart_of((offer(1, 1000), 1))
CASES = {
    "starts later": Case(
        Conditions(starts_at=riyadh(27, 20), needs_code=True),
        Why(Reason.NOT_STARTED, {"starts_at": riyadh(27, 20).isoformat()}),
        NextStep.WAIT,
        {"instant": riyadh(27, 20)},
    ),
    "starts outside its hours": Case(
        Conditions(starts_at=riyadh(27, 9) + timedelta(days=1), hours=(EVENING,)),
        Why(Reason.NOT_STARTED, {"starts_at": datetime(2026, 12, 4, 17, tzinfo=UTC).isoformat()}),
        NextStep.WAIT,
        {"instant": datetime(2026, 12, 4, 17, tzinfo=UTC)},
    ),
    "opens in the evening": Case(
        Conditions(hours=(EVENING,)),
        Why(Reason.OUTSIDE_HOURS, {"opens_at": datetime(2026, 11, 27, 17, tzinfo=UTC).isoformat()}),
        NextStep.WAIT,
        {"instant": datetime(2026, 11, 27, 17, tzinfo=UTC)},
    ),
    "needs a code": Case(Conditions(needs_code=True), Why(Reason.CODE_NEEDED), NextStep.ENTER_CODE, {"codes": (CODE,)}),
    "guests sign in for a first order": Case(
        Conditions(first_order=True), Why(Reason.SIGN_IN), NextStep.SIGN_IN, {"customer": Customer(7)}
    ),
    "guests sign in for a segment": Case(
        Conditions(segments=frozenset(["vip"])),
        Why(Reason.SIGN_IN),
        NextStep.SIGN_IN,
        {"customer": Customer(7, frozenset(["vip"]))},
    ),
    "no city yet": Case(
        Conditions(cities=frozenset(["riyadh", "jeddah"])),
        Why(Reason.CHOOSE_CITY, {"cities": ["jeddah", "riyadh"]}),
        NextStep.CHOOSE_CITY,
        {"city": "jeddah"},
    ),
    "another city": Case(
        Conditions(cities=frozenset(["riyadh"])),
        Why(Reason.OTHER_CITY, {"cities": ["riyadh"]}),
        NextStep.CHOOSE_CITY,
        {"city": "riyadh"},
        {"city": "abha"},
    ),
    "no way of paying yet": Case(
        Conditions(payment_methods=frozenset(["mada"])),
        Why(Reason.CHOOSE_PAYMENT_METHOD, {"payment_methods": ["mada"]}),
        NextStep.CHOOSE_PAYMENT_METHOD,
        {"payment_method": "mada"},
    ),
    "another way of paying": Case(
        Conditions(payment_methods=frozenset(["mada"])),
        Why(Reason.OTHER_PAYMENT_METHOD, {"payment_methods": ["mada"]}),
        NextStep.CHOOSE_PAYMENT_METHOD,
        {"payment_method": "mada"},
        {"payment_method": "cash"},
    ),
    "23 riyals short": Case(
        Conditions(minimum_spend=3300),
        Why(Reason.SPEND_MORE, {"missing": 2300, "minimum": 3300}),
        NextStep.ADD_FOR,
        {"cart": cart_of((offer(1, 1000), 1), (offer(2, 2300), 1))},
    ),
    "two pieces short": Case(
        Conditions(minimum_pieces=3),
        Why(Reason.MORE_PIECES, {"missing": 2, "minimum": 3}),
        NextStep.ADD_PIECES,
        {"cart": cart_of((offer(1, 1000), 3))},
    ),
    "a set short of two": Case(
        Conditions(),
        Why(Reason.SET_INCOMPLETE, {"missing": 2, "part": 0}),
        NextStep.COMPLETE_SET,
        {"cart": cart_of((offer(1, 1000), 3))},
        action=BuyGet(2, 1),
    ),
    "no delivery yet": Case(
        Conditions(),
        Why(Reason.CHOOSE_DELIVERY),
        NextStep.CHOOSE_DELIVERY,
        {"cart": Cart(SOAP.lines, SOAP.offers, DELIVERY)},
        action=PercentOffShipping(),
    ),
    "nothing of its goods": Case(
        Conditions(),
        Why(Reason.NO_GOODS),
        NextStep.ADD_GOODS,
        {"cart": cart_of((offer(1, 1000), 1), (offer(2, 500, "oud"), 1))},
        action=PercentOff(1000, of("oud")),
    ),
    "ended": Case(
        Conditions(ends_at=NOON), Why(Reason.ENDED, {"ended_at": NOON.isoformat()}), None, {"instant": riyadh(27, 11)}
    ),
    "not open again before it ends": Case(
        Conditions(hours=(EVENING,), ends_at=riyadh(27, 18)), Why(Reason.OUTSIDE_HOURS), None, {}
    ),
    "not a first order": Case(
        Conditions(first_order=True),
        Why(Reason.NOT_FIRST_ORDER),
        None,
        {"customer": Customer(8)},
        {"customer": Customer(7, has_ordered=True)},
    ),
    "another segment": Case(
        Conditions(segments=frozenset(["vip"])),
        Why(Reason.OTHER_SEGMENT),
        None,
        {"customer": Customer(7, frozenset(["vip"]))},
        {"customer": Customer(7)},
    ),
    "used up": Case(
        Conditions(), Why(Reason.USED_UP), None, {"remaining": {}}, {"remaining": {"A": Remaining(uses=0)}}
    ),
    "used up by the customer": Case(
        Conditions(),
        Why(Reason.CUSTOMER_USED_UP),
        None,
        {"remaining": {}},
        {"remaining": {"A": Remaining(customer_uses=0)}},
    ),
    "budget spent": Case(
        Conditions(), Why(Reason.BUDGET_SPENT), None, {"remaining": {}}, {"remaining": {"A": Remaining(budget=0)}}
    ),
    "stock cap spent": Case(
        Conditions(), Why(Reason.STOCK_CAP_SPENT), None, {"remaining": {}}, {"remaining": {"A": Remaining(pieces=0)}}
    ),
    "code used": Case(
        Conditions(needs_code=True),
        Why(Reason.CODE_USED_UP),
        None,
        {"codes": (CODE,)},
        {"codes": (EnteredCode("EID", "A", uses_left=0),)},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_code_says_why_not_and_with_the_suggested_step_it_applies(name: str) -> None:
    case = CASES[name]
    rule = promotion("A", case.action, conditions=case.conditions)
    given = {"cart": SOAP, "instant": NOON, **case.before}
    if case.why.reason is not Reason.CODE_NEEDED:
        given.setdefault("codes", (CODE,))
    before = priced(given.pop("cart"), rule, **given)
    assert verdict(before, "A").whys == (case.why,)
    if given.get("codes"):
        assert before.codes[0].whys == (case.why,)
    assert next_step(case.why) is case.step
    if case.after:
        then = {"cart": SOAP, **given, **case.after}
        after = priced(then.pop("cart"), rule, **then)
        assert verdict(after, "A").applies
        assert all(code.applies for code in after.codes)


def test_everything_that_keeps_a_code_from_applying_is_told_at_once() -> None:
    conditions = Conditions(first_order=True, cities=frozenset(["riyadh"]), minimum_spend=5000, needs_code=True)
    result = priced(SOAP, promotion("A", PercentOff(1000), conditions=conditions), codes=(CODE,))
    assert [why.reason for why in result.codes[0].whys] == [Reason.SIGN_IN, Reason.CHOOSE_CITY, Reason.SPEND_MORE]


def test_a_code_of_nothing_is_unknown() -> None:
    assert priced(SOAP, codes=(EnteredCode("NO"),)).codes[0].whys == (Why(Reason.CODE_UNKNOWN),)


def test_shoppers_hear_nothing_of_an_offer_behind_a_code_they_did_not_enter() -> None:
    hidden = Conditions(needs_code=True, minimum_spend=5000)
    result = priced(
        SOAP,
        promotion("A", PercentOff(1000), conditions=hidden),
        promotion("B", PercentOff(1000), conditions=Conditions(minimum_spend=3000)),
    )
    assert [upsell.promotion for upsell in upsells(result)] == ["B"]
    assert not shown_to_shoppers(verdict(result, "A"))
    assert shown_to_shoppers(verdict(result, "B"))


def test_a_promotion_comes_in_one_version() -> None:
    with pytest.raises(ValueError, match="one version"):
        priced(SOAP, promotion("A", PercentOff(1000)), promotion("A", PercentOff(2000), version=2))
