"""The pages at which payers pay."""

from __future__ import annotations

from datetime import datetime

from commerce.payments.application.accounts import capabilities_of
from commerce.payments.domain.states import page_ends_at
from commerce.payments.models import PaymentAttempt


def page_closes_at(attempt: PaymentAttempt) -> datetime | None:
    """From then on nobody can pay by this attempt; None where its payer was given no page."""
    if attempt.next_action is None or attempt.call_started_at is None:
        return None
    return page_ends_at(attempt.call_started_at, capabilities_of(attempt).page_seconds)


def counted_again_from(attempt: PaymentAttempt) -> datetime | None:
    """From when on an attempt that has ended is looked at again (`next_look`); None where nobody could pay by it, or no
    company could tell."""
    if attempt.account_id is None:
        return None
    closes_at = page_closes_at(attempt)
    return attempt.call_started_at if closes_at is None and attempt.captured_minor else closes_at
