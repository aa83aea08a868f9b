"""Uses that were freed while their order stood still, and are the order's after all."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from commerce.core.outbox import publish
from commerce.promotions.application.counted_places import places_below
from commerce.promotions.application.tallies import (
    NOTHING,
    Change,
    Locked,
    Place,
    count,
    lock_tallies,
    set_limits,
)
from commerce.promotions.domain.events import PromotionUsedUp
from commerce.promotions.domain.limits import NO_LIMITS, Use
from commerce.promotions.domain.redemptions import RedemptionState
from commerce.promotions.models import Redemption, RedemptionEntry

log = logging.getLogger(__name__)


def take_again(released: Sequence[Redemption], now: datetime) -> None:
    """Each of them is used once more, by a row of its own, above a limit if others took what was left.

    Nobody is asked any more: the order is paid at the price that was promised. Call with the rows locked.
    """
    places = {row.pk: places_below(row.promotion_id, row.customer, row.coupon) for row in released}
    promotions = lock_tallies(Place(row.promotion_id) for row in released)
    below = lock_tallies(place for each in places.values() for place in each)
    for row in released:
        promotion = promotions[Place(row.promotion_id)]
        use = Use(row.amount_minor, row.piece_count)
        _count_whatever_is_left(promotion, [below[place] for place in places[row.pk]], use)
        if promotion.is_used_up(1, use) and not promotion.is_used_up():
            publish(PromotionUsedUp(promotion_id=row.promotion_id))
        log.warning("%s is paid after its hold was freed; promotion %s counts it again", row.subject, row.promotion_id)
    _write(released, now)


def _count_whatever_is_left(promotion: Locked, below: Sequence[Locked], use: Use) -> None:
    """The table refuses a count that rises above its limit, so limits are lifted and set again."""
    set_limits(promotion.place.promotion_id, NO_LIMITS)
    tallies = [promotion, *below]
    count([Change(tally.id, 1, use, None) for tally in tallies])
    count([Change(tally.id, 0, NOTHING, tally.limits.uses) for tally in tallies])
    set_limits(promotion.place.promotion_id, promotion.limits)


def _write(released: Sequence[Redemption], now: datetime) -> None:
    rows = Redemption.objects.bulk_create(
        Redemption(
            promotion_id=row.promotion_id,
            version_id=row.version_id,
            coupon_id=row.coupon_id,
            subject=row.subject,
            customer=row.customer,
            amount_minor=row.amount_minor,
            pieces=row.pieces,
            state=RedemptionState.COMMITTED,
            created_at=now,
            expires_at=row.expires_at,
            settled_at=now,
        )
        for row in released
    )
    RedemptionEntry.objects.bulk_create(
        RedemptionEntry(redemption=row, uses=1, amount_minor=row.amount_minor, pieces=row.piece_count, at=now)
        for row in rows
    )
