"""Captures, voids and refunds: transactions of their own that name the first by `tran_ref`.

Our key of the operation is its `cart_id`, so that a query by it tells what became of it; that a follow-up may have a
cart of its own is what the official samples do. A void is of a hold that was not captured, in full; what a capture
left of it is released by its amount. An answer 409 says
that the first one landed. Source: paytabscom/php-sdk, Samples.
"""

from __future__ import annotations

from dataclasses import replace

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.conversations import OperationKind, OperationRequest
from commerce.payments.domain.operations import is_done
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.infrastructure.paytabs.requests import ask_for, query
from commerce.payments.infrastructure.paytabs.result_codes import Error
from commerce.payments.infrastructure.paytabs.status import not_told, transactions_in
from commerce.payments.infrastructure.paytabs.transactions import (
    error_in,
    is_of_another_profile,
    refused,
    snapshot_of,
    type_of,
)
from commerce.payments.infrastructure.transport.answers import NoClearAnswer, NotSent

_TYPES = {
    OperationKind.CAPTURE: frozenset({"capture"}),
    OperationKind.VOID: frozenset({"void", "release"}),
    OperationKind.REFUND: frozenset({"refund"}),
}


def operate(account: GatewayAccount, operation: OperationRequest) -> Snapshot:
    facts = {
        "tran_type": _type(operation),
        "tran_class": "ecom",
        "tran_ref": operation.reference,
        "cart_id": str(operation.key),
        "cart_description": str(operation.attempt.key),
    }
    answer = ask_for(account, operation.kind, facts, operation.amount)
    if error_in(answer) == Error.DUPLICATE:
        return _first_of(account, operation)
    if error_in(answer):
        return refused(answer)
    return _as_asked(snapshot_of(answer.body, answer.evidence), operation)


def _type(operation: OperationRequest) -> str:
    """A void is of a whole hold; what a capture left of one is released."""
    is_rest = operation.kind is OperationKind.VOID and operation.amount != operation.attempt.amount
    return "release" if is_rest else operation.kind.value


def _first_of(account: GatewayAccount, operation: OperationRequest) -> Snapshot:
    """The platform has it: where nobody could ask what came of it, that is not known."""
    try:
        return find(account, operation)
    except NotSent as trouble:
        raise NoClearAnswer(trouble.code) from None


def find(account: GatewayAccount, operation: OperationRequest) -> Snapshot:
    answer = query(account, {"cart_id": str(operation.key)})
    if error_in(answer):
        return not_told(answer)
    wanted = _TYPES[operation.kind]
    found = [body for body in transactions_in(answer) if type_of(body) in wanted]
    if not found:
        return Snapshot(Outcome.NOT_FOUND, evidence=answer.evidence)
    if any(is_of_another_profile(body, account) for body in found):
        return Snapshot(Outcome.UNKNOWN, code="other_profile", needs_operator=True, evidence=answer.evidence)
    snapshots = [_as_asked(snapshot_of(body, answer.evidence), operation) for body in found]
    return max(snapshots, key=lambda snapshot: _weight(snapshot, operation))


def _weight(snapshot: Snapshot, operation: OperationRequest) -> int:
    """What was done beats what was pending before: that it ends in a transaction of its own, as a sale's does, is not
    confirmed."""
    if is_done(operation.kind, snapshot.outcome):
        return 2
    return int(snapshot.outcome is not Outcome.DECLINED)


def _as_asked(snapshot: Snapshot, operation: OperationRequest) -> Snapshot:
    """A transaction without a verdict is unclear here: nobody has a page to go to. Another amount is nobody's plan."""
    if snapshot.outcome is Outcome.PENDING:
        return replace(snapshot, outcome=Outcome.UNKNOWN)
    moved = snapshot.outcome in {Outcome.CAPTURED, Outcome.REFUNDED}
    if moved and snapshot.amount != operation.amount:
        return replace(snapshot, contradiction="amount", needs_operator=True)
    return snapshot
