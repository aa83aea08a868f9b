"""Words of a store that may have been meant by one it does not have: misspelt, or Arabic in Latin letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection

from commerce.core.scope import current_tenant_id
from search_index.domain.meanings import OTHER_FORM, Meaning, is_listed, meanings_of
from search_index.domain.ranking import LAST_LETTER, Weight, beginnings, begins_few, whole_word
from search_index.domain.rewrites import arabizi_pattern, first_letters
from search_index.domain.typos import ANY_OTHER, is_short, mistakes_between, most_mistakes, not_drawn_out, sounds_like

MOST = 3
# What titles and labels count; a description tells of other things too.
NAMING = Weight.LABEL - OTHER_FORM
# Of a store's words that begin alike, those in most products; a store of books has more than anybody misspells.
MOST_COMPARED = 5000
# Taken off for each half of a mistake.
MISTAKE = 2


def near_words(kind: str, asked: Sequence[Sequence[Meaning]]) -> list[list[Meaning]] | None:
    """The question with the nearest words in the place of those the store does not have; where nothing is near to any
    of them, of those alone by which it names things. None where it has all words, and where less than half of the
    question would be left, or numbers and words alone that begin nearly everything.

    Words the store has stay as they are; a guess is never all that is left. At most two statements for each it lacks.
    """
    unknown = _unknown(kind, asked)
    near = {place: list(_near(kind, asked[place][0].word)) for place in unknown}
    if any(near.values()):
        return [near.get(place) or [*meanings] for place, meanings in enumerate(asked)]
    if not unknown or not _is_enough(len(asked) - len(unknown), asked):
        return None
    unnamed = _unknown(kind, asked, least=NAMING)
    named = [[*meanings] for place, meanings in enumerate(asked) if place not in unnamed]
    is_told = any(_tells(meanings[0].word) for meanings in named)
    return named if is_told and _is_enough(len(named), asked) else None


def _tells(word: str) -> bool:
    return not word.isdigit() and begins_few(word)


def _is_enough(kept: int, asked: Sequence[Sequence[Meaning]]) -> bool:
    return kept * 2 >= len(asked)


def _unknown(kind: str, asked: Sequence[Sequence[Meaning]], *, least: int = 0) -> list[int]:
    """The places of the question that no word of the store of this weight matches."""
    ranges = [
        (place, *(beginnings if meaning.is_beginning else whole_word)(meaning.word))
        for place, meanings in enumerate(asked)
        for meaning in meanings
    ]
    places, lows, highs = map(list, zip(*ranges, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT place FROM unnest(%s::integer[], %s::text[], %s::text[]) AS asked (place, low, high)
            WHERE EXISTS (
                SELECT FROM search_index_searchword
                WHERE tenant_id = %s AND kind = %s AND word >= asked.low AND word < asked.high
                    AND NOT only_whole AND weight >= %s
            )
            """,
            [places, lows, highs, current_tenant_id(), kind, least],
        )
        known = {place for (place,) in cursor.fetchall()}
    return [place for place in range(len(asked)) if place not in known]


def _near(kind: str, word: str) -> Iterator[Meaning]:
    """The likeliest first: fewest mistakes, then those of most products. One that was only written at length is meant
    itself, one of the lists is no misspelling, and a short one stands for nothing but what names things."""
    found: dict[str, int] = {}
    least = NAMING if is_short(word) else 0
    for spelled in not_drawn_out(word) or ([] if is_listed(word) else [word]):
        near = _misspelt(kind, spelled, least)
        found |= {candidate: mistakes for candidate, mistakes in near if candidate not in found}
    if 0 in found.values():
        found = {candidate: mistakes for candidate, mistakes in found.items() if not mistakes}
    if pattern := arabizi_pattern(word):
        for candidate in _words(kind, first_letters(pattern), range(2, len(word) + 1), least):
            if pattern.fullmatch(candidate):
                found.setdefault(candidate, ANY_OTHER)
    for candidate in sorted(found, key=lambda one: found[one])[:MOST]:
        for meaning in meanings_of(candidate):
            yield Meaning(meaning.word, meaning.malus + MISTAKE * found[candidate], is_beginning=False)


def _misspelt(kind: str, word: str, least: int) -> Iterator[tuple[str, int]]:
    """Words of the store with the mistakes that would make them this one."""
    if not (most := most_mistakes(word)):
        return
    for candidate in _words(kind, sounds_like(word[0]), range(len(word) - most, len(word) + most + 1), least):
        if (mistakes := mistakes_between(word, candidate, most)) <= most:
            yield candidate, mistakes


def _words(kind: str, letters: str, lengths: range, least: int) -> Iterable[str]:
    """Words of the store of this weight that begin with one of the letters, those in most products first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT word, count(*) AS products
            FROM unnest(%s::text[]) AS asked (letter)
            JOIN search_index_searchword ON word >= letter AND word < letter || %s
            WHERE tenant_id = %s AND kind = %s AND NOT only_whole AND length(word) BETWEEN %s AND %s AND weight >= %s
            GROUP BY word ORDER BY products DESC, word LIMIT %s
            """,
            [
                list(letters),
                LAST_LETTER,
                current_tenant_id(),
                kind,
                lengths.start,
                lengths.stop - 1,
                least,
                MOST_COMPARED,
            ],
        )
        return [word for word, _ in cursor.fetchall()]
