"""Moyasar's payment as a snapshot.

One object that each movement changes: there is no name for a refund or a capture, only the sums. A plain sale that is
paid keeps `captured` at nought, so its sum is `amount`; after a refund the sum decides and not the status, whose value
after a part of it is not confirmed. Amounts are whole minor units. Source: docs.moyasar.com, and the fixtures of its
own client libraries.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from commerce.core.money import Money
from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.values import Outcome, Snapshot, Totals
from commerce.payments.infrastructure.transport.amounts import from_minor_units
from commerce.payments.infrastructure.transport.answers import Answer, text_at

METADATA_KEY = "attempt"

_OUTCOMES = {
    "initiated": Outcome.PENDING,
    "paid": Outcome.CAPTURED,
    "authorized": Outcome.AUTHORISED,
    "captured": Outcome.CAPTURED,
    "refunded": Outcome.CAPTURED,  # the payment was; what went back is in its totals
    "failed": Outcome.DECLINED,
    "expired": Outcome.DECLINED,
    "voided": Outcome.VOIDED,
    "void": Outcome.VOIDED,
}
_SOLD = frozenset({"paid", "refunded"})
_WEIGHT = {
    Outcome.CAPTURED: 6,
    Outcome.AUTHORISED: 5,
    Outcome.VOIDED: 4,
    Outcome.SETTLING: 3,
    Outcome.UNKNOWN: 3,
    Outcome.PENDING: 2,
}


def snapshot_of(body: Any, account: GatewayAccount, evidence: str) -> Snapshot:
    """One payment. A bill at the bank (SADAD) that was begun waits for the bank and not for a page."""
    status, source = text_at(body, "status"), text_at(body, "source", "type")
    outcome = _OUTCOMES.get(status, Outcome.UNKNOWN)
    if outcome is Outcome.PENDING and source == "sadadbill":
        outcome = Outcome.SETTLING
    totals = totals_of(body)
    return Snapshot(
        outcome=outcome,
        reference=f"payments/{text_at(body, 'id')}",
        amount=totals.captured if totals and outcome is Outcome.CAPTURED else _money(body, "amount"),
        code=text_at(body, "source", "response_code") or status,
        message=text_at(body, "source", "message"),
        key=text_at(body, "metadata", METADATA_KEY),
        requested=_money(body, "amount"),
        totals=totals,
        is_test=account.is_test,  # the key decides, and only its own mode's payments are shown to it
        brand=text_at(body, "source", "company") or source,
        masked_card=text_at(body, "source", "number")[-4:],
        occurred_at=_instant(text_at(body, "updated_at")),
        evidence=evidence,
    )


def totals_of(body: Any) -> Totals | None:
    """What was captured and refunded so far; None where the body does not say."""
    amount, captured, refunded = (_money(body, name) for name in ("amount", "captured", "refunded"))
    if amount is None or captured is None or refunded is None:
        return None
    is_sale = captured.is_zero and text_at(body, "status") in _SOLD
    return Totals(amount if is_sale else captured, refunded)


def most_telling(snapshots: list[Snapshot]) -> Snapshot:
    """Of several tries at one attempt, the one in which money moved, or still may."""
    return max(snapshots, key=lambda snapshot: _WEIGHT.get(snapshot.outcome, 0))


def refused(answer: Answer) -> Snapshot:
    """An error instead of a payment. Keys, rights and an account that is not live yet turn the request away unread, and
    are no verdict on the payer."""
    is_not_let_in = answer.status in {401, 403, 405}
    outcome = Outcome.NOT_SENT if is_not_let_in else Outcome.DECLINED
    return Snapshot(
        Outcome.NOT_FOUND if answer.status == 404 else outcome,
        code=text_at(answer.body, "type") or str(answer.status),
        message=text_at(answer.body, "message"),
        needs_operator=is_not_let_in,
        evidence=answer.evidence,
    )


def not_told(answer: Answer) -> Snapshot:
    """An error in answer to a question tells nothing, unless it is that there is no such payment."""
    snapshot = refused(answer)
    outcome = snapshot.outcome if snapshot.outcome is Outcome.NOT_FOUND else Outcome.UNKNOWN
    return Snapshot(
        outcome, code=snapshot.code, message=snapshot.message, needs_operator=snapshot.needs_operator,
        evidence=answer.evidence,
    )  # fmt: skip


def _money(body: Any, name: str) -> Money | None:
    value = body.get(name) if isinstance(body, dict) else None
    return from_minor_units(value, text_at(body, "currency"))


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
