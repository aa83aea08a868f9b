"""Payments, and the attempts to get them paid."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from commerce.core.money import Money
from commerce.core.owned import ScopedManager, TenantForeignKey, TenantOwned, TenantQuerySet
from commerce.payments.domain.states import OPEN_ATTEMPTS, AttemptStatus, PaymentStatus
from commerce.payments.models.accounts import GatewayAccount

_OPEN = sorted(status.value for status in OPEN_ATTEMPTS)


class Payment(TenantOwned):
    """An amount owed for a subject ("order:<public id>"), of which nothing else is known here.

    Of it, in its currency's minor units: what is held, what was taken for it, what of that went back or is on its way,
    and what a cardholder's bank took back. What belongs to no order stands in the ledger alone. `owed_back_at`: since
    then all that is left of it is to go back to the payer.
    """

    subject = models.CharField(max_length=80)
    gateway = models.CharField(max_length=40)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=20, choices=[(status.value, status.value) for status in PaymentStatus])
    authorised_minor = models.BigIntegerField(default=0)
    captured_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    refund_pending_minor = models.BigIntegerField(default=0)
    charged_back_minor = models.BigIntegerField(default=0)
    owed_back_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "subject"], name="payment_once_per_subject"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="payment_not_negative"),
            models.CheckConstraint(
                condition=Q(authorised_minor__gte=0, refunded_minor__gte=0, refund_pending_minor__gte=0)
                & Q(captured_minor__gte=F("refunded_minor") + F("refund_pending_minor")),
                name="payment_refunds_what_it_took",
            ),
            models.CheckConstraint(
                condition=Q(captured_minor__lte=F("amount_minor")), name="payment_takes_what_is_owed"
            ),
            models.CheckConstraint(
                condition=Q(authorised_minor__lte=F("amount_minor")), name="payment_holds_what_is_owed"
            ),
            models.CheckConstraint(
                condition=Q(charged_back_minor__gte=0, captured_minor__gte=F("charged_back_minor")),
                name="payment_charged_back_of_taken",
            ),
        ]
        indexes = [
            models.Index(fields=["owed_back_at"], condition=Q(owed_back_at__isnull=False), name="payment_owed_back"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.amount} {self.status}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def left(self) -> Money:
        """What has not been taken of what was owed."""
        return Money(self.amount_minor - self.captured_minor, self.currency)

    @property
    def refundable(self) -> Money:
        """What was taken and has not gone back, is not on its way, and was not taken back by the payer's bank."""
        gone = self.refunded_minor + self.refund_pending_minor + self.charged_back_minor
        return Money(max(self.captured_minor - gone, 0), self.currency)


class PaymentAttemptQuerySet(TenantQuerySet["PaymentAttempt"]):
    def open(self) -> Self:
        return self.filter(status__in=_OPEN)

    def parked(self) -> Self:
        """Those whose money does not fit what was asked, and is with the store yet."""
        gone = models.F("refunded_minor") + models.F("refund_pending_minor") + models.F("handed_back_minor")
        return self.filter(status=AttemptStatus.MISMATCHED, is_unapplied=True, captured_minor__gt=gone)

    def due(self, now: datetime) -> Self:
        return self.open().filter(ask_at__lte=now)

    def to_count_again(self, now: datetime) -> Self:
        return self.filter(count_again_at__lte=now)


