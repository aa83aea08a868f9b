"""Money that came beside what an attempt is known by."""

from __future__ import annotations

from datetime import datetime

from commerce.payments.domain.states import AttemptStatus
from commerce.payments.models import PaymentAttempt


def beside(attempt: PaymentAttempt, reference: str, status: AttemptStatus, now: datetime) -> PaymentAttempt:
    """The attempt of its own that it is, under the gateway's name for it, on which whatever goes back of it builds.
    Told twice, it is one. The payment is locked by the caller."""
    same = {"gateway": attempt.gateway, "gateway_reference": reference}
    facts = {
        "payment_id": attempt.payment_id,
        "account_id": attempt.account_id,
        "channel": attempt.channel,
        "known_by": attempt.known_by or attempt.gateway_key,
        "status": status,
        "ask_at": now,
        "created_at": now,
    }
    second: PaymentAttempt = PaymentAttempt.objects.get_or_create(**same, defaults=facts)[0]
    return second
