"""Seeing a transfer arrive."""

from datetime import datetime
from enum import StrEnum

from django.db import IntegrityError, transaction

from commerce.core.errors import Refusal
from commerce.core.money import Money
from commerce.core.outbox import publish
from commerce.payments.application.activity import record_payment
from commerce.payments.application.hand_takings import take_by_hand
from commerce.payments.application.locks import lock_payment
from commerce.payments.application.ports import gateway_for
from commerce.payments.domain.bank_references import normal_reference
from commerce.payments.domain.events import PaymentCaptured
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.models import TransferConfirmation


class TransferNotAwaited(Refusal):
    """The payment is paid already, or is of another kind."""

    code = "transfer_not_awaited"


class TransferOfOtherAmount(Refusal):
    """`arrived` is not what is `owed` (both Money), and nobody said what then. Nothing is recorded."""

    code = "transfer_of_other_amount"


class BankReferenceUsed(Refusal):
    """Another payment was confirmed with this reference of the bank's."""

    code = "bank_reference_used"


class TransferConfirmedBefore(Refusal):
    """This payment has the transfer of this reference already."""

    code = "transfer_confirmed_before"


class Difference(StrEnum):
    """What becomes of what is missing, where another amount arrives than was owed."""

    AWAITED = "awaited"  # the payment is paid in part until the rest arrives
    WAIVED = "waived"  # it is enough


def confirm_transfer(
    *, payment_id: int, amount: Money, bank_reference: str, now: datetime, difference: Difference | None = None
) -> None:
    """The amount is the store's, and the payment captured once all is there; also after it was given up: then the money
    is owed back.

    `bank_reference` is the bank's for this transfer and pays once in a store, however it is typed. Another amount than
    is still owed is recorded as it came only where `difference` says what then: more belongs to no order, and both are
    told as a discrepancy. So is what arrives for a payment that is captured already. Refuses TransferNotAwaited,
    TransferOfOtherAmount, TransferConfirmedBefore and BankReferenceUsed.
    """
    try:
        with transaction.atomic():
            payment = lock_payment(payment_id)
            named = normal_reference(bank_reference)
            if TransferConfirmation.objects.filter(payment=payment, bank_reference=named).exists():
                raise TransferConfirmedBefore(reference=bank_reference)
            before = PaymentStatus(payment.status)
            if not gateway_for(payment.gateway).method.capabilities.awaits_transfer:
                raise TransferNotAwaited
            is_further = before is PaymentStatus.CAPTURED
            is_amount = amount.currency == payment.currency and amount.minor > 0
            if not is_amount or (amount != payment.left and difference is None and not is_further):
                raise TransferOfOtherAmount(arrived=amount, owed=payment.left)
            confirmation = TransferConfirmation.objects.create(
                payment=payment,
                bank_reference=named,
                amount_minor=amount.minor,
                currency=amount.currency,
                confirmed_at=now,
            )
            is_all = difference is Difference.WAIVED
            take_by_hand(payment, amount, ("transfer", confirmation.pk), is_all=is_all, now=now)
            record_payment(payment, before=before, taken=amount)
            if payment.status == PaymentStatus.CAPTURED and not is_further:
                publish(PaymentCaptured(payment_id=payment.pk, subject=payment.subject))
    except IntegrityError as error:
        if "bank_reference_once" in str(error):
            raise BankReferenceUsed(reference=bank_reference) from None
        raise
