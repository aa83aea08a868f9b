"""Asking whether a page was paid at twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from commerce.payments.application.accounts import account_of_none, opened
from commerce.payments.application.attempt_references import reference_of
from commerce.payments.application.discrepancies import found
from commerce.payments.application.ports import online_gateway_for
from commerce.payments.application.use_cases.note_told_payment import note_told_payment
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.states import HORIZON
from commerce.payments.domain.values import Snapshot
from commerce.payments.models import PaymentAttempt

_PAUSE = timedelta(hours=1)


def count_again(*, attempt_id: int, now: datetime) -> None:
    """Every payment under the attempt's key is known here, one that was paid beside it as money of no order: the
    webhook that tells of it may never have come.

    What the gateway does not tell is asked again every hour; after `HORIZON` what it told and did not confirm is a
    person's. Call with no transaction open (TransactionOpen).
    """
    with transaction.atomic():
        attempt = PaymentAttempt.objects.select_related("payment", "account").get(pk=attempt_id)
        account = opened(attempt.account, now) if attempt.account else account_of_none(attempt.gateway)
    paid = online_gateway_for(attempt.gateway).find_all(account, reference_of(attempt))
    beside = [one for one in paid or () if one.reference != attempt.gateway_reference]
    unsettled = [one for one in beside if not note_told_payment(attempt_id=attempt_id, told=one, now=now)]
    is_over = now - attempt.created_at >= HORIZON
    with transaction.atomic():
        if is_over:
            _tell(attempt, unsettled, now)
        is_told = paid is not None and not unsettled
        again = None if is_told or is_over else now + _PAUSE
        PaymentAttempt.objects.filter(pk=attempt_id).update(count_again_at=again)


def _tell(attempt: PaymentAttempt, unsettled: list[Snapshot], now: datetime) -> None:
    for one in unsettled:
        facts = {"amount": str(one.amount or attempt.payment.amount), "reference": one.reference}
        found(Finding.NOT_SETTLED, f"attempt:{attempt.pk}:{one.reference}", attempt.payment, facts, now)
