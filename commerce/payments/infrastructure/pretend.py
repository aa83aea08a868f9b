"""The practice gateway: an outside system in every respect but that it runs here, on a page and a journal of its own.

On its page the payer decides what it answers. No money moves; it is offered where the settings name it, never in
production.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.urls import reverse

from commerce.core import clock
from commerce.core.bilingual import Bilingual
from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.capabilities import Capabilities
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.values import (
    Outcome,
    PaymentMethod,
    Redirect,
    Snapshot,
    StartRequest,
    StartResult,
)
from commerce.payments.models import PretendPayment

SETTLING = timedelta(seconds=20)


class Play(StrEnum):
    """What the payer makes the gateway do. After a time-out it turns out, a while later, that no money moved."""

    APPROVE = "approve"
    DECLINE = "decline"
    TIME_OUT = "time_out"
    CONFIRM_LATER = "confirm_later"


class PretendGateway:
    method = PaymentMethod(
        code="pretend",
        name=Bilingual(ar="دفع تجريبي", en="Practice payment"),
        description=Bilingual(
            ar="صفحة تدريب تختار فيها نتيجة الدفع. لا تُطلب بطاقة ولا يُخصم أي مبلغ.",
            en="A practice page on which you choose the result. No card is asked for and no money moves.",
        ),
        capabilities=Capabilities(),
    )

    def capabilities(self, account: GatewayAccount, brand: str = "") -> Capabilities:
        return self.method.capabilities

    def start(self, account: GatewayAccount, request: StartRequest) -> StartResult:
        """Idempotent by `gateway_key`, as gateways with client-chosen ids are."""
        with transaction.atomic():
            row, _ = PretendPayment.objects.get_or_create(
                gateway_key=request.gateway_key,
                defaults={
                    "reference": f"PRACTICE-{secrets.token_hex(12).upper()}",
                    "amount_minor": request.amount.minor,
                    "currency": request.amount.currency,
                    "return_url": request.return_url,
                    "notification_url": request.notification_url,
                },
            )
        page = reverse("payments:pretend", args=[row.reference])
        return StartResult(Snapshot(Outcome.PENDING, row.reference, row.amount), Redirect(page))

    def find(self, account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
        with transaction.atomic():
            row = PretendPayment.objects.filter(gateway_key=attempt.key).first()
        if row is None:
            return Snapshot(Outcome.NOT_FOUND)
        return Snapshot(_outcome(row, clock.now()), row.reference, row.amount, code=row.play)


def _outcome(row: PretendPayment, now: datetime) -> Outcome:
    if row.play == Play.APPROVE:
        return Outcome.CAPTURED
    if row.play == Play.DECLINE:
        return Outcome.DECLINED
    is_settled = row.settles_at is not None and row.settles_at <= now
    if row.play == Play.TIME_OUT:
        return Outcome.NOT_FOUND if is_settled else Outcome.UNKNOWN
    if row.play == Play.CONFIRM_LATER:
        return Outcome.CAPTURED if is_settled else Outcome.SETTLING
    return Outcome.PENDING


def open_page(reference: str) -> PretendPayment | None:
    """What the gateway's own page shows."""
    return PretendPayment.objects.filter(reference=reference).first()


def choose(reference: str, play: Play, now: datetime) -> PretendPayment:
    """The payer has chosen; the first choice counts. Returns the journal's row, for the way back."""
    with transaction.atomic():
        row: PretendPayment = PretendPayment.objects.select_for_update().get(reference=reference)
        if row.play:
            return row
        row.play = play
        if play in {Play.CONFIRM_LATER, Play.TIME_OUT}:
            row.settles_at = now + SETTLING
        if play is Play.CONFIRM_LATER:
            row.notify_at = row.settles_at
        row.save(update_fields=["play", "settles_at", "notify_at"])
        return row
