"""How an attempt stands: by its checkout while that lives, or the payment it is known by; then by our key.

A payer whose card is refused may try another one at the same checkout, and that is a payment of its own: where the one
we know of took no money, all of them are asked for by our key. So they are when the checkout is gone, after half an
hour, which says nothing about the money. Asking is limited to twice a minute per id
(`Capabilities.seconds_between_asks`); the answer to one ask too many is UNKNOWN, not a refusal.
"""

from __future__ import annotations

from uuid import UUID

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.matching import leaves_room, more_telling, moved_among, without_beside
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.infrastructure.hyperpay.checkout import checkout_path
from commerce.payments.infrastructure.hyperpay.payments import (
    MOVING_TYPES,
    PAYMENT_TYPES,
    most_telling,
    of_types,
    snapshot_of,
)
from commerce.payments.infrastructure.hyperpay.requests import entity_for, named, read
from commerce.payments.infrastructure.hyperpay.result_codes import Meaning, meaning_of
from commerce.payments.infrastructure.transport.answers import Answer


def stand_of(account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
    if not attempt.reference:
        return by_key(account, attempt)
    known = _by_reference(account, attempt)
    return more_telling(known, by_key(account, attempt)) if leaves_room(known) else known


def _by_reference(account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
    facts = {"entityId": entity_for(account, attempt)}
    if attempt.reference.startswith("payments/"):
        return about_a_read(read(account, "payment", f"/v1/payments/{_id_in(attempt.reference)}", facts))
    return about_a_read(read(account, "status", checkout_path(attempt.reference), facts))


def by_key(account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
    answer = query(account, attempt, attempt.key)
    found = without_beside(of_types(answer, PAYMENT_TYPES), attempt)
    return most_telling(found) if found else without_payments(answer)


def all_moved(account: GatewayAccount, attempt: AttemptReference) -> tuple[Snapshot, ...] | None:
    """Every payment by our key that took or holds money, and what references it, from the portal too; None where
    that was not told."""
    facts = _by(account, attempt, attempt.key) | {"includeLinkedTransactions": "true"}
    answer = read(account, "query", "/v3/query", facts)
    found = of_types(answer, MOVING_TYPES)
    return moved_among(found) if found or without_payments(answer).outcome is Outcome.NOT_FOUND else None


def query(account: GatewayAccount, attempt: AttemptReference, key: UUID) -> Answer:
    """What went by this key on the attempt's channel."""
    return read(account, "query", "/v1/query", _by(account, attempt, key))


def _by(account: GatewayAccount, attempt: AttemptReference, key: UUID) -> dict[str, str]:
    return {"entityId": entity_for(account, attempt), "merchantTransactionId": str(key)}


def without_payments(answer: Answer) -> Snapshot:
    """An answer that lists no payment of the kind: that there is none, or that it could not be told."""
    snapshot = about_a_read(answer)
    is_empty_list = meaning_of(snapshot.code) is Meaning.SUCCESS
    return Snapshot(Outcome.NOT_FOUND, code=snapshot.code, evidence=answer.evidence) if is_empty_list else snapshot


def about_a_read(answer: Answer) -> Snapshot:
    """A payment as it was read. Our own fault in asking (keys, entity) tells nothing about it."""
    snapshot = snapshot_of(answer.body, answer.evidence)
    if meaning_of(snapshot.code) in {Meaning.OUR_FAULT, Meaning.NOT_LET_IN} and not snapshot.reference:
        return Snapshot(
            Outcome.UNKNOWN, code=snapshot.code, message=snapshot.message, needs_operator=True, evidence=answer.evidence
        )
    return snapshot


def _id_in(reference: str) -> str:
    return named(reference.removeprefix("payments/"))
