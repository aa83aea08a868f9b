"""Answers of the platform as snapshots.

Types come back capitalised and amounts as texts or numbers. What moved is `tran_total`; with a card's own discount it
differs from `cart_amount`, so both are told. The answer to a page that was not paid yet has `tran_total` "0" and no
currency. A test profile's references begin with TST.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.infrastructure.paytabs.result_codes import REVIEW, Error, is_our_fault, outcome_of
from commerce.payments.infrastructure.transport.amounts import from_major_units
from commerce.payments.infrastructure.transport.answers import Answer, text_at


def error_in(answer: Answer) -> int:
    """The platform's error code; nought where the answer is none."""
    code = answer.body.get("code") if isinstance(answer.body, dict) else None
    if isinstance(code, int) and not isinstance(code, bool):
        return code
    return int(code) if isinstance(code, str) and code.isascii() and code.isdecimal() else 0


def refused(answer: Answer) -> Snapshot:
    """An error instead of a transaction: nothing was begun, by a request that was turned away at the door (NOT_SENT),
    that names a transaction nobody knows (NOT_FOUND), or that was refused."""
    code, message = error_in(answer), text_at(answer.body, "message")
    outcome = Outcome.NOT_SENT if code == Error.AUTHENTICATION else Outcome.DECLINED
    return Snapshot(
        Outcome.NOT_FOUND if answer.status == 404 or "not found" in message.lower() else outcome,
        code=str(code),
        message=message,
        needs_operator=is_our_fault(code),
        evidence=answer.evidence,
    )


def type_of(body: Any) -> str:
    return text_at(body, "tran_type").lower()


def is_of_another_profile(body: Any, account: GatewayAccount) -> bool:
    """Bodies name the profile in one of two ways, or not at all."""
    named = text_at(body, "profile_id") or text_at(body, "profileId")
    return named not in {"", account.setting("profile_id")}


def snapshot_of(body: Any, evidence: str) -> Snapshot:
    """One transaction; PENDING where the payer has not paid yet, UNKNOWN where it can't be read."""
    letter, message = (text_at(body, "payment_result", part) for part in ("response_status", "response_message"))
    reference = text_at(body, "tran_ref")
    return Snapshot(
        outcome=_outcome(body, letter, message),
        reference=reference,
        amount=from_major_units(body.get("tran_total"), text_at(body, "tran_currency")) if letter else None,
        code=f"{letter} {text_at(body, 'payment_result', 'response_code')}".strip(),
        message=message,
        key=text_at(body, "cart_id"),
        parent=text_at(body, "previous_tran_ref"),
        requested=from_major_units(body.get("cart_amount"), text_at(body, "cart_currency")) if letter else None,
        is_test=reference.startswith("TST") if reference else None,
        is_in_review=letter == REVIEW,
        needs_operator=letter == REVIEW,
        brand=text_at(body, "payment_info", "card_scheme") or text_at(body, "payment_info", "payment_method"),
        masked_card=text_at(body, "payment_info", "payment_description")[-4:],
        occurred_at=_instant(text_at(body, "payment_result", "transaction_time")),
        evidence=evidence,
    )


def _outcome(body: Any, letter: str, message: str) -> Outcome:
    if letter:
        return outcome_of(type_of(body), letter, message)
    return Outcome.PENDING if text_at(body, "tran_ref") else Outcome.UNKNOWN


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
