"""Until when a price holds: the next instant at which time alone may change one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from commerce.carts.domain.pricing.inputs import Offer
from commerce.promotions.domain.values import Conditions, Promotion


def holds_until(
    promotions: Iterable[Promotion], offers: Iterable[Offer], *, instant: datetime, zone: str
) -> datetime | None:
    """The first instant after `instant` at which a promotion or a price list begins or ends; None when none does."""
    wall = ZoneInfo(zone)
    moments = [moment for promotion in promotions for moment in _of_conditions(promotion.conditions, instant, wall)]
    for offer in offers:
        for listed in offer.price_lists:
            moments += [moment for moment in (listed.starts_at, listed.ends_at) if moment is not None]
    return min((moment for moment in moments if moment > instant), default=None)


def _of_conditions(conditions: Conditions, instant: datetime, wall: ZoneInfo) -> Iterator[datetime]:
    starts_at, ends_at = conditions.starts_at, conditions.ends_at
    if ends_at is not None and ends_at <= instant:
        return
    yield from (moment for moment in (starts_at, ends_at) if moment is not None)
    # Before it starts and after it ends its hours change nothing.
    today = max(instant, starts_at or instant).astimezone(wall).date()
    for hours in conditions.hours:
        for ahead in range(-1, 8):
            day = today + timedelta(days=ahead)
            if day.weekday() in hours.days:
                closing_day = day if hours.closes > hours.opens else day + timedelta(days=1)
                for at in (datetime.combine(day, hours.opens), datetime.combine(closing_day, hours.closes)):
                    yield at.replace(tzinfo=wall).astimezone(UTC)
