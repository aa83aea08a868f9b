"""What a payer's way back is good for."""

from datetime import datetime

from django.db import transaction

from commerce.payments.application.accounts import opened
from commerce.payments.application.attempt_references import reference_of
from commerce.payments.application.ports import online_gateway_for
from commerce.payments.application.use_cases.refresh_attempt import refresh_attempt
from commerce.payments.domain.conversations import RawRequest, ReturnHint
from commerce.payments.models import PaymentAttempt


def note_return(*, payment_id: int, request: RawRequest, now: datetime) -> None:
    """The payment counts as being checked, and the gateway was asked about the attempt the payer comes from.

    What the browser brought says only which attempt that may be, and never that money moved. When it is about none of
    them, or not signed where it should be, nobody is asked now: the page that waits asks by the reference that was
    stored. Call with no transaction open (TransactionOpen).
    """
    with transaction.atomic():
        attempts = list(
            PaymentAttempt.objects.filter(payment_id=payment_id)
            .exclude(account=None)
            .select_related("payment", "account")
            .order_by("-id")
        )
        PaymentAttempt.objects.open().filter(payment_id=payment_id).update(returned_at=now)
    for attempt in attempts:
        hint = _hint(attempt, request, now)
        if hint.is_about_this:
            refresh_attempt(attempt_id=attempt.pk, now=now, reference=hint.reference)
            return


def _hint(attempt: PaymentAttempt, request: RawRequest, now: datetime) -> ReturnHint:
    account = opened(attempt.account, now)
    return online_gateway_for(attempt.gateway).read_return(account, reference_of(attempt), request)
