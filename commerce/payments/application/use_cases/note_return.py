"""What a payer's way back is good for."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from commerce.payments.application.accounts import opened
from commerce.payments.application.attempt_references import reference_of
from commerce.payments.application.ports import online_gateway_for
from commerce.payments.application.use_cases.refresh_attempt import Asked, refresh_attempt
from commerce.payments.domain.conversations import RawRequest, ReturnHint
from commerce.payments.domain.states import OPEN_ATTEMPTS
from commerce.payments.models import PaymentAttempt


def note_return(*, payment_id: int, request: RawRequest, now: datetime) -> None:
    """The gateway was asked about the attempt the payer comes from, and the payment counts as being checked until it
    has answered.

    What the browser brought says only which attempt that may be, and never that money moved. When it is about none of
    them, or not signed where it should be, the gateway is asked about the open one, by the reference that was stored:
    who merely opened the address is not told that they have paid. Call with no transaction open (TransactionOpen).
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
    for attempt in attempts:
        if attempt.status in OPEN_ATTEMPTS:
            _ask_all_the_same(attempt, now)


def _ask_all_the_same(attempt: PaymentAttempt, now: datetime) -> None:
    """Nothing shows that the payer was at the gateway: where it answered a moment ago, its word stands."""
    if refresh_attempt(attempt_id=attempt.pk, now=now) is not Asked.TOO_SOON:
        return
    with transaction.atomic():
        answered = PaymentAttempt.objects.open().filter(pk=attempt.pk, heard_at__gte=F("asked_at"))
        answered.update(returned_at=attempt.returned_at)


def _hint(attempt: PaymentAttempt, request: RawRequest, now: datetime) -> ReturnHint:
    account = opened(attempt.account, now)
    return online_gateway_for(attempt.gateway).read_return(account, reference_of(attempt), request)
