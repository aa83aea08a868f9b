"""The codes with which banks refuse cards, by ISO 8583. A failed 3-D Secure has none of its own here."""

from __future__ import annotations

from commerce.payments.domain.declines import DeclineReason

_REASONS = {
    "51": DeclineReason.FUNDS,
    "91": DeclineReason.BANK_UNAVAILABLE,
    "96": DeclineReason.BANK_UNAVAILABLE,
}


def why_declined(code: str) -> DeclineReason | None:
    return _REASONS.get(code)
