"""A person has looked at what did not agree."""

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.core.audit import Deed, record
from commerce.core.bilingual import Bilingual
from commerce.core.errors import Refusal
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
        row = Discrepancy.objects.open().filter(pk=discrepancy_id)
        if row.update(closed_at=now, closed_by=f"{actor.kind}:{actor.id}"[:60], reason=why):
            payment_id, finding = Discrepancy.objects.values_list("payment_id", "finding").get(pk=discrepancy_id)
            name = Bilingual(ar=finding, en=finding)
            record(Deed("payment", "discrepancy_closed", payment_id, name, reason=why), actor=actor)
