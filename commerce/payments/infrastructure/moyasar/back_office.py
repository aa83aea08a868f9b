"""Captures, voids and refunds: the payment's own sums change, and nothing else says that it happened.

So each is sent with the sums from before it was decided, one after the other, never twice by itself; and it has
happened when the sum is exactly larger by its amount. A sum that is anything else (somebody refunded at Moyasar's own
desk meanwhile) can't be told apart and is a person's. A void is until the settlement; afterwards it is refused.
"""

from __future__ import annotations

from dataclasses import replace

from commerce.core.money import Money
from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.conversations import OperationKind, OperationRequest
from commerce.payments.domain.values import Outcome, Snapshot, Totals
from commerce.payments.infrastructure.moyasar.payments import not_told, refused, snapshot_of
from commerce.payments.infrastructure.moyasar.requests import path_of, read, send
from commerce.payments.infrastructure.transport.answers import NotSent

_DONE = {
    OperationKind.CAPTURE: Outcome.CAPTURED,
    OperationKind.VOID: Outcome.VOIDED,
    OperationKind.REFUND: Outcome.REFUNDED,
}


def operate(account: GatewayAccount, operation: OperationRequest) -> Snapshot:
    if operation.before is None and operation.kind is not OperationKind.VOID:
        raise NotSent("sums_before_are_missing", needs_operator=True)
    body = {} if operation.kind is OperationKind.VOID else {"amount": operation.amount.minor}
    answer = send(account, operation.kind, f"{path_of(operation.reference)}/{operation.kind}", body)
    if answer.status >= 400:
        return refused(answer)
    verdict = _verdict(snapshot_of(answer.body, account, answer.evidence), operation)
    # It was taken on and nothing has moved: perhaps it will.
    return replace(verdict, outcome=Outcome.UNKNOWN) if verdict.outcome is Outcome.NOT_FOUND else verdict


def find(account: GatewayAccount, operation: OperationRequest) -> Snapshot:
    answer = read(account, "status", path_of(operation.reference))
    if answer.status >= 400:
        # A payment that moves money is not unheard of: what is not told is not undone.
        return replace(not_told(answer), outcome=Outcome.UNKNOWN, needs_operator=True)
    return _verdict(snapshot_of(answer.body, account, answer.evidence), operation)


def _verdict(payment: Snapshot, operation: OperationRequest) -> Snapshot:
    """The payment as it stands, as a word on this operation."""
    if operation.kind is OperationKind.VOID:
        is_done = payment.outcome is Outcome.VOIDED
        return replace(payment, outcome=Outcome.VOIDED if is_done else Outcome.NOT_FOUND, amount=operation.amount)
    before, after = operation.before, payment.totals
    if before is None or after is None:
        return replace(payment, outcome=Outcome.UNKNOWN, code="sums_missing", needs_operator=True)
    was, now = _sum(before, operation.kind), _sum(after, operation.kind)
    if now == was:
        return replace(payment, outcome=Outcome.NOT_FOUND, amount=operation.amount)
    if now == was + operation.amount:
        return replace(payment, outcome=_DONE[operation.kind], amount=operation.amount)
    return replace(payment, outcome=Outcome.UNKNOWN, code="sums_moved_otherwise", needs_operator=True)


def _sum(totals: Totals, kind: OperationKind) -> Money:
    return totals.captured if kind is OperationKind.CAPTURE else totals.refunded
