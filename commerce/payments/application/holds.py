"""Money that is held for a payment."""

from __future__ import annotations

from datetime import datetime, timedelta

from commerce.core.errors import Refusal
from commerce.payments.application.accounts import capabilities_of
from commerce.payments.domain.states import AttemptStatus
from commerce.payments.models import LedgerTransaction, Operation, Payment, PaymentAttempt


class MovementUnderWay(Refusal):
    """What is held is being taken or let go this moment, or nobody knows yet whether it was."""

    code = "movement_under_way"


def held_attempt(payment: Payment) -> PaymentAttempt | None:
    """The locked attempt by which money of this locked payment is held. Refuses MovementUnderWay."""
    holding = PaymentAttempt.objects.select_for_update().filter(
        payment=payment, authorised_minor__gt=0, captured_minor=0, status=AttemptStatus.SETTLING
    )
    attempt: PaymentAttempt | None = holding.first()
    if attempt is not None and Operation.objects.unsettled().filter(attempt=attempt).exists():
        raise MovementUnderWay
    return attempt


def was_held(attempt: PaymentAttempt) -> bool:
    """Whether what it took was held first: the books have the hold, or what took it has a name of its own."""
    return attempt.authorised_minor > 0 or bool(attempt.capture_reference)


def held_until(attempt: PaymentAttempt) -> datetime | None:
    """When the payer's bank lets go of what it holds by this attempt, which no gateway tells; None where nobody knows.
    One statement."""
    span = held_span(attempt)
    return None if span is None else span[1]


def held_span(attempt: PaymentAttempt) -> tuple[datetime, datetime] | None:
    """As `held_until`, with since when: counted from when the books have the hold, for a payer may take days between
    the start and the card."""
    days = capabilities_of(attempt).hold_days
    if days is None:
        return None
    posted = LedgerTransaction.objects.filter(source_kind="attempt", source_id=str(attempt.pk), purpose="held")
    since: datetime = posted.values_list("posted_at", flat=True).first() or attempt.created_at
    return since, since + timedelta(days=days)
