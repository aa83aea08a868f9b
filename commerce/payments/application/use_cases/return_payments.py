"""The sweep that sends back what is owed back."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat, Greatest

from commerce.core.errors import Refusal
from commerce.core.idempotency import KeyReused
from commerce.core.scope import system_scope, tenant_scope
from commerce.core.turns import in_turn
from commerce.payments.application.discrepancies import NO_LONGER_TRUE, found
from commerce.payments.application.holds import MovementUnderWay
from commerce.payments.application.refunds import left_of
from commerce.payments.application.use_cases.capture_payment import NothingHeld
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
from commerce.payments.models import Discrepancy, Operation, PaymentAttempt, Refund

log = logging.getLogger(__name__)

_ATTEMPT = "attempt:"


def return_payments(*, now: datetime, most: int = 100) -> int:
    """What gateways took for payments that were called off, and what was paid twice, is on its way back: undone where
    the gateway still can, otherwise refunded. Holds of what was called off are let go. Returns how many were tried.

    What could not be sent, or its way gives nothing of back, is told as a discrepancy and not tried again: a person
    sends it, and nobody waits behind it. Safe to run twice at once.
    """
    with system_scope(), transaction.atomic():
        due = list(in_turn(_owed_back(), "created_at", "id").values_list("tenant_id", "id")[:most])
    for tenant_id, attempt_id in due:
        with tenant_scope(tenant_id):
            _return(attempt_id, now)
    return len(due)


def _owed_back() -> Any:
    """Attempts with money that belongs back and can be sent: taken and left, for nothing or twice; or held for
    nothing, and not asked yet to be let go. What a person was told of and what waits for another refund take nobody's
    turn."""
    lost = Greatest(F("charged_back_minor"), 0)
    went = F("refunded_minor") + F("refund_pending_minor") + F("handed_back_minor")
    is_left = Q(captured_minor__gt=went + lost)
    gone = F("payment__refunded_minor") + F("payment__refund_pending_minor") + F("payment__charged_back_minor")
    is_of_order = Q(payment__owed_back_at__isnull=False, is_unapplied=False, payment__captured_minor__gt=gone)
    is_owed = is_of_order | Q(is_unapplied=True, status=AttemptStatus.SUCCEEDED)
    is_held = Q(
        payment__status=PaymentStatus.CANCELLED,
        status=AttemptStatus.SETTLING,
        authorised_minor__gt=0,
        captured_minor=0,
    )
    attempts = PaymentAttempt.objects.filter((is_left & is_owed) | (is_held & ~Exists(_voids(OuterRef("pk")))))
    failed = Refund.objects.filter(attempt=OuterRef("pk"), source=RefundSource.SYSTEM, status=RefundStatus.FAILED)
    one_by_one = Operation.objects.unsettled().filter(attempt=OuterRef("pk"), before_refunded__isnull=False)
    return attempts.exclude(Exists(failed)).exclude(Exists(one_by_one)).exclude(Exists(_told()))


def _told() -> Any:
    """That the attempt's money can't be sent: who was told sends it. What was found untrue since is tried again."""
    key = Concat(Value(_ATTEMPT), Cast(OuterRef("pk"), CharField()))
    told = Discrepancy.objects.filter(tenant_id=OuterRef("tenant_id"), finding=Finding.NOT_RETURNED, key=key)
    return told.exclude(reason=NO_LONGER_TRUE)


def _voids(attempt_id: Any) -> Any:
    return Operation.objects.filter(attempt=attempt_id, kind=OperationKind.VOID)


def _return(attempt_id: int, now: datetime) -> None:
    try:
        with transaction.atomic():
            attempt = PaymentAttempt.objects.select_related("payment").get(pk=attempt_id)
            is_tried = _voids(attempt_id).exists()
        if attempt.captured_minor:
            _refund(attempt, now)
        elif not is_tried:
            void_payment(payment_id=attempt.payment_id, now=now)
    except (RefundUnderWay, RefundTooLarge, KeyReused, MovementUnderWay, NothingHeld):
        return  # something moved meanwhile: the next sweep looks at what is left then
    except Refusal as refusal:
        _tell(attempt, refusal.code, now)
    except Exception:  # one gateway's defect must not stop the sweep
        log.exception("what attempt %s took could not be returned", attempt_id)


def _refund(attempt: PaymentAttempt, now: datetime) -> None:
    left = left_of(attempt)
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


def _tell(attempt: PaymentAttempt, code: str, now: datetime) -> None:
    told = {"amount": str(left_of(attempt)), "code": code}
    with transaction.atomic():
        found(Finding.NOT_RETURNED, f"{_ATTEMPT}{attempt.pk}", attempt.payment, told, now)
