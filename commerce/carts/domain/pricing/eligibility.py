"""What can be asked of a promotion before the cart is looked at: its time, its limits, its customer, its code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from commerce.carts.domain.pricing.inputs import EnteredCode, Occasion, Remaining
from commerce.carts.domain.pricing.outputs import Why
from commerce.carts.domain.pricing.reasons import Reason
from commerce.promotions.domain.goods import Id, id_order
from commerce.promotions.domain.values import Conditions, Hours, Promotion


def obstacles(
    promotion: Promotion, occasion: Occasion, zone: tzinfo, remaining: Remaining, codes: Sequence[EnteredCode]
) -> tuple[Why, ...]:
    """Everything that keeps the promotion from this occasion, whatever is in the cart; `codes` are those opening it."""
    conditions = promotion.conditions
    return (
        *_of_code(conditions, codes),
        *_of_time(conditions, occasion.instant, zone),
        *_of_limits(remaining),
        *_of_customer(conditions, occasion),
        *_of_way(conditions, occasion),
    )


def _of_code(conditions: Conditions, codes: Sequence[EnteredCode]) -> Iterator[Why]:
    if not conditions.needs_code:
        return
    if not codes:
        yield Why(Reason.CODE_NEEDED)
    elif all(code.uses_left is not None and code.uses_left <= 0 for code in codes):
        yield Why(Reason.CODE_USED_UP)


def _of_time(conditions: Conditions, instant: datetime, zone: tzinfo) -> Iterator[Why]:
    if conditions.ends_at is not None and instant >= conditions.ends_at:
        yield Why(Reason.ENDED, {"ended_at": conditions.ends_at.isoformat()})
    elif conditions.starts_at is not None and instant < conditions.starts_at:
        opens = opening(conditions, conditions.starts_at, zone)
        yield Why(Reason.NOT_STARTED, {"starts_at": (opens or conditions.starts_at).isoformat()})
    elif not is_open(conditions.hours, instant, zone):
        opens = opening(conditions, instant, zone)
        yield Why(Reason.OUTSIDE_HOURS, {} if opens is None else {"opens_at": opens.isoformat()})


def is_open(hours: Sequence[Hours], instant: datetime, zone: tzinfo) -> bool:
    """Whether one of the windows is open by the wall clock of the zone; without windows it always is."""
    if not hours:
        return True
    wall = instant.astimezone(zone).replace(tzinfo=None)
    days = (wall.date() - timedelta(days=1), wall.date())
    windows = (_window(window, day) for window in hours for day in days if day.weekday() in window.days)
    return any(opens <= wall < closes for opens, closes in windows)


def opening(conditions: Conditions, earliest: datetime, zone: tzinfo) -> datetime | None:
    """The first instant from `earliest` on at which a window is open, in UTC; None when that is after the end."""
    if is_open(conditions.hours, earliest, zone):
        return earliest
    wall = earliest.astimezone(zone).replace(tzinfo=None)
    days = [wall.date() + timedelta(days=ahead) for ahead in range(8)]
    opens = [_window(window, day)[0] for window in conditions.hours for day in days if day.weekday() in window.days]
    first = min((moment for moment in opens if moment > wall), default=None)
    if first is None:
        return None
    instant = first.replace(tzinfo=zone).astimezone(UTC)
    return instant if conditions.ends_at is None or instant < conditions.ends_at else None


def _window(hours: Hours, day: date) -> tuple[datetime, datetime]:
    """The window that opens on this day, as the wall shows it."""
    opens = datetime.combine(day, hours.opens)
    closes = datetime.combine(day, hours.closes)
    return opens, closes if closes > opens else closes + timedelta(days=1)


def _of_limits(remaining: Remaining) -> Iterator[Why]:
    for left, reason in (
        (remaining.uses, Reason.USED_UP),
        (remaining.customer_uses, Reason.CUSTOMER_USED_UP),
        (remaining.budget, Reason.BUDGET_SPENT),
        (remaining.pieces, Reason.STOCK_CAP_SPENT),
    ):
        if left is not None and left <= 0:
            yield Why(reason)


def _of_customer(conditions: Conditions, occasion: Occasion) -> Iterator[Why]:
    customer = occasion.customer
    in_segment = not conditions.segments or not conditions.segments.isdisjoint(customer.segments)
    if customer.id is None:
        if conditions.first_order or not in_segment:
            yield Why(Reason.SIGN_IN)
        return
    if conditions.first_order and customer.has_ordered:
        yield Why(Reason.NOT_FIRST_ORDER)
    if not in_segment:
        yield Why(Reason.OTHER_SEGMENT)


def _of_way(conditions: Conditions, occasion: Occasion) -> Iterator[Why]:
    for wanted, chosen, unknown, other, name in (
        (conditions.cities, occasion.city, Reason.CHOOSE_CITY, Reason.OTHER_CITY, "cities"),
        (
            conditions.payment_methods,
            occasion.payment_method,
            Reason.CHOOSE_PAYMENT_METHOD,
            Reason.OTHER_PAYMENT_METHOD,
            "payment_methods",
        ),
    ):
        if wanted and chosen not in wanted:
            yield Why(unknown if chosen is None else other, {name: _in_order(wanted)})


def _in_order(ids: frozenset[Id]) -> list[Id]:
    return sorted(ids, key=id_order)
