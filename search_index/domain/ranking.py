"""How much a word counts by where it stands: title, then what a category is, then code, then tags and what else
categories are called, then description."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import IntEnum
from functools import cache, lru_cache
from itertools import chain
from operator import attrgetter
from typing import NamedTuple, Self

from search_index.domain.compounds import compounds_in
from search_index.domain.folding import as_one_word, bare_of_plural, forms_of, words_of
from search_index.domain.meanings import (
    AND,
    OTHER_FORM,
    UNIT_WORDS,
    Meaning,
    meanings_of,
    meant_words,
    parts_of,
    together_with,
)
from search_index.domain.values import Document

# A description's later words say little about a product, and every word is a row.
MOST_TEXT_WORDS = 120
MOST_ASKED_WORDS = 8
MOST_REMEMBERED = 20_000


class Weight(IntEnum):
    TEXT = 10
    LABEL = 20
    CODE = 30
    CATEGORY_HEAD = 35
    TITLE = 40
    HEAD = 46
    WHOLE_TITLE = 60


# No word holds it, and none that begins like another comes after that other and it.
LAST_LETTER = "\U0010ffff"

# Added where the whole word was asked, not its beginning.
WHOLE_WORD = 12

# Taken off what begins like a word that nearly every text has a beginning of, so that the word itself comes first
# wherever it stands.
SHORTEST_BEGINNING, SHORTEST_ARABIC_BEGINNING = 2, 3
BEGINS_MANY = 26

SHORTEST_AFTER_AND = 5
SHORTEST_BEGUN_CODE = 4
# Of a code; shorter ones are sizes and counts.
_LONG_NUMBER = re.compile(r"\d{4,}")

# An English title says what the thing is before it tells more of it.
_TOLD_BESIDE = re.compile(r"[,(:–/]| - | for | with | of | in ", re.IGNORECASE)


class _Findable(NamedTuple):
    word: str
    weight: int
    only_whole: bool
    key: str
    line: str
    stamp: int


class Findable(_Findable):
    """A word an object is found by; `only_whole` ones by equality alone.

    `key` is what an object has once, `line` all of it; both are one text, in which a word has no blank. `stamp` is a
    number below 2³² of the line. All are made once, for most words are remembered and found in one document after the
    other; and as a tuple, for titles and codes are words that no other product has.
    """

    __slots__ = ()

    def __new__(cls, word: str, weight: int, only_whole: bool = False) -> Self:
        flag = "1" if only_whole else "0"
        line = f"{word} {weight:d} {flag}"
        digest = hashlib.md5(line.encode(), usedforsecurity=False).digest()
        stamp = int.from_bytes(digest[:4])
        return super().__new__(cls, word, weight, only_whole, f"{word} {flag}", line, stamp)


_by_weight = attrgetter("weight")
_key_of = attrgetter("key")


def findable_words(document: Document, longest: int) -> list[Findable]:
    """The words of a document, each once at its best weight and cut to `longest`; those found whole are never cut."""
    found = sorted(_all_words(document, longest), key=_by_weight)
    best = dict(zip(map(_key_of, found), found, strict=True))
    return list(map(best.__getitem__, sorted(best)))


def _all_words(document: Document, longest: int) -> list[Findable]:
    """The lightest first, in the main: what is nearly in order is soon sorted."""
    found: list[Findable] = []
    for words in document.text_words:
        found += _forms(words[:MOST_TEXT_WORDS], Weight.TEXT, longest)
    for label in document.labels:
        found += _forms_of_label(label, longest)
    for name in document.category_names:
        found += _forms_of_category(name, longest)
    for code in codes_and_numbers(document.codes):
        found += _whole(as_one_word(code), Weight.CODE, longest)
    for title in document.titles:
        words = words_of(title)
        found += _together(words, Weight.TITLE, longest)
        found += _forms(words, Weight.TITLE, longest)
        found += _forms(head_of(title), Weight.HEAD, longest)
        found += _whole(as_one_word(title), Weight.WHOLE_TITLE, longest)
    return found


@lru_cache(maxsize=5000)
def _forms_of_label(label: str, longest: int) -> tuple[Findable, ...]:
    """Remembered, for what one product is called by others are too."""
    words = words_of(label)
    return (*_together(words, Weight.LABEL, longest), *_forms(words, Weight.LABEL, longest))


@lru_cache(maxsize=5000)
def _forms_of_category(name: str, longest: int) -> tuple[Findable, ...]:
    heads = [Findable(head[:longest], Weight.CATEGORY_HEAD) for head in category_head_of(name)]
    forms = [Findable(form[:longest], Weight.CATEGORY_HEAD - OTHER_FORM) for form in category_head_forms(name)]
    return (*_forms_of_label(name, longest), *forms, *heads)


def _together(words: Sequence[str], weight: int, longest: int) -> list[Findable]:
    return [Findable(compound[:longest], weight - OTHER_FORM) for compound in compounds_in(words)]


def _whole(word: str, weight: int, longest: int) -> list[Findable]:
    return [Findable(word, weight, only_whole=True)] if 0 < len(word) <= longest else []


def codes_and_numbers(codes: Sequence[str]) -> list[str]:
    """With the longer numbers among what separates them, each once: who asks for 10696 means LEGO-10696."""
    return list(dict.fromkeys((*codes, *chain.from_iterable(map(_LONG_NUMBER.findall, codes)))))


def head_of(title: str) -> list[str]:
    """The word that says what a thing is, which others only tell more of: the first in Arabic, the last in English.

    A cover for phones is a cover, غطاء جوال too; a wooden desk, 120 cm, is a desk.
    """
    return list(_head_of(title))


@lru_cache(maxsize=5000)
def _head_of(title: str) -> tuple[str, ...]:
    """Remembered for the engine that asks next."""
    words = words_of(title)
    if words and words[0].isascii():
        told_first = words_of(_TOLD_BESIDE.split(title, maxsplit=1)[0])
        return tuple([word for word in told_first if word.isalpha() and word not in UNIT_WORDS][-1:])
    return tuple(words[:1])


def category_head_of(name: str) -> list[str]:
    """The word that says what stands in a category; its name may mention what does not: phone accessories are none."""
    return list(_head_of(name))


def category_head_forms(name: str) -> list[str]:
    """The words a category's head is found by besides itself, each once: without an article, and in the singular,
    for categories are called by the plural and asked for by either (جوالات, جوال)."""
    heads = category_head_of(name)
    others = dict.fromkeys(chain.from_iterable((*forms_of(head), *bare_of_plural(head)) for head in heads))
    return [other for other in others if other not in heads]


@lru_cache(maxsize=5000)
def other_forms_of_label(label: str) -> tuple[str, ...]:
    return tuple(other_forms(words_of(label), Weight.LABEL))


def other_forms(words: Sequence[str], weight: int) -> list[str]:
    """The words a text of this weight is found by besides those that are written in it, each once: without an article,
    in the singular; and where things are named, what is written together, 256 and gb of 256gb, or may be."""
    written = dict.fromkeys(words[:MOST_TEXT_WORDS])
    compounds = compounds_in(words) if weight >= Weight.LABEL else []
    others = dict.fromkeys(chain(chain.from_iterable(map(_others_of(weight), written)), compounds))
    return [other for other in others if other not in written]


# What follows remembers words, for a shop's texts say the same over and over; those of one weight by themselves, for a
# word alone is looked up several times as quickly as a word with its weight.


@cache
def _others_of(weight: int) -> Callable[[str], tuple[str, ...]]:
    @lru_cache(maxsize=MOST_REMEMBERED)
    def others(word: str) -> tuple[str, ...]:
        return tuple(found.word for found in _all_forms_of(word, weight) if found.word != word)

    return others


def _forms(words: Iterable[str], weight: int, longest: int) -> Iterator[Findable]:
    """Of each word once."""
    return chain.from_iterable(map(_forms_of(weight, longest), dict.fromkeys(words)))


@cache
def _forms_of(weight: int, longest: int) -> Callable[[str], tuple[Findable, ...]]:
    @lru_cache(maxsize=MOST_REMEMBERED)
    def forms(word: str) -> tuple[Findable, ...]:
        return tuple(Findable(found.word[:longest], found.weight) for found in _all_forms_of(word, weight))

    return forms


def _all_forms_of(word: str, weight: int) -> Iterator[Findable]:
    for number, form in enumerate(forms_of(word)):
        yield Findable(form, weight - (OTHER_FORM if number else 0))
    if weight >= Weight.LABEL:
        yield from _taken_apart(word, weight)


def _taken_apart(word: str, weight: int) -> Iterable[Findable]:
    """What is written together where things are named; descriptions have no such words worth a row each."""
    if word.startswith(AND) and len(word) >= SHORTEST_AFTER_AND:
        yield Findable(word[1:], weight - OTHER_FORM)
    if len(parts := parts_of(word)) > 1:
        yield from (Findable(part, weight) for part in parts)


def asked_words(text: str, longest: int, others: Mapping[str, tuple[str, ...]] | None = None) -> list[list[Meaning]]:
    """The words of a question, each with what else it may mean, by the store's own synonyms (`others`) too; at most
    MOST_ASKED_WORDS, each word once. Two neighbours may each mean what they are together.

    A single letter is a word of its own, not the beginning of every other; so are two Arabic ones, and what they begin
    comes behind what has them.
    """
    words = meant_words(text)[:MOST_ASKED_WORDS]
    together = together_with(words, others)
    return [
        [
            replace(one, word=one.word[:longest])
            for meant in (*meanings_of(word, others), *more)
            for one in _as_beginning(meant)
        ]
        for word, more in zip(words, together, strict=True)
    ]


def _as_beginning(meant: Meaning) -> Iterator[Meaning]:
    if not meant.is_beginning or begins_few(meant.word):
        yield meant
        return
    yield replace(meant, is_beginning=False)
    if len(meant.word) > 1:
        yield replace(meant, malus=meant.malus + BEGINS_MANY)


def begins_few(word: str) -> bool:
    """Whether words that begin so are likely to be meant: a letter begins every other, بن also بني and بنات."""
    return len(word) >= (SHORTEST_BEGINNING if word.isascii() else SHORTEST_ARABIC_BEGINNING)


def begun_code(text: str) -> str:
    """The question as a code may begin with it, folded; empty where it can't be one: codes have letters and digits,
    and of fewer than four signs every other product's begins so."""
    whole = as_one_word(text)
    is_code = whole.isascii() and not whole.isalpha() and not whole.isdigit()
    return whole if is_code and len(whole) >= SHORTEST_BEGUN_CODE else ""


def beginnings(word: str) -> tuple[str, str]:
    """The half-open range, in code point order, of all words that begin so."""
    return word, f"{word}{LAST_LETTER}"


def whole_word(word: str) -> tuple[str, str]:
    """The half-open range, in code point order, of the word alone."""
    return word, f"{word}\x01"
