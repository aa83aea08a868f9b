"""Money that is held, and soon will not be."""

from datetime import datetime

from django.db import transaction

from commerce.core.money import Money
from commerce.payments.application.discrepancies import found
from commerce.payments.application.locks import lock_attempt
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.states import AttemptStatus, PaymentStatus
from commerce.payments.models import Operation


def note_ending_hold(*, attempt_id: int, until: datetime, now: datetime) -> None:
    """A person is told, once, that what is held by this attempt can be taken until then and no longer; it is off the
    list when it was taken, was let go or lapsed.

    Nothing while there is nothing for them to do: it is in review, is being taken or let go, or its payment is called
    off or paid by other money.
    """
    with transaction.atomic():
        payment, attempt = lock_attempt(attempt_id)
        is_held = attempt.status == AttemptStatus.SETTLING and attempt.authorised_minor and not attempt.captured_minor
        is_awaited = payment.status == PaymentStatus.PENDING and not attempt.is_in_review
        if is_held and is_awaited and not Operation.objects.unsettled().filter(attempt=attempt).exists():
            held = Money(attempt.authorised_minor, payment.currency)
            facts = {"amount": str(held), "until": until.isoformat()}
            found(Finding.HOLD_ENDING, f"attempt:{attempt.pk}", payment, facts, now)
