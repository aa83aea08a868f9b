"""A person has looked at what did not agree."""

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.core.errors import Refusal
from commerce.payments.application.discrepancies import close
from commerce.payments.models import Discrepancy


class DiscrepancyNeedsReason(Refusal):
    """Nothing is closed without a word on why."""

    code = "discrepancy_needs_reason"


def close_discrepancy(*, discrepancy_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """The finding is off the list, with who closed it and why; one that is closed already stays as it is.

    Refuses DiscrepancyNeedsReason.
    """
    why = reason.strip()[:300]
    if not why:
        raise DiscrepancyNeedsReason
    with transaction.atomic():
        found = Discrepancy.objects.open().select_related("payment").filter(pk=discrepancy_id).first()
        if found is not None:
            close(found, why, actor, now)
