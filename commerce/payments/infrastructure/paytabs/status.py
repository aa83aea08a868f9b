"""How an attempt stands: by the platform's reference, or by our key.

Not confirmed, and read tolerantly: the order of a query's list, what is answered about a page nobody paid, and the code
for a reference or key that is not known. Only an empty list, or an error that says so, counts as "never heard of it".

A sale that waits for its payer's bank (a bill, a payment request) is ended by another one in its cart, which names it
as the previous one: the first says "pending" for ever.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.matching import leaves_room, more_telling, moved_among
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.infrastructure.paytabs.requests import query
from commerce.payments.infrastructure.paytabs.result_codes import FOLLOW_UPS
from commerce.payments.infrastructure.paytabs.transactions import (
    error_in,
    is_of_another_profile,
    refused,
    snapshot_of,
    type_of,
)
from commerce.payments.infrastructure.transport.answers import Answer

_MONEY = frozenset({Outcome.CAPTURED, Outcome.AUTHORISED})
_WEIGHT = {Outcome.CAPTURED: 6, Outcome.AUTHORISED: 5, Outcome.SETTLING: 4, Outcome.UNKNOWN: 3, Outcome.PENDING: 2}


def stand_of(account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
    if not attempt.reference:
        return by_key(account, attempt)
    answer = query(account, {"tran_ref": attempt.reference})
    if error_in(answer):
        return not_told(answer)
    found = [body for body in transactions_in(answer) if type_of(body) not in FOLLOW_UPS]
    known = _one_of(account, found, answer)
    if known.outcome is Outcome.SETTLING:
        return _in_the_end(known, by_key(account, attempt))
    # Nobody paid at this page: perhaps with another card, or at another page, whose answer was lost on its way to us.
    return more_telling(known, by_key(account, attempt)) if leaves_room(known) else known


def _in_the_end(pending: Snapshot, others: Snapshot) -> Snapshot:
    """What its cart says of it since: its own end, or money by another try. Anything else leaves it pending."""
    is_its_end = others.parent != "" and others.parent == pending.reference
    return others if is_its_end or others.outcome in _MONEY else pending


def by_key(account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
    """Of several pages under one key, the one that was paid."""
    answer = query(account, {"cart_id": str(attempt.key)})
    if error_in(answer):
        return not_told(answer)
    found = [
        body
        for body in transactions_in(answer)
        if type_of(body) not in FOLLOW_UPS and body["tran_ref"] not in attempt.beside
    ]
    return _one_of(account, found, answer)


def all_moved(account: GatewayAccount, attempt: AttemptReference) -> tuple[Snapshot, ...] | None:
    """Every sale or hold by our key that took place, and what followed under it: the portal's follow-ups keep the cart
    of what they are of, ours have their own. None where that was not told."""
    answer = query(account, {"cart_id": str(attempt.key)})
    if error_in(answer):
        return None
    return moved_among(_of_the_cart(body, answer) for body in transactions_in(answer))


def _of_the_cart(body: dict[str, Any], answer: Answer) -> Snapshot:
    """A sale that names another is the later end of a pending one, and a payment like any."""
    snapshot = snapshot_of(body, answer.evidence)
    return snapshot if type_of(body) in FOLLOW_UPS else replace(snapshot, parent="")


def transactions_in(answer: Answer) -> list[dict[str, Any]]:
    """A list by key, one object by reference; either way, what looks like a transaction."""
    listed = answer.body if isinstance(answer.body, list) else [answer.body]
    return [body for body in listed if isinstance(body, dict) and body.get("tran_ref")]


def not_told(answer: Answer) -> Snapshot:
    """An error tells nothing about the money, unless it says that there is no such transaction."""
    snapshot = refused(answer)
    outcome = snapshot.outcome if snapshot.outcome is Outcome.NOT_FOUND else Outcome.UNKNOWN
    return Snapshot(
        outcome, code=snapshot.code, message=snapshot.message, needs_operator=snapshot.needs_operator,
        evidence=answer.evidence,
    )  # fmt: skip


def _one_of(account: GatewayAccount, found: list[dict[str, Any]], answer: Answer) -> Snapshot:
    if not found:
        return Snapshot(Outcome.NOT_FOUND, evidence=answer.evidence)
    if any(is_of_another_profile(body, account) for body in found):
        return Snapshot(Outcome.UNKNOWN, code="other_profile", needs_operator=True, evidence=answer.evidence)
    snapshots = _without_ended([snapshot_of(body, answer.evidence) for body in found])
    return max(snapshots, key=lambda snapshot: _WEIGHT.get(snapshot.outcome, 0))


def _without_ended(snapshots: list[Snapshot]) -> list[Snapshot]:
    """Pending ones say nothing beside their end."""
    ended = {one.parent for one in snapshots if one.parent not in {"", one.reference}}
    return [one for one in snapshots if one.outcome is not Outcome.SETTLING or one.reference not in ended]
