"""Telling a person what does not agree."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from commerce.payments.domain.discrepancies import Finding
from commerce.payments.models import Discrepancy, Payment

log = logging.getLogger(__name__)


def found(finding: Finding, key: str, payment: Payment | None, facts: Mapping[str, str], now: datetime) -> None:
    """The finding is on the store's list, once; a closed one is not opened again. Facts bear no secrets, no cards."""
    row = Discrepancy(payment=payment, finding=finding, key=key[:160], facts=dict(facts), found_at=now)
    Discrepancy.objects.bulk_create([row], ignore_conflicts=True)
    log.error("payment %s: %s (%s)", payment.pk if payment else None, finding.value, key)


def was_found(finding: Finding, key: str) -> bool:
    """Whether that is on the store's list, or was before somebody closed it."""
    return Discrepancy.objects.filter(finding=finding, key=key[:160]).exists()
