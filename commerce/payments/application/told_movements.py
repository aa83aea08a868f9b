"""What a webhook tells of a movement, as it is stored with its event."""

from __future__ import annotations

from typing import Any

from commerce.core.money import Money
from commerce.payments.domain.conversations import EventKind, VerifiedEvent
from commerce.payments.domain.values import Outcome, Snapshot

_MOVEMENTS = frozenset({EventKind.OPERATION, EventKind.CHARGEBACK})


def movement_in(event: VerifiedEvent) -> dict[str, Any] | None:
    """None where the event is of a payment, or says nothing that may be believed: then the gateway is asked."""
    told = event.snapshot
    if told is None or told.amount is None or event.kind not in _MOVEMENTS:
        return None
    return {
        "outcome": told.outcome.value,
        "reference": told.reference,
        "key": told.key,
        "minor": told.amount.minor,
        "currency": told.amount.currency,
    }


def from_json(stored: dict[str, Any]) -> Snapshot:
    return Snapshot(
        outcome=Outcome(stored["outcome"]),
        reference=stored["reference"],
        amount=Money(stored["minor"], stored["currency"]),
        key=stored["key"],
    )
