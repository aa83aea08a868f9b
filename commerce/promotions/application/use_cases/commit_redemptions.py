"""An order stands: what it held of promotions is used."""

from datetime import datetime

from django.db import transaction

from commerce.promotions.application.taking_again import take_again
from commerce.promotions.domain.redemptions import RedemptionState
from commerce.promotions.models import Redemption


def commit_redemptions(*, subject: str, now: datetime) -> int:
    """What the subject holds is its own for good, whatever the hour; returns the number of uses.

    What was freed before is taken again, above a limit if need be: only the subject knows that it stands after all.
    Call it for no subject that gave its uses back itself. Nought when it held nothing, or has committed already.
    """
    with transaction.atomic():
        rows = list(Redemption.objects.of(subject).select_related("coupon").select_for_update(of=("self",)))
        held = [row.pk for row in rows if row.state == RedemptionState.HELD]
        Redemption.objects.filter(pk__in=held).update(state=RedemptionState.COMMITTED, settled_at=now)
        counted = {row.promotion_id for row in rows if row.state != RedemptionState.RELEASED}
        freed = {row.promotion_id: row for row in rows if row.promotion_id not in counted}
        if freed:
            take_again(list(freed.values()), now)
    return len(held) + len(freed)
