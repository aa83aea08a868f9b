"""Closing the page of a payment that was called off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.payments.application.accounts import opened
from commerce.payments.application.attempt_references import reference_of
from commerce.payments.application.pages import has_page_to_close
from commerce.payments.application.ports import online_gateway_for
from commerce.payments.domain.values import NO_ANSWERS
from commerce.payments.models import PaymentAttempt


def close_page(*, payment_id: int, now: datetime) -> bool:
    """Nobody can pay any more at the page that this payment's payer was given, where its gateway can close it.

    False while the gateway has not answered: ask again, until the page's own time is over. Nothing is concluded from
    the answer, for money may have come before: that is asked for as ever. Call with no transaction open
    (TransactionOpen).
    """
    with transaction.atomic():
        attempts = PaymentAttempt.objects.open().filter(payment_id=payment_id)
        attempt = attempts.select_related("payment", "account").first()
        if attempt is None or not has_page_to_close(attempt, now):
            return True
        account = opened(attempt.account, now)
    closed = online_gateway_for(attempt.gateway).close_page(account, reference_of(attempt))
    return closed.outcome not in NO_ANSWERS
