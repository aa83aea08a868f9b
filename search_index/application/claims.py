"""Marks of changed objects, taken to work on and given back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from commerce.core.among import Among
from commerce.core.changes import forget_changes, postpone_changes
from commerce.core.models import ChangedObject
from commerce.tenants.application.queries import open_stores
from search_index.application.sources import OTHERS_MARKS
from search_index.application.versions import draw_versions

# Longer than an engine may take to answer, so that nobody else takes what is being written.
LEASE = timedelta(seconds=60)
# Of what is taken at a time, where more is waiting.
OF_THE_NEWEST = 0.1


@dataclass(frozen=True, slots=True)
class Claim:
    """A changed object that somebody works on, and the version drawn for it."""

    mark: ChangedObject
    version: int

    @property
    def kind(self) -> str:
        return self.mark.kind

    @property
    def object_id(self) -> int:
        return self.mark.object_id


def claim_changes(*, now: datetime, most: int) -> list[Claim]:
    """The changes of the open scope's store that waited longest, and some of the newest, by kind; nobody else gets
    them until LEASE has passed.

    What changes again in the meantime may be claimed again at once: the later claim has the higher version. Of a closed
    store nothing is claimed: whoever forgets it (`forget_store_index`) would have it back.
    """
    marks = _next(now, most)
    ChangedObject.objects.filter(Among("pk", [mark.pk for mark in marks])).update(changed_at=now + LEASE)
    claims: list[Claim] = []
    for kind, of_kind in groupby(sorted(marks, key=lambda mark: (mark.kind, mark.object_id)), lambda mark: mark.kind):
        found = list(of_kind)
        versions = draw_versions(kind, [mark.object_id for mark in found])
        claims += [Claim(mark, versions[mark.object_id]) for mark in found]
    return claims


def _next(now: datetime, most: int) -> list[ChangedObject]:
    """What was edited just now is not behind all of an import of yesterday's, and that goes on meanwhile."""
    waiting = ChangedObject.objects.filter(changed_at__lte=now, tenant__in=open_stores()).exclude(kind__in=OTHERS_MARKS)
    free = waiting.select_for_update(skip_locked=True)
    newest = int(most * OF_THE_NEWEST)
    longest = list(free.order_by("changed_at", "id")[: most - newest])
    if len(longest) < most - newest:
        return longest
    found = [*longest, *free.order_by("-changed_at", "-id")[:newest]]
    return list({mark.pk: mark for mark in found}.values())


def done_with(claims: Iterable[Claim]) -> None:
    """These need no more work, but for those that changed again."""
    forget_changes([claim.mark for claim in claims])


def again_at(claims: Sequence[Claim], instant: datetime) -> None:
    """These are worked on again from then on; those that changed again, at once."""
    postpone_changes([claim.mark for claim in claims], instant)
