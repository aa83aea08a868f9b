"""Words as a store writes them: an index knows folded ones, a shopper reads عباية and not عبايه."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from search_index.domain.compounds import compounds_in
from search_index.domain.folding import forms_of, without_article, words_of
from search_index.domain.meanings import JOINING, Meaning
from search_index.domain.questions import SHORTEST_BEGUN, begun_question_of

Key = TypeVar("Key")
Others = Mapping[str, tuple[str, ...]]

_EDGES = re.compile(r"^[^\w]+|[^\w\u064b-\u0652]+$")
LONGEST = 40
# A second word that one title alone has is that title, which stands below the terms.
FEWEST_SHARING = 2


@dataclass(frozen=True, slots=True)
class _Written:
    """A word of a title as it is written, and folded; of عطر100مل the first of its three."""

    text: str
    folded: str


@dataclass(slots=True)
class _Candidate:
    spellings: Counter[str] = field(default_factory=Counter)
    words: int = 1

    @property
    def count(self) -> int:
        return self.spellings.total()


def terms_of(beginning: str, titles: Iterable[Sequence[str]], *, most: int, others: Others | None = None) -> list[str]:
    """How the question could go on: its last word whole, and with the word that follows it, as titles have them.

    `titles` are those of each object in all languages, all of which match what was typed. What most objects have comes
    first. `others` are the store's own words for the same thing. Nothing as long as the last word has one letter, and
    never what was typed itself.
    """
    *before, begun = beginning.split() or [""]
    question = begun_question_of(begun, LONGEST, others)
    if question is None:
        return []
    last, asked = question.words[-1], words_of(begun)[-1]
    found: dict[tuple[str, ...], _Candidate] = {}
    for of_one in titles:
        for folded, text in dict(_continued(last, of_one)).items():
            candidate = found.setdefault(folded, _Candidate(words=len(folded)))
            candidate.spellings[text] += 1
    found = _without_articles(found)
    typed = " ".join(before)
    kept = {
        folded: one
        for folded, one in found.items()
        if folded != (asked,) and (one.words == 1 or one.count >= FEWEST_SHARING)
    }
    ranked = sorted(kept.values(), key=lambda one: (-one.count, one.words))
    return [f"{typed} {one.spellings.most_common(1)[0][0]}".strip() for one in ranked[:most]]


def _without_articles(found: Mapping[tuple[str, ...], _Candidate]) -> dict[tuple[str, ...], _Candidate]:
    """المبخرة and بالعود are no words of their own beside مبخرة and عود, and count with these."""
    kept: dict[tuple[str, ...], _Candidate] = {}
    for folded in sorted(found, key=lambda one: sum(map(len, one))):
        plain = tuple(without_article(word) for word in folded)
        bare = next((one for one in (plain, (plain[0], *folded[1:])) if one in kept), folded)
        if bare == folded:
            kept[folded] = found[folded]
        else:
            most = kept[bare].spellings.most_common(1)[0][0]
            kept[bare].spellings[most] += found[folded].count
    return kept


def as_written(words: str, titles: Iterable[str]) -> str:
    """Folded words as most of these titles write them, behind an article where none has them without; what none of
    them has stays as it is."""
    spellings: dict[str, Counter[str]] = {}
    bare: dict[str, Counter[str]] = {}
    for title in titles:
        for one in _written(title):
            spellings.setdefault(one.folded, Counter())[one.text] += 1
            if plain := _without_written_article(one):
                bare.setdefault(plain.folded, Counter())[plain.text] += 1
    spellings = bare | spellings
    return " ".join(spellings[word].most_common(1)[0][0] if word in spellings else word for word in words.split())


def those_begun(beginning: str, named: Mapping[Key, Sequence[str]], others: Others | None = None) -> list[Key]:
    """Those of which one name has all words that were typed, or the store's `others` for them, the last of them as the
    beginning of one."""
    question = begun_question_of(beginning, LONGEST, others)
    if question is None:
        return []
    *before, last = question.words
    return [key for key, names in named.items() if any(_is_begun(before, last, _words_of(name)) for name in names)]


@lru_cache(maxsize=20_000)
def _words_of(name: str) -> tuple[str, ...]:
    """With what is written apart; remembered, for all names of a store are looked through at every key stroke, and
    folding takes longest."""
    words = words_of(name)
    return (*words, *compounds_in(words))


def _continued(last: Sequence[Meaning], titles: Iterable[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each word that `last` begins, alone and with the next one: folded, and as it is written."""
    for title in titles:
        words = [*_written(title)]
        for place, one in enumerate(words):
            if not _begins(last, one.folded):
                continue
            yield (one.folded,), one.text
            for following in words[place + 1 : place + 2]:
                if _tells_more(following.folded):
                    yield (one.folded, following.folded), f"{one.text} {following.text}"


def _tells_more(word: str) -> bool:
    return len(word) >= SHORTEST_BEGUN and word.isalpha() and word not in JOINING


def _begins(meanings: Iterable[Meaning], word: str) -> bool:
    """By any of its forms: an article that is typed or written makes no difference, nor does a plural."""
    return any(
        form.startswith(meaning.word) if meaning.is_beginning else form == meaning.word
        for form in forms_of(word)
        for meaning in meanings
    )


def _is_begun(before: Sequence[Sequence[Meaning]], last: Sequence[Meaning], name: Sequence[str]) -> bool:
    return any(_begins(last, word) for word in name) and all(
        any(_is(meanings, word) for word in name) for meanings in before
    )


def _is(meanings: Iterable[Meaning], word: str) -> bool:
    return any(form == meaning.word for form in forms_of(word) for meaning in meanings)


def _without_written_article(word: _Written) -> _Written | None:
    """None where it has none, or where vowel signs stand among its letters."""
    folded = without_article(word.folded)
    text = word.text[len(word.folded) - len(folded) :]
    return _Written(text, folded) if folded != word.folded and words_of(text) == [folded] else None


def _written(title: str) -> Iterator[_Written]:
    for token in title.split():
        text = _EDGES.sub("", token)
        if folded := words_of(text):
            yield _Written(text, folded[0])
