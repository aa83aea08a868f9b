"""Movements of money that a gateway is asked for, and what goes back to payers."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from commerce.core.money import Money
from commerce.core.owned import ScopedManager, TenantForeignKey, TenantOwned, TenantQuerySet
from commerce.payments.domain.conversations import OperationKind
from commerce.payments.domain.operations import (
    OPEN_OPERATIONS,
    UNSETTLED_OPERATIONS,
    OperationStatus,
    RefundSource,
    RefundStatus,
)
from commerce.payments.models.payments import Payment, PaymentAttempt

_OPEN = sorted(status.value for status in OPEN_OPERATIONS)
_UNSETTLED = sorted(status.value for status in UNSETTLED_OPERATIONS)


class OperationQuerySet(TenantQuerySet["Operation"]):
    def unsettled(self) -> Self:
        return self.filter(status__in=_UNSETTLED)

    def due(self, now: datetime) -> Self:
        return self.unsettled().filter(check_at__lte=now)


class Operation(TenantOwned):
    """One movement asked of a gateway: committed as sent, under a `key` of its own, before the gateway is called.

    `before_captured` and `before_refunded` are the sums before it, for gateways that name no movement; None for others.
    `check_at` is when an unclear one is looked into next. `unheard`: of its `sends`, those whose process died before it
    had an answer, and of which the gateway never heard; they use up no try. `failing_since`: no look into it has ended
    since then, by a defect of ours.
    """

    attempt = TenantForeignKey(PaymentAttempt, on_delete=models.PROTECT, related_name="operations")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in OperationKind])
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    key = models.UUIDField(default=uuid.uuid4)
    before_captured = models.BigIntegerField(null=True)
    before_refunded = models.BigIntegerField(null=True)
    status = models.CharField(max_length=12, choices=[(status.value, status.value) for status in OperationStatus])
    gateway_reference = models.CharField(max_length=100, blank=True)
    code = models.CharField(max_length=100, blank=True)
    sends = models.PositiveSmallIntegerField(default=0)
    unheard = models.PositiveSmallIntegerField(default=0)
    checks = models.PositiveSmallIntegerField(default=0)
    check_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar = ScopedManager.from_queryset(OperationQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key"], name="operation_key_once"),
            models.UniqueConstraint(
                fields=["tenant", "attempt"],
                condition=Q(kind__in=["capture", "void"], status__in=_OPEN),
                name="operation_no_rival",
            ),
            models.UniqueConstraint(
                fields=["tenant", "attempt", "kind"],
                condition=Q(before_refunded__isnull=False, status__in=_OPEN),
                name="operation_one_of_sums",
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="operation_of_something"),
        ]
        indexes = [
            models.Index(fields=["tenant", "attempt"], name="operation_of_attempt"),
            models.Index(
                fields=["tenant", "gateway_reference"], condition=~Q(gateway_reference=""), name="operation_named"
            ),
            models.Index(fields=["check_at"], condition=Q(status__in=_UNSETTLED), name="operation_to_check"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.status}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def tries(self) -> int:
        return int(self.sends - self.unheard)


class Refund(TenantOwned):
    """Money on its way back. `request_key` is the asking form's: sent twice, it is one refund.

    `attempt` is what it was taken by; None for cash and transfers. `is_of_unapplied`: it belonged to no order.
    `asked_by` is what it goes back for, or who wanted it, and `handed_by` who gave it back by hand, as "kind:id".
    """

    payment = TenantForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    attempt = TenantForeignKey(PaymentAttempt, on_delete=models.PROTECT, related_name="refunds", null=True)
    operation = TenantForeignKey(Operation, on_delete=models.PROTECT, related_name="refunds", null=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    is_of_unapplied = models.BooleanField(default=False)
    source = models.CharField(max_length=10, choices=[(source.value, source.value) for source in RefundSource])
    status = models.CharField(max_length=10, choices=[(status.value, status.value) for status in RefundStatus])
    reason = models.CharField(max_length=300, blank=True)
    asked_by = models.CharField(max_length=60, blank=True)
    handed_by = models.CharField(max_length=60, blank=True)
    request_key = models.UUIDField(default=uuid.uuid4)
    requested_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "request_key"], name="refund_request_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_of_something"),
        ]
        indexes = [models.Index(fields=["tenant", "payment"], name="refund_of_payment")]

    def __str__(self) -> str:
        return f"{self.amount} {self.status}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)
