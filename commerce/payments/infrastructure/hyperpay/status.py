"""How an attempt stands: by its checkout while that lives, then by our key.

A checkout that is gone after half an hour says nothing about the money: the platform is asked by our key before
anything is believed. Asking is limited to twice a minute per id (`Capabilities.seconds_between_asks`); the answer to
one ask too many is UNKNOWN, not a refusal.
"""

from __future__ import annotations

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.infrastructure.hyperpay.checkout import checkout_path
from commerce.payments.infrastructure.hyperpay.payments import (
    PAYMENT_TYPES,
    code_in,
    most_telling,
    of_types,
    snapshot_of,
)
from commerce.payments.infrastructure.hyperpay.requests import entity_for, named, read
from commerce.payments.infrastructure.hyperpay.result_codes import Meaning, meaning_of
from commerce.payments.infrastructure.transport.answers import Answer


def stand_of(account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
    facts = {"entityId": entity_for(account, attempt.brand)}
    if attempt.reference.startswith("payments/"):
        answer = read(account, "payment", f"/v1/payments/{_id_in(attempt.reference)}", facts)
        return about_a_read(answer)
    if attempt.reference:
        answer = read(account, "status", checkout_path(attempt.reference), facts)
        if meaning_of(code_in(answer.body)) is not Meaning.SESSION_GONE:
            return about_a_read(answer)
    return by_key(account, attempt)


def by_key(account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
    answer = query(account, attempt.brand, str(attempt.key))
    found = of_types(answer, PAYMENT_TYPES)
    return most_telling(found) if found else without_payments(answer)


def query(account: GatewayAccount, brand: str, key: str) -> Answer:
    facts = {"entityId": entity_for(account, brand), "merchantTransactionId": key}
    return read(account, "query", "/v1/query", facts)


def without_payments(answer: Answer) -> Snapshot:
    """An answer that lists no payment of the kind: that there is none, or that it could not be told."""
    snapshot = about_a_read(answer)
    is_empty_list = meaning_of(snapshot.code) is Meaning.SUCCESS
    return Snapshot(Outcome.NOT_FOUND, code=snapshot.code, evidence=answer.evidence) if is_empty_list else snapshot


def about_a_read(answer: Answer) -> Snapshot:
    """A payment as it was read. Our own fault in asking (keys, entity) tells nothing about it."""
    snapshot = snapshot_of(answer.body, answer.evidence)
    if meaning_of(snapshot.code) is Meaning.OUR_FAULT and not snapshot.reference:
        return Snapshot(
            Outcome.UNKNOWN, code=snapshot.code, message=snapshot.message, needs_operator=True, evidence=answer.evidence
        )
    return snapshot


def _id_in(reference: str) -> str:
    return named(reference.removeprefix("payments/"))
