"""An order stands: what it held of promotions is used."""

from datetime import datetime

from django.db import transaction

from commerce.promotions.domain.redemptions import RedemptionState
from commerce.promotions.models import Redemption


def commit_redemptions(*, subject: str, now: datetime) -> int:
    """What the subject holds is its own for good, whatever the hour; returns the number of uses.

    Nought when it holds nothing (any more): already committed, or released.
    """
    with transaction.atomic():
        held = list(Redemption.objects.of(subject).held().select_for_update().values_list("pk", flat=True))
        Redemption.objects.filter(pk__in=held).update(state=RedemptionState.COMMITTED, settled_at=now)
    return len(held)
