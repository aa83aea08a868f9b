"""Which promotions can be: a problem is a stable code with the action it lies in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commerce.promotions.domain.actions import (
    WHOLE,
    Action,
    AmountOffLine,
    AmountOffOrder,
    AmountOffPiece,
    AmountOffShipping,
    BundlePrice,
    BuyGet,
    Gift,
    PercentOff,
    PercentOffOrder,
    PercentOffShipping,
    SpendSteps,
    Step,
)
from commerce.promotions.domain.coupons import BatchDraft
from commerce.promotions.domain.limits import Limits, are_limits_possible
from commerce.promotions.domain.values import Conditions, Promotion


@dataclass(frozen=True, slots=True)
class ShapeProblem:
    """`code` names what is wrong; `action` is the place of the action it lies in, None: it is the promotion's."""

    code: str
    action: int | None = None


def shape_problems(promotion: Promotion) -> tuple[ShapeProblem, ...]:
    """Everything that keeps the promotion from being published, whatever else there is; empty when nothing does.

    Codes: no_action, share_out_of_range, amount_not_positive, pieces_not_positive, bundle_of_one_piece,
    price_not_positive, no_steps, step_of_neither_or_both, steps_not_rising, gift_only_once, interval_empty,
    instant_without_zone, hours_without_day, minimum_not_positive, cap_not_positive, own_group_in_combines.
    """
    problems = [ShapeProblem(code) for code in _of_the_whole(promotion)]
    for place, action in enumerate(promotion.actions):
        problems += [ShapeProblem(code, place) for code in _of_action(action)]
    return tuple(problems)


def publishing_problems(
    promotion: Promotion, limits: Limits, coupons: Sequence[BatchDraft]
) -> tuple[ShapeProblem, ...]:
    """Everything that keeps the promotion from being published with these limits and codes. Codes as
    `shape_problems`, and limit_not_positive, codes_missing."""
    problems = [*shape_problems(promotion)]
    if not are_limits_possible(limits):
        problems.append(ShapeProblem("limit_not_positive"))
    if promotion.conditions.needs_code and not coupons:
        problems.append(ShapeProblem("codes_missing"))
    return tuple(problems)


def _of_the_whole(promotion: Promotion) -> Iterator[str]:
    if not promotion.actions:
        yield "no_action"
    if sum(isinstance(action, Gift) for action in promotion.actions) > 1:
        yield "gift_only_once"
    if promotion.cap_per_order is not None and promotion.cap_per_order <= 0:
        yield "cap_not_positive"
    if promotion.group in promotion.combines_with:
        yield "own_group_in_combines"
    yield from _of_conditions(promotion.conditions)


def _of_conditions(conditions: Conditions) -> Iterator[str]:
    ends = [instant for instant in (conditions.starts_at, conditions.ends_at) if instant is not None]
    if any(instant.utcoffset() is None for instant in ends):
        yield "instant_without_zone"
    elif len(ends) == 2 and ends[0] >= ends[1]:
        yield "interval_empty"
    if any(not hours.days or not hours.days <= set(range(7)) for hours in conditions.hours):
        yield "hours_without_day"
    minima = (conditions.minimum_spend, conditions.minimum_pieces)
    if any(minimum is not None and minimum <= 0 for minimum in minima):
        yield "minimum_not_positive"


def _of_action(action: Action) -> Iterator[str]:
    match action:
        case PercentOff(share=share) | PercentOffOrder(share=share) | PercentOffShipping(share=share):
            yield from _share(share)
        case (
            AmountOffPiece(amount=amount)
            | AmountOffLine(amount=amount)
            | AmountOffOrder(amount=amount)
            | AmountOffShipping(amount=amount)
        ):
            yield from _amount(amount)
        case BuyGet(buy=buy, get=get, share=share):
            yield from _pieces(buy, get)
            yield from _share(share)
        case BundlePrice():
            yield from _bundle(action)
        case SpendSteps(steps=steps):
            yield from _steps(steps)
        case Gift(quantity=quantity):
            yield from _pieces(quantity)


def _share(share: int) -> Iterator[str]:
    if not 0 < share <= WHOLE:
        yield "share_out_of_range"


def _amount(amount: int) -> Iterator[str]:
    if amount <= 0:
        yield "amount_not_positive"


def _pieces(*numbers: int) -> Iterator[str]:
    if min(numbers) <= 0:
        yield "pieces_not_positive"


def _bundle(bundle: BundlePrice) -> Iterator[str]:
    if not bundle.parts or min(part.pieces for part in bundle.parts) <= 0:
        yield "pieces_not_positive"
    elif sum(part.pieces for part in bundle.parts) < 2:
        yield "bundle_of_one_piece"
    if bundle.price <= 0:
        yield "price_not_positive"


def _steps(steps: tuple[Step, ...]) -> Iterator[str]:
    if not steps:
        yield "no_steps"
    if any((step.amount > 0) == (step.share > 0) for step in steps):
        yield "step_of_neither_or_both"
    if any(step.amount < 0 or not 0 <= step.share <= WHOLE for step in steps):
        yield "share_out_of_range"
    thresholds = [step.at_least for step in steps]
    if any(lower >= higher for lower, higher in zip([0, *thresholds], thresholds, strict=False)):
        yield "steps_not_rising"
