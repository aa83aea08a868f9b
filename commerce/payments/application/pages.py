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


def counted_again_at(attempt: PaymentAttempt) -> datetime | None:
    """When it is asked whether its page was paid at twice; None where no company could tell."""
    return page_closes_at(attempt) if attempt.account_id is not None else None
