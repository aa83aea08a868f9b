"""What lies in an index, held against what is written down of a store's documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Protocol

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Sum

from commerce.core.models import ChangedObject
from search_index.application.generations import Key, Total, generations
from search_index.application.keeping import words_beside
from search_index.application.kinds import kinds_of
from search_index.application.versions import outdo_versions
from search_index.domain.drift import BY_OBJECT, BY_VERSION, MODULUS, Difference, Known, difference
from search_index.domain.families import Family
from search_index.domain.pools import Generation
from search_index.models import DocumentState

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Comparison:
    """`documents` should be found in the index; `by_key` is what is wrong with those that are not as they should be.

    `met` are the versions of these that the engine may know: of what lies there its own; of what is missing one above
    the last written, as which a deletion counts that somebody made without a version.
    """

    documents: int
    by_key: Mapping[Key, Difference] = field(default_factory=dict)
    met: Mapping[Key, int] = field(default_factory=dict)

    def wrong(self, kind: str) -> dict[int, Difference]:
        """Of one kind, by object."""
        return {number: what for (of_kind, number), what in self.by_key.items() if of_kind == kind}

    def kinds(self) -> list[str]:
        """Of what is wrong."""
        return sorted({kind for kind, _ in self.by_key})


def compare(generation: Generation) -> Comparison:
    """How the open scope's store lies in this index. One small question to each side where all is as it should be, else
    a walk through all of the store's documents there.

    Writing goes on meanwhile: what is just being written is no difference, nor is what changed while it was looked at.
    Documents that were refused are left out, for they are known to whoever looks after those; so whoever would read the
    index because nothing differs asks what waits for it as well (`waiting_documents`, `is_anything_on_its_way`).
    """
    return _held_against(generation.family, _OnServer(generation))


def compare_beside(family: Family) -> Comparison:
    """As `compare`, of what PostgreSQL itself keeps."""
    return _held_against(family, _Beside(family))


class _Side(Protocol):
    def totals(self) -> dict[str, Total]: ...

    def versions(self) -> dict[Key, int]: ...


@dataclass(frozen=True, slots=True)
class _OnServer:
    generation: Generation

    def totals(self) -> dict[str, Total]:
        return generations().totals(self.generation)

    def versions(self) -> dict[Key, int]:
        generations().refresh(self.generation)
        return generations().versions(self.generation)


@dataclass(frozen=True, slots=True)
class _Beside:
    family: Family

    def totals(self) -> dict[str, Total]:
        with transaction.atomic():
            return words_beside().totals(self.family)

    def versions(self) -> dict[Key, int]:
        with transaction.atomic():
            return words_beside().versions(self.family)


def _held_against(family: Family, side: _Side) -> Comparison:
    with transaction.atomic():
        expected = expected_totals(family)
    documents = sum(one.documents for one in expected.values())
    if side.totals() == expected:
        return Comparison(documents)
    with transaction.atomic():
        before = _known(DocumentState.objects.filter(kind__in=kinds_of(family)))
    there = side.versions()
    suspected = {
        key: found
        for key in before.keys() | there.keys()
        if (found := difference(before.get(key), there.get(key))) is not None
    }
    with transaction.atomic():
        wrong = dict(_confirmed(suspected, before))
    return Comparison(documents, wrong, {key: there[key] if key in there else before[key].version + 1 for key in wrong})


def waiting_documents(family: Family) -> set[Key]:
    """What the engine has not taken yet of the open scope's store, for it was busy or away or refused it, and is tried
    again. What was given up is not among it."""
    with transaction.atomic():
        return set(_undecided(family).filter(attempts__gt=0).values_list("kind", "object_id"))


def is_anything_on_its_way(family: Family) -> bool:
    """Whether any document of the open scope's store waits for the engine, or is just being written."""
    with transaction.atomic():
        return _undecided(family).exists()


def left_documents(family: Family) -> set[Key]:
    """What somebody began to write of the open scope's store and nobody goes on with by itself: a version was drawn,
    its outcome never came, and the object is not marked. What is being written anew just now is among it, for a moment.
    """
    with transaction.atomic():
        marked = ChangedObject.objects.filter(kind=OuterRef("kind"), object_id=OuterRef("object_id"))
        return set(_undecided(family).filter(~Exists(marked)).values_list("kind", "object_id"))


def _undecided(family: Family) -> QuerySet[DocumentState]:
    drawn_since = DocumentState.objects.filter(version__gt=F("written_version"), given_up_at=None)
    return drawn_since.filter(kind__in=kinds_of(family))


def outdo(found: Comparison) -> None:
    """What is written from now on of these documents is newer than what the engine knows of them."""
    for kind in found.kinds():
        outdo_versions(kind, {number: version for (of_kind, number), version in found.met.items() if of_kind == kind})


def expected_totals(family: Family) -> dict[str, Total]:
    """As the index would add them up: `domain.drift.stamp_of` in the database's words."""
    mixed = (F("object_id") % MODULUS * BY_OBJECT + F("written_version") % MODULUS * BY_VERSION) % MODULUS
    found = DocumentState.objects.filter(is_findable=True, kind__in=kinds_of(family)).values("kind").order_by("kind")
    rows = found.annotate(documents=Count("pk"), stamps=Sum(mixed * mixed % MODULUS))
    return {row["kind"]: Total(row["documents"], int(row["stamps"])) for row in rows}


def _known(rows: QuerySet[DocumentState]) -> dict[Key, Known]:
    found = rows.values_list("kind", "object_id", "version", "written_version", "is_findable", "attempts")
    return {
        (kind, number): Known(version, written_version, is_findable, is_troubled=attempts > 0)
        for kind, number, version, written_version, is_findable, attempts in found
    }


def _confirmed(suspected: Mapping[Key, Difference], before: Mapping[Key, Known]) -> Iterator[tuple[Key, Difference]]:
    """Those of which nothing else was written down meanwhile. What is marked is about to be written by others."""
    for kind, ids in _by_kind(suspected):
        now = _known(DocumentState.objects.filter(kind=kind, object_id__in=ids))
        marked = set(ChangedObject.objects.filter(kind=kind, object_id__in=ids).values_list("object_id", flat=True))
        for key in ((kind, number) for number in ids):
            is_under_way = suspected[key] is Difference.UNSETTLED and key[1] in marked
            if now.get(key) == before.get(key) and not is_under_way:
                yield key, suspected[key]


def _by_kind(keys: Iterable[Key]) -> Iterator[tuple[str, list[int]]]:
    for kind, of_kind in groupby(sorted(keys), lambda key: key[0]):
        numbers = [number for _, number in of_kind]
        for start in range(0, len(numbers), AT_ONCE):
            yield kind, numbers[start : start + AT_ONCE]
