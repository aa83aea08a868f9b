"""Uses that were taken are free again, exactly once."""

from __future__ import annotations

from datetime import datetime

from commerce.core.outbox import publish
from commerce.promotions.application.counted_places import places_below
from commerce.promotions.application.tallies import Change, Place, count, lock_tallies
from commerce.promotions.domain.events import PromotionFreed
from commerce.promotions.domain.limits import Use
from commerce.promotions.domain.redemptions import RedemptionState
from commerce.promotions.models import Redemption, RedemptionEntry
from commerce.promotions.models.redemptions import RedemptionQuerySet


def give_back(redemptions: RedemptionQuerySet, now: datetime) -> int:
    """Those of the redemptions that count still when they are locked count no more; returns how many.

    They are locked before tallies; two who settle the same wait for each other here.
    """
    rows: list[Redemption] = list(redemptions.select_related("coupon").select_for_update(of=("self",)))
    places = {row.pk: places_below(row.promotion_id, row.customer, row.coupon) for row in rows}
    tallies = lock_tallies(Place(row.promotion_id) for row in rows)
    tallies |= lock_tallies(place for each in places.values() for place in each)
    changes = [
        Change(tallies[place].id, -1, Use(row.amount_minor, row.piece_count), tallies[place].limits.uses)
        for row in rows
        for place in (Place(row.promotion_id), *places[row.pk])
    ]
    count(changes)
    for row in rows:
        tally = tallies[Place(row.promotion_id)]
        if tally.is_used_up() and not tally.is_used_up(-1, Use(row.amount_minor, row.piece_count)):
            publish(PromotionFreed(promotion_id=row.promotion_id))
    Redemption.objects.filter(pk__in=[row.pk for row in rows]).update(state=RedemptionState.RELEASED, settled_at=now)
    RedemptionEntry.objects.bulk_create(
        RedemptionEntry(redemption=row, uses=-1, amount_minor=-row.amount_minor, pieces=-row.piece_count, at=now)
        for row in rows
    )
    return len(rows)
