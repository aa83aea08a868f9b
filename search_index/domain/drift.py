"""Whether an index holds what it should."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# Primes under 2³¹ and 2³⁰: whatever is multiplied here stays within the 63 bits that PostgreSQL computes with.
MODULUS, BY_OBJECT, BY_VERSION = 2_147_483_647, 1_073_741_789, 536_870_909


def stamp_of(object_id: int, version: int) -> int:
    """A number below 2³¹ of one object in one version. Sums of stamps differ, all but surely, when two indices do not
    hold the same objects in the same versions; squared, because changes of a plain sum could make up for each other.

    The engine adds them in floating point, which is exact for four million documents.
    """
    mixed = (object_id % MODULUS * BY_OBJECT + version % MODULUS * BY_VERSION) % MODULUS
    return mixed * mixed % MODULUS


@dataclass(frozen=True, slots=True)
class Known:
    """What is written down of a document. `is_troubled`: it was refused, and is tried again or given up."""

    version: int
    written_version: int
    is_findable: bool
    is_troubled: bool


class Difference(StrEnum):
    """`DAMAGED`: the document is the right one, and its words are not those that were written with it."""

    MISSING = "missing"
    STALE = "stale"
    ORPHAN = "orphan"
    UNSETTLED = "unsettled"
    DAMAGED = "damaged"


def difference(known: Known | None, there: int | None) -> Difference | None:
    """What is wrong with a document of which so much is known and that lies in the index in version `there`.

    Something newer than what is written down is right where more was drawn: it is just being written, or whoever wrote
    it died before writing it down (UNSETTLED, unless the object is marked).
    """
    if known is None:
        return None if there is None else Difference.ORPHAN
    if known.is_troubled:
        return None
    if there is None:
        return Difference.MISSING if known.is_findable else None
    if there <= known.written_version and not known.is_findable:
        return Difference.ORPHAN
    if there < known.written_version or there > known.version:
        return Difference.STALE
    return None if there == known.written_version else Difference.UNSETTLED


# A person is asked before more than this share of an index is repaired, where it holds more than so many documents.
MOST_REPAIRED, SMALL = 0.02, 500


def is_too_much(differences: int, documents: int) -> bool:
    """So many differences are no drift: something else is wrong, which repairing would hide or make worse."""
    return documents > SMALL and differences > documents * MOST_REPAIRED
