"""The activity log: who did what to which object, written in the transaction that does it and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from commerce.core import clock
from commerce.core.actors import Actor, current_actor
from commerce.core.bilingual import Bilingual
from commerce.core.folding import fold
from commerce.core.models import AuditEntry
from commerce.core.money import Money
from commerce.core.scope import current_tenant_id

LONGEST_NAME = 200
MOST_ROWS = 1000

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done to one object, under the name it has then.

    `before` and `after` hold what changed and nothing else: Money, Bilingual, numbers, words, lists of them. Never a
    password, a token or a card; of shoppers no more than an id.
    """

    kind: str
    action: str
    object_id: int | None
    name: Bilingual
    before: Facts = field(default_factory=dict)
    after: Facts = field(default_factory=dict)
    reason: str = ""


def record(*deeds: Deed, actor: Actor | None = None) -> None:
    """The store's log has these deeds, done by `actor` or else by whom the edge named. One statement per 1,000.

    Refuses to run outside a transaction: a deed is kept or lost together with what it tells. Raises ActorUnset.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a deed is recorded inside the transaction that does it")
    if not deeds:
        return
    who, tenant_id, now = actor or current_actor(), current_tenant_id(), clock.now()
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(
                tenant_id=tenant_id,
                at=now,
                actor_kind=who.kind,
                actor_id=who.id,
                actor_name=who.name[:LONGEST_NAME],
                kind=deed.kind,
                action=deed.action,
                object_id=deed.object_id,
                name_ar=deed.name.ar[:LONGEST_NAME],
                name_en=deed.name.en[:LONGEST_NAME],
                words=fold(f"{deed.name.ar[:LONGEST_NAME]} {deed.name.en[:LONGEST_NAME]}"),
                before=_plain(deed.before),
                after=_plain(deed.after),
                reason=deed.reason[:300],
            )
            for deed in deeds
        ],
        batch_size=MOST_ROWS,
    )


def difference(before: Facts, after: Facts) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was, and what is, of those facts alone that differ; a fact one side does not have stands on the other."""
    differing = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return (
        {name: before[name] for name in differing if name in before},
        {name: after[name] for name in differing if name in after},
    )


def _plain(value: Any) -> Any:
    """As JSON holds it; money as minor units with their currency."""
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    if isinstance(value, Bilingual):
        return {"ar": value.ar, "en": value.en}
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value