class PaymentAttempt(TenantOwned):
    """One conversation with a gateway about one payment.

    `gateway_key` is ours, committed before the gateway is called and the same on every repeat; `gateway_reference` is
    the gateway's, `page_reference` its name for the page that the payer was given, which may become another's than what
    is paid there, and `capture_reference` that of what took the money of a hold, where that has one. `known_by` is
    the key that the gateway knows it by instead, for what was paid beside another attempt.
    `account` is the store's with that gateway when it began; None where the way to pay needs none.
    `channel` is the account's setting that named the way's channel then: it goes by that for good.
    `call_started_at` is committed before each call, so that nobody gives up what may be in flight. `returned_at` is
    when the payer came back from the gateway, `asked_at` when the gateway was last asked, and `heard_at` when that was
    asked of which the answer is known. `count_again_at`: then, with its page closed, one that has ended is looked at
    again. The sums are what moved by this attempt, never less than was seen once; but what the payer's bank took back
    (`charged_back_minor`) it may give back, and that may be told first, so it can be below nought. Of it the store gave
    `handed_back_minor` back by hand, of which the gateway knows nothing.
    `is_in_review`: by the gateway's last word nothing may be handed out on its money before a person there said yes.
    `is_unapplied`: it belongs to no order, being too much or of another amount (`reported_currency`). `brand` is the
    kind of card or wallet it was paid with, as the gateway calls it, in small letters.
    """

    payment = TenantForeignKey(Payment, on_delete=models.PROTECT, related_name="attempts")
    gateway = models.CharField(max_length=40)
    account = TenantForeignKey(GatewayAccount, on_delete=models.PROTECT, related_name="attempts", null=True)
    channel = models.CharField(max_length=100, blank=True)
    gateway_key = models.UUIDField(default=uuid.uuid4)
    known_by = models.UUIDField(null=True)
    gateway_reference = models.CharField(max_length=100, blank=True)
    page_reference = models.CharField(max_length=100, blank=True)
    capture_reference = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=20, choices=[(status.value, status.value) for status in AttemptStatus])
    is_in_review = models.BooleanField(default=False)
    next_action = models.JSONField(null=True)
    reported_minor = models.BigIntegerField(null=True)
    reported_currency = models.CharField(max_length=3, blank=True)
    authorised_minor = models.BigIntegerField(default=0)
    captured_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    refund_pending_minor = models.BigIntegerField(default=0)
    handed_back_minor = models.BigIntegerField(default=0)
    charged_back_minor = models.BigIntegerField(default=0)
    is_unapplied = models.BooleanField(default=False)
    code = models.CharField(max_length=100, blank=True)
    brand = models.CharField(max_length=30, blank=True)
    call_started_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    asks = models.PositiveSmallIntegerField(default=0)
    ask_at = models.DateTimeField()
    count_again_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects: ClassVar = ScopedManager.from_queryset(PaymentAttemptQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "gateway_key"], name="attempt_key_once"),
            models.UniqueConstraint(
                fields=["tenant", "gateway_reference", "gateway"],
                condition=~Q(gateway_reference=""),
                name="attempt_reference_once",
            ),
            models.UniqueConstraint(
                fields=["tenant", "payment"], condition=Q(status__in=_OPEN), name="attempt_one_open"
            ),
            models.CheckConstraint(
                condition=Q(authorised_minor__gte=0, refunded_minor__gte=0, refund_pending_minor__gte=0)
                & Q(handed_back_minor__gte=0)
                & Q(captured_minor__gte=F("refunded_minor") + F("refund_pending_minor") + F("handed_back_minor")),
                name="attempt_refunds_what_it_took",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "payment"], name="attempt_of_payment"),
            models.Index(fields=["tenant", "page_reference"], condition=~Q(page_reference=""), name="attempt_of_page"),
            models.Index(
                fields=["tenant", "capture_reference"], condition=~Q(capture_reference=""), name="attempt_of_capture"
            ),
            models.Index(fields=["ask_at"], condition=Q(status__in=_OPEN), name="attempt_to_ask"),
            models.Index(
                fields=["count_again_at"], condition=Q(count_again_at__isnull=False), name="attempt_to_count_again"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.gateway_key} {self.status}"

    @property
    def unreturned(self) -> Money:
        """What its gateway took and has neither given back nor on its way."""
        left = self.captured_minor - self.refunded_minor - self.refund_pending_minor
        return Money(left, self.reported_currency or self.payment.currency)

    @property
    def kept(self) -> Money:
        """Of that, what the store did not give back by hand."""
        left = self.unreturned
        return Money(left.minor - self.handed_back_minor, left.currency)

    @property
    def refundable(self) -> Money:
        """Of that, what the payer's bank did not take back already."""
        left = self.kept
        return Money(max(left.minor - max(self.charged_back_minor, 0), 0), left.currency)
