"""Giving a payment up."""

from datetime import datetime

from django.db import transaction

from commerce.core.errors import Refusal
from commerce.core.outbox import publish
from commerce.payments.application.late_holds import let_go_of_remains
from commerce.payments.application.locks import lock_payment
from commerce.payments.application.pages import has_page_to_close
from commerce.payments.domain.events import PageLeftOpen
from commerce.payments.domain.states import (
    PAYMENT_MOVES,
    AttemptStatus,
    PaymentStatus,
    may_be_in_flight,
)
from commerce.payments.models import PaymentAttempt


class PaymentInFlight(Refusal):
    """A call to the gateway may be under way this moment; try again after `CALL_LIMIT`."""

    code = "payment_in_flight"


def cancel_payment(*, payment_id: int, now: datetime) -> PaymentStatus:
    """The money is no longer expected; returns how the payment stands then, CAPTURED when it came first.

    A capture that still arrives is recorded, and what was taken is owed back: the sweep sends it, and lets go of what
    somebody left of a hold at the gateway's own desk. Open attempts go on
    being asked about, and a page that the gateway can close is closed after the commit. Refuses PaymentInFlight.
    """
    with transaction.atomic():
        payment = lock_payment(payment_id)
        attempts = list(PaymentAttempt.objects.open().filter(payment=payment).select_related("account"))
        for attempt in attempts:
            if may_be_in_flight(attempt.call_started_at, AttemptStatus(attempt.status), now):
                raise PaymentInFlight(payment_id=payment_id)
        if PaymentStatus.CANCELLED in PAYMENT_MOVES[PaymentStatus(payment.status)]:
            payment.status = PaymentStatus.CANCELLED
            payment.changed_at = now
            if any(has_page_to_close(attempt, now) for attempt in attempts):
                publish(PageLeftOpen(payment_id=payment.pk, subject=payment.subject))
        # What is on its way may come to nothing, and is owed back then.
        if (payment.refundable.minor or payment.refund_pending_minor) and payment.owed_back_at is None:
            payment.owed_back_at = now
        payment.save(update_fields=["status", "changed_at", "owed_back_at"])
        if payment.captured_minor:
            let_go_of_remains(payment, now)
        return PaymentStatus(payment.status)
