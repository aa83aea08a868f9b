"""Marks of changed objects, taken to work on and given back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from commerce.core.among import Among
from commerce.core.changes import forget_changes, postpone_changes
from commerce.core.models import ChangedObject
from search_index.application.sources import OTHERS_MARKS
from search_index.application.versions import draw_versions

# Longer than an engine may take to answer, so that nobody else takes what is being written.
LEASE = timedelta(seconds=60)


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
    """The changes of the open scope's store that waited longest, by kind; nobody else gets them until LEASE has passed.

    What changes again in the meantime may be claimed again at once: the later claim has the higher version.
    """
    marks = list(
        ChangedObject.objects.filter(changed_at__lte=now)
        .exclude(kind__in=OTHERS_MARKS)
        .order_by("changed_at", "id")
        .select_for_update(skip_locked=True)[:most]
    )
    ChangedObject.objects.filter(Among("pk", [mark.pk for mark in marks])).update(changed_at=now + LEASE)
    claims: list[Claim] = []
    for kind, of_kind in groupby(sorted(marks, key=lambda mark: (mark.kind, mark.object_id)), lambda mark: mark.kind):
        found = list(of_kind)
        versions = draw_versions(kind, [mark.object_id for mark in found])
        claims += [Claim(mark, versions[mark.object_id]) for mark in found]
    return claims


def done_with(claims: Iterable[Claim]) -> None:
    """These need no more work, but for those that changed again."""
    forget_changes([claim.mark for claim in claims])


def again_at(claims: Sequence[Claim], instant: datetime) -> None:
    """These are worked on again from then on; those that changed again, at once."""
    postpone_changes([claim.mark for claim in claims], instant)
