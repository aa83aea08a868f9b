"""An attempt that has been open for too long."""

from datetime import datetime

from django.db import transaction

from commerce.payments.application.discrepancies import found
from commerce.payments.application.locks import lock_attempt
from commerce.payments.application.pages import counted_again_from
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.states import HORIZON, OPEN_ATTEMPTS, UNCLEAR_ATTEMPTS, AttemptStatus


def give_up_attempt(*, attempt_id: int, now: datetime) -> None:
    """One that was begun `HORIZON` ago and that nobody pays is abandoned. Where money may have moved it stays open, and
    a person is told, once; a hold ends by its own time (`lapse_hold`). A younger one stays as it is."""
    with transaction.atomic():
        payment, attempt = lock_attempt(attempt_id)
        status = AttemptStatus(attempt.status)
        if status not in OPEN_ATTEMPTS or now - attempt.created_at < HORIZON or attempt.authorised_minor:
            return
        if status in UNCLEAR_ATTEMPTS:
            facts = {"code": attempt.code, "amount": str(payment.amount)}
            found(Finding.OUTCOME_UNKNOWN, f"attempt:{attempt.pk}", payment, facts, now)
            return
        attempt.status = AttemptStatus.ABANDONED
        attempt.count_again_at = counted_again_from(attempt)
        attempt.save(update_fields=["status", "count_again_at"])
