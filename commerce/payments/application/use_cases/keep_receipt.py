"""Keeping what a payer shows for a transfer."""

from __future__ import annotations

import io
from datetime import datetime
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction

from commerce.core.errors import Refusal
from commerce.media.application.use_cases.accept_picture import NotAPicture, accept_picture
from commerce.payments.application.locks import lock_payment
from commerce.payments.application.use_cases.confirm_transfer import TransferNotAwaited
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.models import Payment, TransferReceipt

MOST = 3
LARGEST_PDF = 5 * 1024 * 1024
_PDF = b"%PDF-"
_OPEN = (PaymentStatus.CREATED, PaymentStatus.PENDING)


class TooManyReceipts(Refusal):
    """The payment has `most` of them."""

    code = "too_many_receipts"


class ReceiptTooLarge(Refusal):
    """A PDF of more than so many `megabytes`."""

    code = "receipt_too_large"


class NotAReceipt(Refusal):
    """Neither a picture nor a PDF, whatever its name says."""

    code = "not_a_receipt"


def keep_receipt(*, payment_id: int, file: BinaryIO, now: datetime) -> None:
    """Staff can see the receipt: a picture encoded anew, or a PDF, which they are given to save and never shown.

    Nothing is paid by it. Refuses TransferNotAwaited, TooManyReceipts, ReceiptTooLarge, NotAReceipt and what
    `accept_picture` refuses. Call with no transaction open: decoding takes its time.
    """
    with transaction.atomic():
        _require_room(Payment.objects.get(pk=payment_id))
    is_pdf = file.read(len(_PDF)) == _PDF
    content = _pdf(file) if is_pdf else _picture(file)
    with transaction.atomic():
        payment = lock_payment(payment_id)
        _require_room(payment)
        TransferReceipt.objects.create(payment=payment, file=content, is_pdf=is_pdf, uploaded_at=now)


def _require_room(payment: Payment) -> None:
    if payment.status not in _OPEN:
        raise TransferNotAwaited
    if TransferReceipt.objects.filter(payment=payment).count() >= MOST:
        raise TooManyReceipts(most=MOST)


def _picture(file: BinaryIO) -> ContentFile[bytes]:
    try:
        return accept_picture(file=file)
    except NotAPicture as refusal:
        raise NotAReceipt from refusal


def _pdf(file: BinaryIO) -> ContentFile[bytes]:
    if file.seek(0, io.SEEK_END) > LARGEST_PDF:
        raise ReceiptTooLarge(megabytes=LARGEST_PDF // 1024**2)
    file.seek(0)
    return ContentFile(file.read(), name="receipt.pdf")
