"""Being content with what arrived."""

from datetime import datetime

from django.db import transaction

from commerce.core.actors import current_actor
from commerce.core.money import Money
from commerce.core.outbox import publish
from commerce.payments.application.activity import record_payment
from commerce.payments.application.discrepancies import close
from commerce.payments.application.locks import lock_payment
from commerce.payments.application.ports import gateway_for
from commerce.payments.application.use_cases.confirm_transfer import TransferNotAwaited
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.events import PaymentCaptured
from commerce.payments.domain.states import PaymentStatus, is_rest_awaited
from commerce.payments.models import Discrepancy

REST_WAIVED = "rest_waived"


def waive_rest(*, payment_id: int, now: datetime) -> None:
    """A transfer of which a part arrived is captured, by that part, and nobody is told any more that it was one.

    Refuses TransferNotAwaited.
    """
    with transaction.atomic():
        payment = lock_payment(payment_id)
        before = PaymentStatus(payment.status)
        taken = Money(payment.captured_minor, payment.currency)
        is_transfer = gateway_for(payment.gateway).method.capabilities.awaits_transfer
        if not is_transfer or not is_rest_awaited(before, taken):
            raise TransferNotAwaited
        for told in Discrepancy.objects.open().filter(payment=payment, finding=Finding.COLLECTED_OTHERWISE):
            close(told, REST_WAIVED, current_actor(), now)
        payment.status = PaymentStatus.CAPTURED
        payment.changed_at = now
        payment.save(update_fields=["status", "changed_at"])
        record_payment(payment, before=before, taken=taken)
        publish(PaymentCaptured(payment_id=payment.pk, subject=payment.subject))
