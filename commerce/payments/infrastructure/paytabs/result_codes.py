"""Status letters, transaction types and errors, and what they mean.

The letter counts and not `response_code`, whose values differ by acquirer. Source: paytabscom/php-sdk, Enums/TranStatus
and Helpers (2026-07). A letter nobody knows is UNKNOWN.

On hold (`H`) is authorised and waits for the merchant's own review, a sale as well: nothing is the store's before that
has ended. Whether a sale's money has moved by then is not confirmed. Counted as held it can't be given back before it
came, and is taken when it comes. A follow-up on hold is not done yet.
"""

from __future__ import annotations

from enum import IntEnum

from commerce.payments.domain.declines import DeclineReason
from commerce.payments.domain.values import Outcome


class Error(IntEnum):
    AUTHENTICATION = 1
    DUPLICATE = 4
    CURRENCY = 206
    BALANCE_EXCEEDED = 342


_APPROVED = {
    "sale": Outcome.CAPTURED,
    "capture": Outcome.CAPTURED,
    "auth": Outcome.AUTHORISED,
    "authext": Outcome.AUTHORISED,
    "refund": Outcome.REFUNDED,
    "void": Outcome.VOIDED,
    "release": Outcome.VOIDED,
}
_ON_HOLD = {
    **dict.fromkeys(("sale", "auth", "authext"), Outcome.AUTHORISED),
    **dict.fromkeys(("capture", "void", "release", "refund"), Outcome.SETTLING),
}
_LETTERS = {
    "P": Outcome.SETTLING,
    "V": Outcome.VOIDED,
    "E": Outcome.DECLINED,
    "D": Outcome.DECLINED,
    "X": Outcome.DECLINED,
    "C": Outcome.DECLINED,
}
FOLLOW_UPS = frozenset({"capture", "void", "release", "refund"})
REVIEW = "H"
# Errors that are the account's or ours, and no verdict on the payer's card.
_OURS = frozenset({Error.AUTHENTICATION, Error.CURRENCY})


def outcome_of(tran_type: str, letter: str, message: str) -> Outcome:
    """`tran_type` in small letters. An error that tells of a time-out after a follow-up leaves open what moved."""
    if letter == REVIEW:
        return _ON_HOLD.get(tran_type, Outcome.UNKNOWN)
    if letter == "A":
        return _APPROVED.get(tran_type, Outcome.UNKNOWN)
    if letter == "E" and tran_type in FOLLOW_UPS and "time" in message.lower():
        return Outcome.UNKNOWN
    return _LETTERS.get(letter, Outcome.UNKNOWN)


_BY_CODE = {
    "51": DeclineReason.FUNDS,
    "91": DeclineReason.BANK_UNAVAILABLE,
    "96": DeclineReason.BANK_UNAVAILABLE,
    "310": DeclineReason.THREE_DS,
}
_BY_LETTER = {"C": DeclineReason.LEFT, "E": DeclineReason.BANK_UNAVAILABLE}


def why_declined(code: str) -> DeclineReason | None:
    """Of a snapshot's code: the letter, and the acquirer's number after it where that is one banks share."""
    letter, _, number = code.partition(" ")
    return _BY_CODE.get(number) if letter == "D" else _BY_LETTER.get(letter)


def is_our_fault(code: int) -> bool:
    return code in _OURS
