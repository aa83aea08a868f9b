"""What a shopper can do about a reason, and what is worth telling them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from commerce.carts.domain.pricing.outputs import PricedCart, Verdict, Why
from commerce.carts.domain.pricing.reasons import Reason
from commerce.promotions.domain.goods import Id


class NextStep(StrEnum):
    """What makes the reason go away; its facts say how much, when or which."""

    ADD_FOR = "add_for"
    ADD_PIECES = "add_pieces"
    COMPLETE_SET = "complete_set"
    WAIT = "wait"
    ENTER_CODE = "enter_code"
    SIGN_IN = "sign_in"
    CHOOSE_CITY = "choose_city"
    CHOOSE_PAYMENT_METHOD = "choose_payment_method"
    CHOOSE_DELIVERY = "choose_delivery"
    ADD_GOODS = "add_goods"


STEPS: Mapping[Reason, NextStep] = MappingProxyType(
    {
        Reason.SPEND_MORE: NextStep.ADD_FOR,
        Reason.MORE_PIECES: NextStep.ADD_PIECES,
        Reason.SET_INCOMPLETE: NextStep.COMPLETE_SET,
        Reason.NOT_STARTED: NextStep.WAIT,
        Reason.OUTSIDE_HOURS: NextStep.WAIT,
        Reason.CODE_NEEDED: NextStep.ENTER_CODE,
        Reason.SIGN_IN: NextStep.SIGN_IN,
        Reason.CHOOSE_CITY: NextStep.CHOOSE_CITY,
        Reason.OTHER_CITY: NextStep.CHOOSE_CITY,
        Reason.CHOOSE_PAYMENT_METHOD: NextStep.CHOOSE_PAYMENT_METHOD,
        Reason.OTHER_PAYMENT_METHOD: NextStep.CHOOSE_PAYMENT_METHOD,
        Reason.CHOOSE_DELIVERY: NextStep.CHOOSE_DELIVERY,
        Reason.NO_GOODS: NextStep.ADD_GOODS,
    }
)
# What a shopper is offered unasked: one thing more in the cart, or one answer.
_WORTH_TELLING = frozenset({Reason.SPEND_MORE, Reason.MORE_PIECES, Reason.SET_INCOMPLETE})


def next_step(why: Why) -> NextStep | None:
    """What the shopper can do about it; None: nothing."""
    if why.reason is Reason.OUTSIDE_HOURS and "opens_at" not in why.facts:
        return None
    return STEPS.get(why.reason)


@dataclass(frozen=True, slots=True)
class Upsell:
    """With `why` out of the way the promotion gives something, or gives more (`applies`)."""

    promotion: Id
    applies: bool
    why: Why


def upsells(priced: PricedCart) -> tuple[Upsell, ...]:
    """What little is missing for an offer, or for more of one; never of an offer behind a code that was not entered."""
    return tuple(
        Upsell(verdict.promotion, verdict.applies, verdict.whys[0])
        for verdict in priced.verdicts
        if len(verdict.whys) == 1 and verdict.whys[0].reason in _WORTH_TELLING
    )


def shown_to_shoppers(verdict: Verdict) -> bool:
    """Whether shoppers may know of it: not of offers behind a code they did not enter."""
    return all(why.reason is not Reason.CODE_NEEDED for why in verdict.whys)
