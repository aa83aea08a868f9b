"""Why results stand where they do, read off the names of the clauses they matched and their facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from search_index.domain.choices import attribute_of_token
from search_index.domain.questions import Question
from search_index.domain.values import Facts, SearchRequest
from search_index.domain.weighing import How, Reasons, Where, WordReason, reasons_of
from search_index.infrastructure.opensearch.standing import standing_of

if TYPE_CHECKING:
    from search_index.infrastructure.opensearch.asking import Way
    from search_index.infrastructure.opensearch.gateway import Hit

_ALL = "all"


def reason_name(place: int | None, way: Way) -> str:
    """Of one of the question's words, or (None) of all."""
    return ":".join((_ALL if place is None else str(place), way.where, way.how, str(way.points)))


def reasons_for(hits: Iterable[Hit], request: SearchRequest, question: Question) -> tuple[Reasons, ...]:
    weighing = request.counted
    found = []
    for hit in hits:
        words, matched = _words(hit.because, question)
        found.append(
            reasons_of(
                hit.object_id,
                standing=standing_of(hit.score, hit.object_id, weighing),
                facts=_facts(hit.fields),
                words=words,
                words_matched=matched,
                weighing=weighing,
            )
        )
    return tuple(found)


def _words(because: Iterable[str], question: Question) -> tuple[list[WordReason], int]:
    """Each word by its best way, and how many there are; or all at once, where that counts more."""
    best: dict[str, WordReason] = {}
    for name in because:
        place, where, how, points = name.split(":")
        asked = question.text if place == _ALL else question.words[int(place)][0].word
        if place not in best or best[place].points < int(points):
            best[place] = WordReason(asked, Where(where), How(how), int(points))
    whole = best.pop(_ALL, None)
    words = [best[place] for place in sorted(best, key=int)]
    if whole and (len(words) < len(question.words) or whole.points > sum(reason.points for reason in words)):
        return [whole], len(question.words)
    return words, len(words)


def _facts(fields: Mapping[str, list[Any]]) -> Facts:
    """What counts of them."""
    appeared_at = fields.get("appeared_at")
    return Facts(
        categories=tuple(map(int, fields.get("categories", ()))),
        tags=tuple(map(int, fields.get("tags", ()))),
        attributes=tuple(map(attribute_of_token, fields.get("attr", ()))),
        is_available=fields["is_available"][0],
        is_reduced=fields["is_reduced"][0],
        appeared_at=datetime.fromisoformat(appeared_at[0]) if appeared_at else None,
        popularity=fields["popularity"][0],
        margin=fields["margin"][0],
    )
