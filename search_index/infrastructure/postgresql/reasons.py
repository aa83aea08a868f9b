"""Why results stand where they do: asked again about those that are shown, at the desk alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from search_index.domain.choices import attribute_of_token
from search_index.domain.meanings import OTHER_FORM, Meaning
from search_index.domain.ranking import Weight
from search_index.domain.values import Facts, SearchRequest
from search_index.domain.weighing import How, Reasons, Where, WordReason, reasons_of
from search_index.infrastructure.postgresql.narrowing import Condition
from search_index.infrastructure.postgresql.rows import rows_of
from search_index.models import SearchDocument

_BEST = """
    SELECT DISTINCT ON (object_id, place) object_id, place, weight, malus, is_whole, score FROM matched
    WHERE object_id = ANY (%s) ORDER BY object_id, place, score DESC
"""
_STANDING = "SELECT object_id, words, score, first FROM known WHERE object_id = ANY (%s)"

_PLACES = {
    Weight.WHOLE_TITLE: Where.WHOLE,
    Weight.HEAD: Where.HEAD,
    Weight.TITLE: Where.TITLE,
    Weight.CATEGORY_HEAD: Where.CATEGORY,
    Weight.CODE: Where.CODE,
    Weight.LABEL: Where.LABEL,
    Weight.TEXT: Where.TEXT,
}


def reasons_for(
    ids: Sequence[int], request: SearchRequest, asked: Sequence[Sequence[Meaning]], known: Condition
) -> tuple[Reasons, ...]:
    """In the order of the ids. Three statements, two without words; `known` is the one that found them, up to its
    order."""
    shown = list(ids)
    words: dict[int, list[WordReason]] = defaultdict(list)
    best = rows_of(Condition(known.sql + _BEST, (*known.parameters, shown))) if asked else ()
    for object_id, place, weight, malus, is_whole, score in best:
        where, is_written_so = _place(weight)
        how = How.OTHER if malus or not is_written_so else How.ITSELF if is_whole else How.BEGINNING
        words[object_id].append(WordReason(asked[place][0].word, where, how, score))
    rows = SearchDocument.objects.filter(kind=request.kind, object_id__in=shown)
    facts = {row.object_id: _facts(row) for row in rows}
    found = {}
    for object_id, matched, score, standing in rows_of(Condition(known.sql + _STANDING, (*known.parameters, shown))):
        if score > sum(reason.points for reason in words[object_id]):
            is_begun = score == Weight.CODE * len(asked)
            where, how = (Where.CODE, How.BEGINNING) if is_begun else (Where.WHOLE, How.ITSELF)
            words[object_id] = [WordReason(request.text, where, how, int(score))]
        found[object_id] = reasons_of(
            object_id,
            standing=int(standing),
            facts=facts[object_id],
            words=words[object_id],
            words_matched=matched,
            weighing=request.weighing,
        )
    return tuple(found[object_id] for object_id in shown)


def _place(weight: int) -> tuple[Where, bool]:
    """Where a word of this weight stands, and whether it is written there so."""
    if weight in _PLACES:
        return _PLACES[Weight(weight)], True
    return _PLACES[Weight(weight + OTHER_FORM)], False


def _facts(row: SearchDocument) -> Facts:
    """What counts of them."""
    return Facts(
        categories=tuple(row.categories),
        tags=tuple(row.tags),
        attributes=tuple(map(attribute_of_token, row.attributes)),
        is_available=row.is_available,
        is_reduced=row.is_reduced,
        appeared_at=row.appeared_at,
        popularity=row.popularity,
        margin=row.margin,
    )
