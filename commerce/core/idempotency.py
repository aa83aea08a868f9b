"""Requests that happen once, however often they are sent."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from commerce.core.errors import Refusal
from commerce.core.models import IdempotencyKey


class KeyMissing(Refusal):
    """The request must carry an idempotency key of 1 to 255 characters."""

    code = "idempotency_key_missing"


class KeyReused(Refusal):
    """The key was used for a different request."""

    code = "idempotency_key_reused"


def fingerprint(request: dict[str, Any]) -> str:
    """The same for the same request, whatever the order of its fields."""
    return hashlib.sha256(json.dumps(request, sort_keys=True, default=str).encode()).hexdigest()


def begin(*, actor: str, key: str, request: dict[str, Any]) -> IdempotencyKey:
    """The actor's key, locked until the transaction ends; its `answer` is set when the request was done before.

    A second request with the key waits for the first one's transaction. Refuses KeyMissing, and KeyReused when the
    stored request differs. Call inside the transaction that does the work, and set `answer` in it.
    """
    if not 0 < len(key) <= 255:
        raise KeyMissing
    digest = fingerprint(request)
    IdempotencyKey.objects.bulk_create(
        [IdempotencyKey(actor=actor, key=key, fingerprint=digest)], ignore_conflicts=True
    )
    row: IdempotencyKey = IdempotencyKey.objects.select_for_update().get(actor=actor, key=key)
    if row.fingerprint != digest:
        raise KeyReused(key=key)
    return row


def remember(row: IdempotencyKey, answer: dict[str, Any]) -> None:
    """Store what was answered, in the transaction that did the work."""
    row.answer = answer
    row.save(update_fields=["answer"])
