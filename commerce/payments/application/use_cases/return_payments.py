"""The sweep that sends back what is owed back."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Greatest

from commerce.core.errors import Refusal
from commerce.core.idempotency import KeyReused
from commerce.core.scope import system_scope, tenant_scope
from commerce.core.turns import in_turn
from commerce.payments.application.discrepancies import found
from commerce.payments.application.holds import MovementUnderWay
from commerce.payments.application.use_cases.refund_payment import (
    RefundRequest,
    RefundTooLarge,
    RefundUnderWay,
    refund_payment,
)
from commerce.payments.application.use_cases.void_payment import void_payment
from commerce.payments.domain.conversations import OperationKind
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.operations import RefundSource, RefundStatus
from commerce.payments.domain.states import AttemptStatus, PaymentStatus
from commerce.payments.models import Operation, Payment, PaymentAttempt, Refund

log = logging.getLogger(__name__)


def return_payments(*, now: datetime, most: int = 100) -> int:
    """What gateways took for payments that were called off, and what was paid twice, is on its way back: undone where
    the gateway still can, otherwise refunded. Holds of what was called off are let go. Returns how many were tried.

    What could not be sent is told as a discrepancy and not tried again: a person sends it. Safe to run twice at once.
    """
    with system_scope(), transaction.atomic():
        due = list(in_turn(_owed_back(), "created_at", "id").values_list("tenant_id", "id")[:most])
    for tenant_id, attempt_id in due:
        with tenant_scope(tenant_id):
            _return(attempt_id, now)
    return len(due)


def _owed_back() -> Any:
    """Attempts with money that belongs back: taken and left, for nothing or twice; or held for nothing."""
    lost = Greatest(F("charged_back_minor"), 0)
    is_left = Q(captured_minor__gt=F("refunded_minor") + F("refund_pending_minor") + lost)
    is_owed = Q(payment__owed_back_at__isnull=False, is_unapplied=False) | Q(
        is_unapplied=True, status=AttemptStatus.SUCCEEDED
    )
    is_held = Q(
        payment__status=PaymentStatus.CANCELLED,
        status=AttemptStatus.SETTLING,
        authorised_minor__gt=0,
        captured_minor=0,
    )
    attempts = PaymentAttempt.objects.filter((is_left & is_owed) | is_held)
    failed = Refund.objects.filter(attempt=OuterRef("pk"), source=RefundSource.SYSTEM, status=RefundStatus.FAILED)
    return attempts.exclude(Exists(failed))


def _return(attempt_id: int, now: datetime) -> None:
    try:
        with transaction.atomic():
            attempt = PaymentAttempt.objects.select_related("payment").get(pk=attempt_id)
            is_tried = Operation.objects.filter(attempt=attempt, kind=OperationKind.VOID).exists()
        if attempt.captured_minor:
            _refund(attempt, now)
        elif not is_tried:
            void_payment(payment_id=attempt.payment_id, now=now)
    except (RefundUnderWay, RefundTooLarge, KeyReused, MovementUnderWay):
        return  # something moved meanwhile: the next sweep looks at what is left then
    except Refusal as refusal:
        _tell(attempt.payment, attempt_id, refusal.code, now)
    except Exception:  # one gateway's defect must not stop the sweep
        log.exception("what attempt %s took could not be returned", attempt_id)


def _refund(attempt: PaymentAttempt, now: datetime) -> None:
    left = attempt.refundable if attempt.is_unapplied else min(attempt.refundable, attempt.payment.refundable)
    if not left.minor:
        return
    request = RefundRequest(
        amount=left,
        key=_key_of(attempt),
        source=RefundSource.SYSTEM,
        attempt_id=attempt.pk,
        may_void=True,
    )
    refund_payment(payment_id=attempt.payment_id, request=request, now=now)


def _key_of(attempt: PaymentAttempt) -> UUID:
    """Of what was left: two sweeps at once ask for one refund."""
    return uuid5(attempt.gateway_key, f"return:{attempt.refunded_minor}:{attempt.refund_pending_minor}")


def _tell(payment: Payment, attempt_id: int, code: str, now: datetime) -> None:
    with transaction.atomic():
        found(Finding.NOT_RETURNED, f"attempt:{attempt_id}", payment, {"code": code}, now)
