"""What a ranking would change, before it is saved: nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from search_index.application.ports import search_index
from search_index.application.product_source import KIND
from search_index.application.waiting import one_answer
from search_index.domain.profiles import Profile, weighing_of
from search_index.domain.values import SearchRequest, SearchResult
from search_index.domain.weighing import Reasons

# So many are shown; so many are looked at, to say from where a product moved.
SHOWN = 12
LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Placed:
    """A result in its place, from 1. `moved` is how many places it rose (below 0: fell); None where it was not among
    the first before."""

    reasons: Reasons
    place: int
    moved: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The first results of one question under two rankings, with how many there are of each. `meant` as in
    `SearchResult`, under the second one; `is_degraded` and `is_cut_off` under either."""

    text: str
    before: tuple[Placed, ...]
    after: tuple[Placed, ...]
    total_before: int
    total_after: int
    meant: str
    is_degraded: bool = False
    is_cut_off: bool = False

    @property
    def product_ids(self) -> list[int]:
        return list(dict.fromkeys(placed.reasons.object_id for placed in (*self.before, *self.after)))


@one_answer()
def preview_ranking(text: str, *, before: Profile, after: Profile, now: datetime) -> Preview:
    """What shoppers find for `text` under each of the two. Asks the engine twice: call it with no transaction open."""
    was, is_now = (_found(text, profile, now) for profile in (before, after))
    places = {object_id: place for place, object_id in enumerate(was.ids, start=1)}
    risen = {object_id: places[object_id] - place for place, object_id in _placed(is_now) if object_id in places}
    return Preview(
        text,
        tuple(Placed(reasons, place, 0) for place, reasons in enumerate(was.reasons[:SHOWN], start=1)),
        tuple(
            Placed(reasons, place, risen.get(reasons.object_id))
            for place, reasons in enumerate(is_now.reasons[:SHOWN], start=1)
        ),
        was.total,
        is_now.total,
        is_now.meant,
        was.is_degraded or is_now.is_degraded,
        was.is_cut_off or is_now.is_cut_off,
    )


def _placed(result: SearchResult) -> list[tuple[int, int]]:
    return list(enumerate(result.ids, start=1))


def _found(text: str, profile: Profile, now: datetime) -> SearchResult:
    weighing = weighing_of(profile, text, now=now)
    return search_index().search(SearchRequest(KIND, text, size=LOOKED_AT, weighing=weighing, with_reasons=True))
