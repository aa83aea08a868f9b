"""The pages at which payers pay."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from commerce.payments.application.accounts import capabilities_of
from commerce.payments.application.queries import attempt_is_being_checked
from commerce.payments.domain.states import AttemptStatus, may_be_in_flight, page_ends_at
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


def page_open_until(payment_id: int) -> datetime | None:
    """Until when who owes this may be at the page they were given; None where there is none they could pay at."""
    attempt = PaymentAttempt.objects.open().filter(payment_id=payment_id).select_related("account").first()
    return None if attempt is None else page_closes_at(attempt)


def subjects_being_paid(subjects: Collection[str], now: datetime) -> frozenset[str]:
    """Those of which an attempt is open: its page's time is not over, what its payer did is being checked, or its money
    is in review; or a gateway is being asked for the page this moment."""
    of_these = PaymentAttempt.objects.open().filter(payment__subject__in=subjects)
    attempts = of_these.select_related("account", "payment")
    return frozenset(attempt.payment.subject for attempt in attempts if _is_under_way(attempt, now))


def _is_under_way(attempt: PaymentAttempt, now: datetime) -> bool:
    closes_at = page_closes_at(attempt)
    is_at_page = closes_at is not None and now < closes_at
    is_begun = may_be_in_flight(attempt.call_started_at, AttemptStatus(attempt.status), now)
    return is_at_page or is_begun or attempt_is_being_checked(attempt)
