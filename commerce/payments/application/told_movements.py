"""What a webhook tells of money, as it is stored with its event."""

from __future__ import annotations

from typing import Any

from commerce.core.money import Money
from commerce.payments.domain.conversations import EventKind, VerifiedEvent
from commerce.payments.domain.values import Outcome, Snapshot


def movement_in(event: VerifiedEvent) -> dict[str, Any] | None:
    """None where the event says nothing that may be believed. What lets a whole payment go may bear no amount, nor need
    a payment that the gateway is asked about."""
    told = event.snapshot
    if told is None or event.kind is EventKind.OTHER:
        return None
    needs_amount = event.kind is not EventKind.PAYMENT and told.outcome is not Outcome.VOIDED
    if needs_amount and told.amount is None:
        return None
    return {
        "outcome": told.outcome.value,
        "reference": told.reference,
        "key": told.key,
        "parent": told.parent,
        "minor": None if told.amount is None else told.amount.minor,
        "currency": "" if told.amount is None else told.amount.currency,
    }


def from_json(stored: dict[str, Any]) -> Snapshot:
    return Snapshot(
        outcome=Outcome(stored["outcome"]),
        reference=stored["reference"],
        amount=None if stored["minor"] is None else Money(stored["minor"], stored["currency"]),
        key=stored["key"],
        parent=stored.get("parent", ""),  # events from before it was kept have none
    )
