"""What became of claimed changes, written down."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Case, F, QuerySet, When
from django.db.models.functions import Least

from commerce.core.among import Among
from search_index.application.claims import Claim, again_at, done_with
from search_index.application.writing import Outcome
from search_index.domain.values import Unwritten
from search_index.models import LONGEST_REASON, DocumentState

log = logging.getLogger(__name__)

# A document is given up after so many refusals; attempts that could not be made count for none.
MOST_REFUSALS = 3
PAUSE_AFTER_REFUSAL = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=1)
MOST_ATTEMPTS_COUNTED = 1000


def settle(kind: str, claims: Sequence[Claim], outcome: Outcome, *, now: datetime) -> None:
    """What was written is forgotten, what was not is tried again later or, refused for good, given up."""
    failed = {one.object_id: one for one in outcome.unwritten}
    written = [claim for claim in claims if claim.object_id not in failed]
    note_written(kind, {claim.object_id: claim.version for claim in written}, outcome)
    done_with(written)
    for claim in claims:
        if claim.object_id in failed:
            _note_failure(claim, failed[claim.object_id], now)


def note_written(kind: str, versions: Mapping[int, int], outcome: Outcome) -> None:
    """The engine has the outcome of these versions, of those for which no later one has been drawn since."""
    rows = _locked(kind, versions).values_list("pk", "object_id", "version")
    latest = [(pk, object_id) for pk, object_id, version in rows if version == versions[object_id]]
    for is_findable in (True, False):
        keys = [pk for pk, object_id in latest if (object_id in outcome.findable) == is_findable]
        DocumentState.objects.filter(Among("pk", keys)).update(
            written_version=F("version"), is_findable=is_findable, attempts=0, refusals=0, reason="", given_up_at=None
        )


def all_failed(kind: str, claims: Sequence[Claim], reason: str, *, now: datetime) -> None:
    """The engine gave no answer: whether anything took effect is not known, and everything is written again, but what
    another has written in a later version meanwhile."""
    versions = {claim.object_id: claim.version for claim in claims}
    rows = [row for row in _locked(kind, versions) if row.written_version < versions[row.object_id]]
    DocumentState.objects.filter(Among("pk", [row.pk for row in rows])).update(
        attempts=Least(F("attempts") + 1, MOST_ATTEMPTS_COUNTED),
        reason=reason[:LONGEST_REASON],
        refusals=Case(When(given_up_at=None, then=F("refusals")), default=0),
        given_up_at=None,
    )
    again_at(claims, now + _pause_after(max((row.attempts + 1 for row in rows), default=1)))


def has_defect(claim: Claim, reason: str, *, now: datetime) -> None:
    """No document can be made of the object, or not of its present state."""
    _note_failure(claim, Unwritten(claim.kind, claim.object_id, lasting=True, reason=reason), now)


def _note_failure(claim: Claim, why: Unwritten, now: datetime) -> None:
    row = DocumentState.objects.select_for_update().get(kind=claim.kind, object_id=claim.object_id)
    if row.written_version >= claim.version:
        # Another wrote it later. With its mark gone nothing would ever take back what is noted here.
        done_with([claim])
        return
    row.attempts, row.reason = min(row.attempts + 1, MOST_ATTEMPTS_COUNTED), why.reason[:LONGEST_REASON]
    # What was given up and is tried once more has changed since, and is tried as often as at first.
    before = row.refusals if row.given_up_at is None else 0
    row.refusals, row.given_up_at = min(before + why.lasting, MOST_REFUSALS), None
    if row.refusals >= MOST_REFUSALS and why.lasting:
        row.given_up_at = now
        done_with([claim])
        log.error("the document of %s %s is given up: %s", claim.kind, claim.object_id, why.reason)
    elif why.lasting:
        again_at([claim], now + PAUSE_AFTER_REFUSAL)
    else:
        again_at([claim], now + _pause_after(row.attempts))
    row.save(update_fields=["attempts", "refusals", "reason", "given_up_at"])


def _pause_after(attempts: int) -> timedelta:
    return min(timedelta(seconds=2.0 ** min(attempts, 10)), LONGEST_PAUSE)


def _locked(kind: str, object_ids: Iterable[int]) -> QuerySet[DocumentState]:
    rows = DocumentState.objects.filter(Among("object_id", object_ids), kind=kind)
    return rows.order_by("object_id").select_for_update()
