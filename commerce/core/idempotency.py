"""Requests that happen once, however often they are sent."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from commerce.core.errors import Refusal
from commerce.core.models import IdempotencyKey
from commerce.core.scope import system_scope, tenant_scope

KEPT = timedelta(days=30)


class KeyMissing(Refusal):
    """The request must carry an idempotency key of 1 to 255 characters."""

    code = "idempotency_key_missing"


class KeyReused(Refusal):
    """The key was used for a different request."""

    code = "idempotency_key_reused"


def fingerprint(request: dict[str, Any]) -> str:
    """The same for the same request, whatever the order of its fields."""
    return hashlib.sha256(json.dumps(request, sort_keys=True, default=str).encode()).hexdigest()


def begin(*, actor: str, key: str, request: dict[str, Any], now: datetime) -> IdempotencyKey:
    """The actor's key; its `answer` is set when the request was done before.

    A second request with the key waits at the unique constraint for the first one's transaction, and then finds its
    answer, or the key free when that was rolled back. Refuses KeyMissing, and KeyReused when the stored request
    differs. Call inside the transaction that does the work, and `remember` in it.
    """
    if not 0 < len(key) <= 255:
        raise KeyMissing
    digest = fingerprint(request)
    IdempotencyKey.objects.bulk_create(
        [IdempotencyKey(actor=actor, key=key, fingerprint=digest, created_at=now)], ignore_conflicts=True
    )
    row: IdempotencyKey = IdempotencyKey.objects.get(actor=actor, key=key)
    if row.fingerprint != digest:
        raise KeyReused(key=key)
    return row


def remember(row: IdempotencyKey, answer: dict[str, Any]) -> None:
    """Store what was answered, in the transaction that did the work."""
    row.answer = answer
    row.save(update_fields=["answer"])


def forget_old_keys(*, now: datetime, most: int = 1000) -> int:
    """Keys of every store that are older than `KEPT` are gone, the oldest first; returns how many.

    Safe to run twice.
    """
    with system_scope(), transaction.atomic():
        old = IdempotencyKey.objects.filter(created_at__lt=now - KEPT).order_by("created_at")
        pairs = list(old.values_list("tenant_id", "id")[:most])
    keys_of: dict[int, list[int]] = {}
    for tenant_id, key_id in pairs:
        keys_of.setdefault(tenant_id, []).append(key_id)
    for tenant_id, key_ids in keys_of.items():
        with tenant_scope(tenant_id), transaction.atomic():
            IdempotencyKey.objects.filter(pk__in=key_ids).delete()
    return len(pairs)
