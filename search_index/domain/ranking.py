"""How much a word counts by where it stands: title, then code, then tags and categories, then description."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from search_index.domain.folding import as_one_word, forms_of, words_of
from search_index.domain.values import Document

# A description's later words say little about a product, and every word is a row.
MOST_TEXT_WORDS = 120
MOST_ASKED_WORDS = 8


class Weight(IntEnum):
    TEXT = 10
    LABEL = 20
    CODE = 30
    TITLE = 40
    WHOLE_TITLE = 60


# Taken off for a form of a word that was not written so; added where the whole word was asked, not its beginning.
OTHER_FORM = 4
WHOLE_WORD = 5


@dataclass(frozen=True, slots=True)
class Findable:
    """A word an object is found by; `only_whole` ones by equality alone."""

    word: str
    weight: int
    only_whole: bool = False


def findable_words(document: Document, longest: int) -> list[Findable]:
    """The words of a document, each once at its best weight and cut to `longest`; those found whole are never cut."""
    best: dict[tuple[str, bool], Findable] = {}
    for found in _all_words(document):
        if found.only_whole and len(found.word) > longest:
            continue
        key = found.word[:longest], found.only_whole
        if found.word and (key not in best or best[key].weight < found.weight):
            best[key] = Findable(key[0], found.weight, found.only_whole)
    return [best[key] for key in sorted(best)]


def _all_words(document: Document) -> Iterable[Findable]:
    for title in document.titles:
        yield from _forms(words_of(title), Weight.TITLE)
        yield Findable(as_one_word(title), Weight.WHOLE_TITLE, only_whole=True)
    for code in document.codes:
        yield Findable(as_one_word(code), Weight.CODE, only_whole=True)
    for label in document.labels:
        yield from _forms(words_of(label), Weight.LABEL)
    for text in document.texts:
        yield from _forms(words_of(text)[:MOST_TEXT_WORDS], Weight.TEXT)


def _forms(words: Iterable[str], weight: int) -> Iterable[Findable]:
    for word in words:
        for number, form in enumerate(forms_of(word)):
            yield Findable(form, weight - (OTHER_FORM if number else 0))


def asked_words(text: str, longest: int) -> list[list[str]]:
    """The words of a question, each with its other forms; at most MOST_ASKED_WORDS, each word once."""
    words = list(dict.fromkeys(words_of(text)))[:MOST_ASKED_WORDS]
    return [list(dict.fromkeys(form[:longest] for form in forms_of(word))) for word in words]


def beginnings(word: str) -> tuple[str, str]:
    """The half-open range, in code point order, of all words that begin so; of a single letter, that letter only."""
    return whole_word(word) if len(word) == 1 else (word, f"{word}\U0010ffff")


def whole_word(word: str) -> tuple[str, str]:
    """The half-open range, in code point order, of the word alone."""
    return word, f"{word}\x01"
