"""Looking again at an attempt that has ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from commerce.payments.application.accounts import account_of_none, opened
from commerce.payments.application.attempt_references import reference_of
from commerce.payments.application.discrepancies import found
from commerce.payments.application.locks import lock_attempt
from commerce.payments.application.pages import counted_again_from
from commerce.payments.application.ports import online_gateway_for
from commerce.payments.application.use_cases.note_movement import note_movement
from commerce.payments.application.use_cases.note_told_payment import note_told_payment
from commerce.payments.application.use_cases.refresh_attempt import Asked, refresh_attempt
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.states import HORIZON, next_look
from commerce.payments.domain.values import Snapshot
from commerce.payments.models import PaymentAttempt

_PAUSE = timedelta(hours=1)


def count_again(*, attempt_id: int, now: datetime) -> None:
    """Whatever moved under the attempt's key is known here: what was paid after all, by whoever had been refused; what
    was paid beside it, as money of no order; and what went back at the gateway's own desk. The webhook that tells of it
    may never have come.

    What the gateway does not tell is asked again every hour; after `HORIZON` what it told and did not confirm is a
    person's, and it is asked when the next look is due, until there is none (`next_look`). Call with no transaction
    open (TransactionOpen).
    """
    is_answered = refresh_attempt(attempt_id=attempt_id, now=now) is Asked.ANSWERED
    with transaction.atomic():
        attempt = PaymentAttempt.objects.select_related("payment", "account").get(pk=attempt_id)
        account = opened(attempt.account, now) if attempt.account else account_of_none(attempt.gateway)
    moved = online_gateway_for(attempt.gateway).find_all(account, reference_of(attempt))
    unsettled = [one for one in moved or () if not _is_known(attempt, one, now)]
    is_told = is_answered and moved is not None and not unsettled
    is_over = now - attempt.created_at >= HORIZON
    with transaction.atomic():
        lock_attempt(attempt_id)  # before what is told, whose payment PostgreSQL would else lock after the attempt
        if is_over:
            _tell(attempt, unsettled, now)
        again = _next(attempt_id, now) if is_told or is_over else now + _PAUSE
        PaymentAttempt.objects.filter(pk=attempt_id).update(count_again_at=again)


def _is_known(attempt: PaymentAttempt, moved: Snapshot, now: datetime) -> bool:
    if moved.parent:
        return _is_noted(attempt, moved, now)
    is_its_own = moved.reference == attempt.gateway_reference
    return is_its_own or note_told_payment(attempt_id=attempt.pk, told=moved, now=now)


def _is_noted(attempt: PaymentAttempt, movement: Snapshot, now: datetime) -> bool:
    """Of the attempt that it is of: this one, or one that was paid beside it."""
    of = movement.parent
    named = Q(gateway_reference=of) | Q(capture_reference=of) | Q(operations__gateway_reference=of)
    with transaction.atomic():
        attempts = PaymentAttempt.objects.filter(named, payment_id=attempt.payment_id)
        moved_id = attempts.order_by("-id").values_list("pk", flat=True).first()
    return moved_id is not None and note_movement(attempt_id=moved_id, movement=movement, now=now)


def _next(attempt_id: int, now: datetime) -> datetime | None:
    """As the attempt stands by now: this look may have found its money."""
    attempt = PaymentAttempt.objects.select_related("account").get(pk=attempt_id)
    since = counted_again_from(attempt)
    return None if since is None else next_look(since, now, has_money=attempt.captured_minor > 0)


def _tell(attempt: PaymentAttempt, unsettled: list[Snapshot], now: datetime) -> None:
    for one in unsettled:
        facts = {"amount": str(one.amount or attempt.payment.amount), "reference": one.reference}
        found(Finding.NOT_SETTLED, f"attempt:{attempt.pk}:{one.reference}", attempt.payment, facts, now)
