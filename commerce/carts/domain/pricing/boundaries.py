"""Until when a price holds: the next instant at which time alone may change one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from commerce.carts.domain.pricing.inputs import Offer
from commerce.carts.domain.pricing.plain import PLAIN
from commerce.promotions.domain.actions import Action, BundlePrice, BuyGet
from commerce.promotions.domain.goods import Id, Match
from commerce.promotions.domain.values import Conditions, Promotion

# What a promotion aims at, as far as it concerns whoever asks; nothing where it never gives them anything.
Aims = Callable[[Promotion], Sequence[Match]]


class Boundaries:
    """Until when prices hold, as far as the promotions count that `aims` says something of, for the goods it says.

    Of several promotions each is asked once, however many offers there are. `promotions` are those in force at
    `instant` and all that begin later.
    """

    def __init__(self, promotions: Iterable[Promotion], aims: Aims, *, instant: datetime, zone: str) -> None:
        self._instant = instant
        wall = ZoneInfo(zone)
        self._aims = [
            (match, moment)
            for promotion in promotions
            if (matches := aims(promotion)) and (moment := _next(promotion, instant, wall))
            for match in matches
        ]
        self._aims.sort(key=lambda aim: aim[1])

    def holds_until(self, offers: Iterable[Offer]) -> datetime | None:
        """The first instant after `instant` at which the price of one of these may be another; None when none does."""
        moments: list[datetime] = []
        for offer in offers:
            moments += [moment for moment in _of_price_lists(offer) if moment > self._instant]
            aimed = (moment for match, moment in self._aims if match.holds(offer, is_reduced=False))
            moments += [first for first in (next(aimed, None),) if first is not None]
        return min(moments, default=None)


def acts_on_shelves(promotion: Promotion) -> bool:
    """Whether it may ever take something off a piece for a guest without a code."""
    return bool(aims_on_shelves(promotion))


def aims_on_shelves(promotion: Promotion) -> Sequence[Match]:
    """What its actions on single pieces aim at, for whoever buys one as a guest without a code."""
    asked = promotion.conditions
    of_somebody = asked.needs_code or asked.first_order or asked.segments or asked.cities or asked.payment_methods
    if of_somebody:
        return ()
    plain = [action for action in promotion.actions if isinstance(action, PLAIN)]
    return [promotion.goods if action.goods is None else action.goods for action in plain]


def aims_in_carts(opened: Collection[Id]) -> Aims:
    """What promotions aim at in a cart whose codes open these."""

    def aims(promotion: Promotion) -> Sequence[Match]:
        if promotion.conditions.needs_code and promotion.id not in opened:
            return ()
        return [
            promotion.goods if goods is None else goods for action in promotion.actions for goods in _goods_of(action)
        ]

    return aims


def _goods_of(action: Action) -> Iterator[Match | None]:
    match action:
        case BundlePrice(parts=parts):
            yield from (part.goods for part in parts)
        case BuyGet(goods=goods, gets=gets):
            yield from (goods,) if gets is None else (goods, gets)
        case _:
            yield action.goods


def _next(promotion: Promotion, instant: datetime, wall: ZoneInfo) -> datetime | None:
    moments = _of_conditions(promotion.conditions, instant, wall)
    return min((moment for moment in moments if moment > instant), default=None)


def _of_price_lists(offer: Offer) -> Iterator[datetime]:
    for listed in offer.price_lists:
        yield from (moment for moment in (listed.starts_at, listed.ends_at) if moment is not None)


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
