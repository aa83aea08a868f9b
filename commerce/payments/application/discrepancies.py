"""Telling a person what does not agree."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.models import Discrepancy, Payment, PaymentAttempt

log = logging.getLogger(__name__)


def found(finding: Finding, key: str, payment: Payment | None, facts: Mapping[str, str], now: datetime) -> None:
    """The finding is on the store's list, once; a closed one is not opened again. Facts bear no secrets, no cards."""
    told = {"payment": payment, "facts": dict(facts), "found_at": now}
    _, is_new = Discrepancy.objects.get_or_create(finding=finding, key=key[:160], defaults=told)
    if is_new:
        log.error("payment %s: %s (%s)", payment.pk if payment else None, finding.value, key)


def was_found(finding: Finding, key: str) -> bool:
    """Whether that is on the store's list, or was before somebody closed it."""
    return Discrepancy.objects.filter(finding=finding, key=key[:160]).exists()


def tell_of_account(attempt: PaymentAttempt, snapshot: Snapshot, now: datetime) -> None:
    """Who set the account up is told, once a day, that its gateway lets nothing of it in: no card was asked."""
    if snapshot.outcome is not Outcome.NOT_SENT or not snapshot.needs_operator:
        return
    account = f"{attempt.gateway} {attempt.account.mode}" if attempt.account else attempt.gateway
    key = f"account:{attempt.account_id}:{snapshot.code[:60]}:{now:%Y-%m-%d}"
    found(Finding.ACCOUNT_REFUSED, key, None, {"account": account, "code": snapshot.code}, now)
