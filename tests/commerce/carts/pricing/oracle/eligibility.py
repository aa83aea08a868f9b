"""Which promotions are open to this shopper at this instant."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from commerce.carts.domain.pricing.inputs import UNLIMITED, Occasion
from commerce.promotions.domain.values import Hours, Promotion
from tests.commerce.carts.pricing.cases import Case


def is_open(promotion: Promotion, case: Case) -> bool:
    remaining = case.remaining.get(promotion.id, UNLIMITED)
    left = (remaining.uses, remaining.customer_uses, remaining.budget, remaining.pieces)
    return (
        0 not in left
        and is_time(promotion, case.occasion.instant, ZoneInfo(case.terms.zone))
        and is_for(promotion, case.occasion)
        and has_code(promotion, case.occasion)
    )


def is_time(promotion: Promotion, instant: datetime, zone: ZoneInfo) -> bool:
    conditions = promotion.conditions
    if conditions.starts_at is not None and instant < conditions.starts_at:
        return False
    if conditions.ends_at is not None and instant >= conditions.ends_at:
        return False
    wall_clock = instant.astimezone(zone).replace(tzinfo=None)
    return not conditions.hours or any(holds(hours, wall_clock) for hours in conditions.hours)


def holds(hours: Hours, wall_clock: datetime) -> bool:
    """Whether one of the windows that opened today or yesterday is still open."""
    for day in (wall_clock.date(), wall_clock.date() - timedelta(days=1)):
        opens = datetime.combine(day, hours.opens)
        closes = datetime.combine(day, hours.closes)
        if closes <= opens:
            closes += timedelta(days=1)
        if day.weekday() in hours.days and opens <= wall_clock < closes:
            return True
    return False


def is_for(promotion: Promotion, occasion: Occasion) -> bool:
    conditions, customer = promotion.conditions, occasion.customer
    if conditions.segments and not conditions.segments & customer.segments:
        return False
    if conditions.first_order and (customer.id is None or customer.has_ordered):
        return False
    if conditions.cities and occasion.city not in conditions.cities:
        return False
    return not conditions.payment_methods or occasion.payment_method in conditions.payment_methods


def has_code(promotion: Promotion, occasion: Occasion) -> bool:
    if not promotion.conditions.needs_code:
        return True
    return any(code.promotion == promotion.id and code.uses_left != 0 for code in occasion.codes)
