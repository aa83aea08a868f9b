"""A person has looked at what did not agree."""

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.core.amounts import amount_words
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
            _record(Discrepancy.objects.select_related("payment").get(pk=discrepancy_id), why, actor)


def _record(closed: Discrepancy, why: str, actor: Actor) -> None:
    payment = closed.payment
    name = Bilingual(ar="", en="") if payment is None else amount_words(payment.amount)
    was = {"finding": closed.finding}
    record(Deed("payment", "discrepancy_closed", closed.payment_id, name, was, reason=why), actor=actor)
