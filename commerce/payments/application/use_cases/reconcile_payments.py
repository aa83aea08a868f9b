"""The sweep that asks gateways about every payment still open."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from commerce.core.scope import system_scope, tenant_scope
from commerce.core.turns import in_turn
from commerce.payments.application.use_cases.refresh_attempt import refresh_attempt
from commerce.payments.domain.states import CALL_LIMIT, HORIZON, AttemptStatus
from commerce.payments.models import PaymentAttempt

log = logging.getLogger(__name__)


def reconcile_payments(*, now: datetime, most: int = 100) -> int:
    """Open attempts of every store whose time has come were asked about, the longest waiting first and the stores in
    turn; returns how many.

    One that fails is asked about again later and stops no other. Attempts open for longer than `HORIZON` are abandoned;
    a notification can still move them. Safe to run twice at once.
    """
    with system_scope(), transaction.atomic():
        due = list(in_turn(PaymentAttempt.objects.due(now), "ask_at", "id").values_list("tenant_id", "id")[:most])
    for tenant_id, attempt_id in due:
        with tenant_scope(tenant_id):
            _ask(attempt_id, now)
    return len(due)


def _ask(attempt_id: int, now: datetime) -> None:
    try:
        refresh_attempt(attempt_id=attempt_id, now=now)
    except Exception:  # one gateway's defect must not stop the sweep
        log.exception("attempt %s could not be reconciled", attempt_id)
        with transaction.atomic():
            PaymentAttempt.objects.filter(pk=attempt_id).update(ask_at=now + CALL_LIMIT)
    with transaction.atomic():
        forgotten = PaymentAttempt.objects.open().filter(pk=attempt_id, created_at__lte=now - HORIZON)
        forgotten.update(status=AttemptStatus.ABANDONED)
