"""A hold that is over."""

from datetime import datetime

from django.db import transaction

from commerce.core.outbox import deliver
from commerce.payments.application import takings
from commerce.payments.application.locks import lock_attempt
from commerce.payments.application.pages import counted_again_from
from commerce.payments.application.payment_moves import move_payment
from commerce.payments.domain.states import AttemptStatus
from commerce.payments.domain.values import Outcome
from commerce.payments.models import Operation


def lapse_hold(*, attempt_id: int, now: datetime) -> None:
    """The payer's bank has let the money go, which no gateway tells: the attempt is over and the payment failed.

    A movement of ours that is not clear yet is waited for, and so is the end of a review: only the gateway's word ends
    that. A capture that is seen later all the same is the truth.
    """
    with transaction.atomic():
        payment, attempt = lock_attempt(attempt_id)
        is_moving = Operation.objects.unsettled().filter(attempt=attempt).exists()
        is_held = attempt.status == AttemptStatus.SETTLING and not attempt.captured_minor
        if not is_held or attempt.is_in_review or is_moving:
            return
        takings.let_go(payment, attempt, now)
        attempt.status = AttemptStatus.ABANDONED
        attempt.count_again_at = counted_again_from(attempt)
        attempt.save(update_fields=["status", "count_again_at"])
        deliveries = move_payment(payment, Outcome.VOIDED, now)
    deliver(deliveries)
