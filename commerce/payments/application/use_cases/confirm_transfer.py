"""Seeing a transfer arrive."""

from datetime import datetime

from django.db import IntegrityError, transaction

from commerce.core.errors import Refusal
from commerce.core.money import Money
from commerce.core.outbox import publish
from commerce.payments.application.activity import record_payment
from commerce.payments.application.hand_takings import take_by_hand
from commerce.payments.application.ports import gateway_for
from commerce.payments.domain.events import PaymentCaptured
from commerce.payments.domain.states import PAYMENT_MOVES, PaymentStatus
from commerce.payments.models import Payment, TransferConfirmation


class TransferNotAwaited(Refusal):
    """The payment is paid already, or is of another kind."""

    code = "transfer_not_awaited"


class TransferOfOtherAmount(Refusal):
    """`arrived` is not what is `owed` (both Money). Nothing is recorded: the shopper is asked, or paid back."""

    code = "transfer_of_other_amount"


class BankReferenceUsed(Refusal):
    """Another payment was confirmed with this reference of the bank's."""

    code = "bank_reference_used"


def confirm_transfer(*, payment_id: int, amount: Money, bank_reference: str, now: datetime) -> None:
    """The payment is captured, also after it was given up: then the money is owed back.

    `bank_reference` is the bank's for this transfer and pays once in a store. Refuses TransferNotAwaited,
    TransferOfOtherAmount and BankReferenceUsed.
    """
    try:
        with transaction.atomic():
            payment = Payment.objects.select_for_update().get(pk=payment_id)
            before = PaymentStatus(payment.status)
            is_transfer = gateway_for(payment.gateway).method.capabilities.awaits_transfer
            if not is_transfer or PaymentStatus.CAPTURED not in PAYMENT_MOVES[before]:
                raise TransferNotAwaited
            if amount != payment.amount:
                raise TransferOfOtherAmount(arrived=amount, owed=payment.amount)
            TransferConfirmation.objects.create(
                payment=payment,
                bank_reference=bank_reference.strip().upper(),
                amount_minor=amount.minor,
                currency=amount.currency,
                confirmed_at=now,
            )
            take_by_hand(payment, amount, now)
            record_payment(payment, before=before)
            publish(PaymentCaptured(payment_id=payment.pk, subject=payment.subject))
    except IntegrityError as error:
        if "bank_reference_once" in str(error):
            raise BankReferenceUsed(reference=bank_reference) from None
        raise
