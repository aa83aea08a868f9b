"""Seals over the activity log: a chain of hashes, made outside the hot path, that shows whether anyone touched it.

The chain alone shows what was altered, taken out of the middle or put in between. Whoever owns the database could
also cut its end off, or make it all anew: against that the head's hash is kept elsewhere (`manage.py
verify_activity` prints it), and must be found in the chain again.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from commerce.core.models import AuditEntry, AuditSeal, UnsealedEntry
from commerce.core.scope import system_scope, tenant_scope

log = logging.getLogger(__name__)

# So that a busy store gets a seal a minute and not one for every deed.
SEAL_AFTER = timedelta(minutes=1)
MOST_ENTRIES = 1000
BEGINNING = "0" * 64


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the chain says: its head and how much it covers, and everything that is not as it was sealed.

    `waiting` entries have no seal yet. No problems: nothing was touched.
    """

    head: str
    entries: int
    waiting: int
    problems: tuple[str, ...]


def seal_activity(*, now: datetime, most: int = 500) -> int:
    """Entries of every store that have waited `SEAL_AFTER` are sealed, with all that wait beside them; returns in how
    many stores. One that fails stops no other. Safe to run twice at once: the second finds the link made."""
    with system_scope(), transaction.atomic():
        waiting = UnsealedEntry.objects.filter(since__lte=now - SEAL_AFTER).order_by("since")
        due = list(waiting.values_list("tenant_id", "id")[:most])
    tenant_ids = sorted({tenant_id for tenant_id, _ in due})
    for tenant_id in tenant_ids:
        with tenant_scope(tenant_id):
            try:
                seal_store(now=now)
            except Exception:  # one store's defect must not leave the others unsealed
                log.exception("the activity of store %s could not be sealed", tenant_id)
    return len(tenant_ids)


def seal_store(*, now: datetime) -> int:
    """Everything the open scope's store has recorded so far is sealed; returns how many entries were."""
    sealed = 0
    while True:
        try:
            with transaction.atomic():
                number = _seal_some(now)
        except IntegrityError:  # another sealer made this link
            return sealed
        sealed += number
        if number < MOST_ENTRIES:
            return sealed


def _seal_some(now: datetime) -> int:
    marks = UnsealedEntry.objects.order_by("entry_id").select_for_update(skip_locked=True)[:MOST_ENTRIES]
    entry_ids = [mark.entry_id for mark in marks]
    if not entry_ids:
        return 0
    last = AuditSeal.objects.order_by("number").last()
    seal = AuditSeal(
        number=last.number + 1 if last else 1,
        entry_ids=entry_ids,
        entries=(last.entries if last else 0) + len(entry_ids),
        sealed_at=now,
    )
    entries = AuditEntry.objects.filter(pk__in=entry_ids).order_by("pk")
    seal.hash = _hash_of(seal, last.hash if last else BEGINNING, entries)
    seal.save(force_insert=True)
    UnsealedEntry.objects.filter(entry__in=entry_ids).delete()
    return len(entry_ids)


def _hash_of(seal: AuditSeal, before: str, entries: Iterable[AuditEntry]) -> str:
    """SHA-256 in hexadecimal of the link before, of this one's own facts and of every column of its entries."""
    own = {"before": before, "number": seal.number, "entries": seal.entries, "sealed_at": _instant(seal.sealed_at)}
    digest = hashlib.sha256(_canonical(own))
    for entry in entries:
        facts = {field.attname: getattr(entry, field.attname) for field in AuditEntry._meta.local_fields}
        digest.update(_canonical(facts | {"at": _instant(entry.at)}))
    return digest.hexdigest()


def _canonical(facts: dict[str, Any]) -> bytes:
    """One text for one content, in whatever order the database keeps its keys."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def verify_store(*, head: str | None = None) -> Verdict:
    """Recomputes the chain of the open scope's store. `head` is a hash that was its head once and was kept elsewhere.

    Entries are read before the marks of those that wait, and those before the seals: what is recorded or sealed
    meanwhile then never looks like tampering.
    """
    with transaction.atomic():
        present = set(AuditEntry.objects.values_list("pk", flat=True))
        waiting = set(UnsealedEntry.objects.values_list("entry_id", flat=True))
        seals = list(AuditSeal.objects.order_by("number", "pk"))
        problems = list(_broken_links(seals))
        missing = ~Exists(AuditEntry.objects.filter(pk=OuterRef("entry_id")))
        gone = list(UnsealedEntry.objects.filter(missing).values_list("entry_id", flat=True))
    sealed = {pk for seal in seals for pk in seal.entry_ids}
    problems += [f"entry {pk} was neither sealed nor waits to be" for pk in sorted(present - sealed - waiting)]
    problems += [f"entry {pk} waits for a seal and is gone" for pk in sorted(gone)]
    if head not in {None, BEGINNING, *(seal.hash for seal in seals)}:
        problems.append("the head that was kept is not in the chain")
    last = seals[-1] if seals else None
    return Verdict(last.hash if last else BEGINNING, last.entries if last else 0, len(waiting), tuple(problems))


def _broken_links(seals: Sequence[AuditSeal]) -> Iterator[str]:
    before, count = BEGINNING, 0
    for number, seal in enumerate(seals, start=1):
        count += len(seal.entry_ids)
        rows = {row.pk: row for row in AuditEntry.objects.filter(pk__in=seal.entry_ids)}
        if (seal.number, seal.entries) != (number, count):
            yield f"seal {seal.number} is not the one that was made"
        yield from (f"entry {pk} is gone" for pk in seal.entry_ids if pk not in rows)
        if _hash_of(seal, before, [rows[pk] for pk in seal.entry_ids if pk in rows]) != seal.hash:
            yield f"seal {seal.number} does not fit its entries"
        before = seal.hash
