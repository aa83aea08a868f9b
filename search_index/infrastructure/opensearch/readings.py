"""How a question is read that nothing matches, or little: in one call besides the one that found that out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from search_index.domain.pools import Generation
from search_index.domain.questions import ENOUGH, Question, half_of, question_of
from search_index.domain.ranking import begun_code
from search_index.domain.rewrites import typed_on_other_keyboard
from search_index.domain.values import SearchRequest
from search_index.infrastructure.opensearch.asking import matching_words
from search_index.infrastructure.opensearch.deadlines import Deadline
from search_index.infrastructure.opensearch.gateway import Answer, gateway
from search_index.infrastructure.postgresql.limits import OutOfTime, in_time
from search_index.infrastructure.postgresql.near_words import near_words
from search_index.models import LONGEST_WORD

_MATCHING = "matching"


@dataclass(frozen=True, slots=True)
class Read:
    """A question as it was understood, and its answer."""

    question: Question
    answer: Answer

    @property
    def matching(self) -> int:
        """How many objects match the words, whatever filters leave of them, without those of which only stems do."""
        counted = self.answer.counts.get(_MATCHING)
        return self.answer.total if counted is None else int(counted["doc_count"])


def read_and_answered(
    generation: Generation,
    request: SearchRequest,
    question: Question,
    body: Callable[[Question], dict[str, Any]],
    limit: Deadline,
) -> Read:
    """As it stands, where anything matches all words, or there are none, or any of them is enough.

    Else codes that begin so are looked for; then, where the request lets us guess, the same keys on the other keyboard
    are tried, and the store's words nearest to those it does not have, or the question without those; and where fewer
    than ENOUGH have all words of three and more, those that have half of them follow.
    """

    def counted(one: Question) -> dict[str, Any]:
        asked = body(one)
        return {**asked, "aggs": {**asked.get("aggs", {}), _MATCHING: {"filter": matching_words(one)}}}

    if not question.words or request.may_lack_words:
        return Read(question, gateway().search(generation, body(question), seconds=limit.seconds()))
    asked = Read(question, gateway().search(generation, counted(question), seconds=limit.seconds()))
    if asked.matching >= ENOUGH:
        return asked
    others = _others(request, question, limit, is_known=asked.matching > 0)
    if not others:
        return asked
    answers = gateway().search_many(generation, [counted(other) for other in others], seconds=limit.seconds())
    return _best(asked, [Read(other, answer) for other, answer in zip(others, answers, strict=True)])


def _others(request: SearchRequest, asked: Question, limit: Deadline, *, is_known: bool) -> list[Question]:
    """What else the question may be read as, the likeliest first; each of all its words, then of half of them."""
    code = "" if is_known else begun_code(asked.text)
    stands = is_known or not request.guesses
    others = () if stands else (*_on_other_keyboard(request, asked), *_of_near_words(request.kind, asked, limit))
    readings = [*([replace(asked, code=code)] if code else ()), *((asked,) if stands else others)]
    every = [one for reading in readings for one in (reading, half_of(reading)) if one is not None]
    return [one for one in every if one != asked]


def _on_other_keyboard(request: SearchRequest, question: Question) -> Iterator[Question]:
    slip = typed_on_other_keyboard(question.text)
    if slip and (read := question_of(slip, LONGEST_WORD, meant=slip, others=request.weighing.others)):
        yield read


def _of_near_words(kind: str, question: Question, limit: Deadline) -> Iterator[Question]:
    """PostgreSQL has the words of every store, whichever engine answers: the server's own suggester would give away
    those of other stores. It may take half of what is left, for then the server is asked once more; where it would take
    longer the question stands as it is."""
    kept = limit.left() / 2
    try:
        with in_time(lambda: limit.left() - kept):
            near = near_words(kind, question.words)
    except OutOfTime:
        near = None
    meant = " ".join(meanings[0].word for meanings in near or ())
    yield replace(question, words=near, least_words=len(near), meant=meant) if near else question


def _best(asked: Read, others: Sequence[Read]) -> Read:
    """The first reading of which anything matches all words, and half of its words where that are few; where
    nothing does, what matches half of the words of the last."""
    found = next((read for read in (asked, *others) if read.question.needs_all_words and read.matching), None)
    if found is None:
        return next((read for read in reversed(others) if read.matching), asked)
    if found.matching >= ENOUGH:
        return found
    return next((read for read in others if read.question == half_of(found.question)), found)
