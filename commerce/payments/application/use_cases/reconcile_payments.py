"""The sweep that asks gateways about every payment still open."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from commerce.core.scope import system_scope, tenant_scope
from commerce.core.turns import in_turn
from commerce.payments.application.holds import held_span
from commerce.payments.application.use_cases.count_again import count_again
from commerce.payments.application.use_cases.give_up_attempt import give_up_attempt
from commerce.payments.application.use_cases.lapse_hold import lapse_hold
from commerce.payments.application.use_cases.note_ending_hold import note_ending_hold
from commerce.payments.application.use_cases.put_off_operation import put_off_operation
from commerce.payments.application.use_cases.refresh_attempt import refresh_attempt
from commerce.payments.application.use_cases.resolve_operation import resolve_operation
from commerce.payments.application.use_cases.return_payments import return_payments
from commerce.payments.domain.states import CALL_LIMIT, AttemptStatus, is_hold_ending
from commerce.payments.models import Operation, PaymentAttempt

log = logging.getLogger(__name__)


def reconcile_payments(*, now: datetime, most: int = 100) -> int:
    """Open attempts and unclear movements of every store whose time has come were asked about, the longest waiting
    first and the stores in turn, and what is owed back is on its way; returns how many were asked about.

    One that fails is asked about again later and stops no other. Attempts open for longer than `HORIZON` are abandoned,
    but for those that may have moved money: of these a person is told. A hold that its bank has let go by now is
    lapsed, and of one that it lets go soon a person is told: each is asked about every hour at least. What has ended is
    looked at again once its page is closed, a few times (`next_look`). Safe to run twice at once.
    """
    with system_scope(), transaction.atomic():
        attempts = list(in_turn(PaymentAttempt.objects.due(now), "ask_at", "id").values_list("tenant_id", "id")[:most])
        operations = list(in_turn(Operation.objects.due(now), "check_at", "id").values_list("tenant_id", "id")[:most])
        paid = in_turn(PaymentAttempt.objects.to_count_again(now), "count_again_at", "id")
        counts = list(paid.values_list("tenant_id", "id")[:most])
    _each(operations, _look_into, now)
    _each(attempts, _ask, now)
    _each(counts, _count_again, now)
    return_payments(now=now, most=most)
    return len(attempts) + len(operations) + len(counts)


def _each(rows: list[tuple[int, int]], act: Callable[[int, datetime], None], now: datetime) -> None:
    for tenant_id, row_id in rows:
        with tenant_scope(tenant_id):
            act(row_id, now)


def _look_into(operation_id: int, now: datetime) -> None:
    try:
        resolve_operation(operation_id=operation_id, now=now)
    except Exception:  # one gateway's defect must not stop the sweep
        log.exception("operation %s could not be resolved", operation_id)
        put_off_operation(operation_id=operation_id, now=now)


def _ask(attempt_id: int, now: datetime) -> None:
    try:
        refresh_attempt(attempt_id=attempt_id, now=now)
        _end_hold(attempt_id, now)
    except Exception:  # one gateway's defect must not stop the sweep
        log.exception("attempt %s could not be reconciled", attempt_id)
        with transaction.atomic():
            PaymentAttempt.objects.filter(pk=attempt_id).update(ask_at=now + CALL_LIMIT)
    give_up_attempt(attempt_id=attempt_id, now=now)


def _count_again(attempt_id: int, now: datetime) -> None:
    try:
        count_again(attempt_id=attempt_id, now=now)
    except Exception:  # one gateway's defect must not stop the sweep
        log.exception("what was paid by attempt %s could not be counted", attempt_id)
        with transaction.atomic():
            PaymentAttempt.objects.filter(pk=attempt_id).update(count_again_at=now + CALL_LIMIT)


def _end_hold(attempt_id: int, now: datetime) -> None:
    with transaction.atomic():
        attempt = PaymentAttempt.objects.select_related("account").get(pk=attempt_id)
        if not attempt.authorised_minor or attempt.captured_minor or attempt.status != AttemptStatus.SETTLING:
            return
        span = held_span(attempt)
    if span is None:
        return
    since, until = span
    if now >= until:
        lapse_hold(attempt_id=attempt_id, now=now)
    elif is_hold_ending(since, until, now):
        note_ending_hold(attempt_id=attempt_id, until=until, now=now)
