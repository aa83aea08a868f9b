"""Requests that happen once, however often they are sent."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from commerce.core.errors import Refusal
from commerce.core.models import IdempotencyKey
from commerce.core.scope import current_tenant_id, system_scope, tenant_scope

KEPT = timedelta(days=30)

# At the unique constraint a second request would wait for the first one's transaction. The lock says at once whether
# there is one, ends with its transaction however that ends, and needs no clock to tell a slow request from a dead one.
TAKE = """
    WITH gate AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(%(gate)s) AS is_open)
    INSERT INTO core_idempotencykey (tenant_id, actor, key, fingerprint, created_at)
    SELECT %(tenant)s, %(actor)s, %(key)s, %(fingerprint)s, %(now)s FROM gate WHERE is_open
    ON CONFLICT (tenant_id, actor, key) DO NOTHING
    RETURNING id
"""


class KeyMissing(Refusal):
    """The request must carry an idempotency key of 1 to 255 characters."""

    code = "idempotency_key_missing"


class KeyReused(Refusal):
    """The key was used for a different request."""

    code = "idempotency_key_reused"


class KeyInFlight(Refusal):
    """A request with this key is being done at this moment; ask again for its answer."""

    code = "idempotency_key_in_flight"


def fingerprint(request: dict[str, Any]) -> str:
    """The same for the same request, whatever the order of its fields."""
    return hashlib.sha256(json.dumps(request, sort_keys=True, default=str).encode()).hexdigest()


def begin(*, actor: str, key: str, request: dict[str, Any], now: datetime) -> IdempotencyKey:
    """The actor's key; its `answer` is set when the request was done before.

    Nobody waits: while another request with the key is being done it refuses KeyInFlight, and when that one is rolled
    back the key is free. Refuses KeyMissing, and KeyReused when the stored request differs. Call inside the transaction
    that does the work, and `remember` in it, so that no answer is kept of work that was refused.
    """
    if not 0 < len(key) <= 255:
        raise KeyMissing
    digest = fingerprint(request)
    tenant_id = current_tenant_id()
    facts: dict[str, Any] = {"tenant": tenant_id, "actor": actor, "key": key, "fingerprint": digest, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, facts | {"gate": _gate(tenant_id, actor, key)})
        taken = cursor.fetchone()
    if taken is not None:
        return IdempotencyKey(pk=taken[0], actor=actor, key=key, fingerprint=digest, created_at=now)
    row: IdempotencyKey | None = IdempotencyKey.objects.filter(actor=actor, key=key).first()
    if row is None:
        raise KeyInFlight(key=key)
    if row.fingerprint != digest:
        raise KeyReused(key=key)
    return row


def _gate(tenant_id: int, actor: str, key: str) -> int:
    """64 bits that name this request among all stores'."""
    digest = hashlib.sha256(json.dumps([tenant_id, actor, key]).encode()).digest()
    return int.from_bytes(digest[:8], signed=True)


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
