"""The platform's payments as snapshots.

What a code means depends on the payment's type: a success is a capture for DB and CP, a hold for PA, a void for RV, a
refund for RF. Source: hyperpay.docs.oppwa.com, and payloads recorded by its users.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.infrastructure.hyperpay.result_codes import Meaning, is_test, meaning_of
from commerce.payments.infrastructure.transport.amounts import from_major_units
from commerce.payments.infrastructure.transport.answers import Answer, text_at

PAYMENT_TYPES = frozenset({"DB", "PA"})

_SUCCESSES = {
    "DB": Outcome.CAPTURED,
    "CP": Outcome.CAPTURED,
    "PA": Outcome.AUTHORISED,
    "RV": Outcome.VOIDED,
    "RF": Outcome.REFUNDED,
    "CB": Outcome.CHARGED_BACK,
    "CR": Outcome.CHARGEBACK_REVERSED,
}
MOVING_TYPES = frozenset(_SUCCESSES)
_OUTCOMES = {
    Meaning.CREATED: Outcome.PENDING,
    Meaning.PENDING: Outcome.SETTLING,
    Meaning.UNCLEAR: Outcome.UNKNOWN,
    Meaning.DECLINED: Outcome.DECLINED,
    Meaning.OPERATION_REFUSED: Outcome.DECLINED,
    Meaning.OUR_FAULT: Outcome.DECLINED,
    Meaning.NOT_LET_IN: Outcome.DECLINED,
    Meaning.CHARGED_BACK: Outcome.CHARGED_BACK,
    Meaning.NOT_FOUND: Outcome.NOT_FOUND,
    Meaning.SESSION_GONE: Outcome.NOT_FOUND,
    Meaning.DUPLICATE: Outcome.UNKNOWN,
    Meaning.THROTTLED: Outcome.UNKNOWN,
}
# An answer about a payment is never "not found" by what it is paid with: the most telling one counts.
_WEIGHT = {
    Outcome.CAPTURED: 5,
    Outcome.AUTHORISED: 4,
    Outcome.VOIDED: 3,
    Outcome.SETTLING: 3,
    Outcome.UNKNOWN: 2,
    Outcome.PENDING: 1,
}


def code_in(body: Any) -> str:
    return text_at(body, "result", "code")


def snapshot_of(body: Any, evidence: str) -> Snapshot:
    """One payment, or what was said instead of one."""
    code = code_in(body)
    meaning = meaning_of(code)
    identifier, parent = text_at(body, "id"), text_at(body, "referencedId")
    return Snapshot(
        outcome=_outcome(meaning, text_at(body, "paymentType")),
        reference=f"payments/{identifier}" if identifier and text_at(body, "paymentType") else "",
        amount=from_major_units(body.get("amount"), text_at(body, "currency")) if isinstance(body, dict) else None,
        code=code,
        message=text_at(body, "result", "description"),
        key=text_at(body, "merchantTransactionId"),
        parent=f"payments/{parent}" if parent else "",
        is_test=is_test(code),
        is_in_review=meaning is Meaning.REVIEW,
        needs_operator=meaning in {Meaning.OUR_FAULT, Meaning.NOT_LET_IN, Meaning.REVIEW} or _is_unclear_money(code),
        brand=text_at(body, "paymentBrand"),
        masked_card=text_at(body, "card", "last4Digits"),
        occurred_at=_instant(text_at(body, "timestamp")),
        evidence=evidence,
    )


def of_types(answer: Answer, types: Iterable[str]) -> list[Snapshot]:
    """Payments of a query that are of these types."""
    wanted = frozenset(types)
    listed = answer.body.get("payments") if isinstance(answer.body, dict) else None
    bodies = listed if isinstance(listed, list) else [answer.body]
    return [snapshot_of(body, answer.evidence) for body in bodies if text_at(body, "paymentType") in wanted]


def most_telling(snapshots: list[Snapshot]) -> Snapshot:
    """Of several tries at one attempt, the one in which money moved, or still may."""
    return max(snapshots, key=lambda snapshot: _WEIGHT.get(snapshot.outcome, 0))


def _outcome(meaning: Meaning, payment_type: str) -> Outcome:
    if meaning in {Meaning.SUCCESS, Meaning.REVIEW}:
        return _SUCCESSES.get(payment_type, Outcome.UNKNOWN)
    return _OUTCOMES[meaning]


def _is_unclear_money(code: str) -> bool:
    """An automatic reversal failed, or a chargeback's second round: only a person can tell where the money is."""
    return code in {"000.400.030", "000.100.105", "000.100.106"}


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
