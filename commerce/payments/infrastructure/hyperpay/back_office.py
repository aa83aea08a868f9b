"""Captures, voids and refunds: each a payment of its own that references the first, under a key of its own.

The platform knows no idempotency key, so nothing is sent twice here; what became of one is asked by its key. Payloads
have been seen in which a follow-up repeats the payment's key instead of bearing its own: a movement of the same kind
under the payment's key therefore makes "never heard of it" uncertain, and a person decides.

A hold of which a part was captured can't be reversed any more: the capture itself says that it is the last, so that the
rest is let go. That every brand takes that word is not confirmed; where it is refused nothing was captured, and a
person is told.
"""

from __future__ import annotations

from dataclasses import replace

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.conversations import OperationKind, OperationRequest
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.infrastructure.hyperpay.payments import most_telling, of_types, snapshot_of
from commerce.payments.infrastructure.hyperpay.requests import entity_for, named, send
from commerce.payments.infrastructure.hyperpay.result_codes import Meaning, meaning_of
from commerce.payments.infrastructure.hyperpay.status import query, without_payments
from commerce.payments.infrastructure.transport.amounts import in_major_units

_TYPES = {OperationKind.CAPTURE: "CP", OperationKind.VOID: "RV", OperationKind.REFUND: "RF"}


def operate(account: GatewayAccount, operation: OperationRequest) -> Snapshot:
    facts = {
        "entityId": entity_for(account, operation.attempt),
        "paymentType": _TYPES[operation.kind],
        "merchantTransactionId": str(operation.key),
    }
    if operation.kind is not OperationKind.VOID:  # a void lets the whole hold go
        facts |= {"amount": in_major_units(operation.amount), "currency": operation.amount.currency}
    if operation.kind is OperationKind.CAPTURE and operation.amount != operation.attempt.amount:
        facts["sequence"] = "FINAL"
    path = f"/v1/payments/{named(operation.reference.removeprefix('payments/'))}"
    answer = send(account, operation.kind, path, facts)
    snapshot = snapshot_of(answer.body, answer.evidence)
    if meaning_of(snapshot.code) in {Meaning.THROTTLED, Meaning.NOT_LET_IN}:
        return replace(snapshot, outcome=Outcome.NOT_SENT)
    return _as_asked(snapshot, operation)


def find(account: GatewayAccount, operation: OperationRequest) -> Snapshot:
    types = {_TYPES[operation.kind]}
    answer = query(account, operation.attempt, operation.key)
    found = of_types(answer, types)
    if found:
        return _as_asked(most_telling(found), operation)
    verdict = without_payments(answer)
    if verdict.outcome is not Outcome.NOT_FOUND:
        return verdict
    related = query(account, operation.attempt, operation.attempt.key)
    if of_types(related, types):
        return replace(verdict, outcome=Outcome.UNKNOWN, code="movement_without_key", needs_operator=True)
    return verdict


def _as_asked(snapshot: Snapshot, operation: OperationRequest) -> Snapshot:
    """Another amount than was asked for has moved: true, and nobody's plan."""
    moved = snapshot.outcome in {Outcome.CAPTURED, Outcome.REFUNDED}
    if moved and snapshot.amount != operation.amount:
        return replace(snapshot, contradiction="amount", needs_operator=True)
    return snapshot
