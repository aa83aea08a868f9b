"""What a word of a question may mean besides what it says: other forms of it, and other words for the same thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise

from search_index.domain.folding import forms_of, words_of
from search_index.domain.other_words import BESIDES, OTHER_WORDS, UNITS
from search_index.domain.word_families import PROTECTED_WORDS, WORD_FAMILIES

# Taken off for a form of a word that was not written so, and for another word.
OTHER_FORM = 4
OTHER_WORD = 2
# For what may be meant where the thing itself is not sold: a title that names that comes before one that is about this.
ASKED_BESIDES = 8
MOST_MEANINGS = 24

UNIT_WORDS = frozenset(folded for unit in UNITS for folded in words_of(unit))
_BESIDES = {words_of(asked)[0]: tuple(words_of(other)[0] for other in besides) for asked, besides in BESIDES}
_SPLIT = re.compile(r"[0-9]+|[^0-9]+")
# Written together with the word it stands before: عود وبخور. Of words that begin with it themselves nothing is taken.
AND = "و"
SHORTEST_BEHIND_AND = 3
# An article before a word so short is one where that word is known: اليد is يد, while الم is no م.
ARTICLE = "ال"
# What joins words and names nothing; what excludes, as without and after, is no such word.
JOINING = frozenset(("a", "an", "and", "for", "in", "of", "s", "the", "to", "with", "من", "في", "و", "لون"))


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word to look for in the place of one that was asked; `malus` is taken off what it finds.

    `is_beginning`: longer words that begin so are found too.
    """

    word: str
    malus: int
    is_beginning: bool = True


def meant_words(text: str) -> list[str]:
    """The words of a question that name something, each once: joining words only where there is nothing else."""
    words = list(dict.fromkeys(part for word in words_of(text) for part in parts_of(word)))
    return [word for word in words if word not in JOINING] or words


def parts_of(word: str) -> list[str]:
    """Numbers apart from the letters beside them: 256gb is 256 and gb, iphone15 two words too.

    One digit is part of a name or stands for a letter, as in s24, ps5 and 3abaya, if no unit stands beside it.
    """
    parts = _SPLIT.findall(word) if word.isascii() else [word]
    letters = {part for part in parts if not part.isdigit()}
    of_units = letters <= UNIT_WORDS
    is_name = not of_units and any(len(part) == 1 for part in parts)
    return [word] if is_name or len(parts) > 3 else parts


def meanings_of(word: str, others: Mapping[str, tuple[str, ...]] | None = None) -> list[Meaning]:
    """The word itself, then what else it may mean, each word once, the likeliest first. `others` are the store's own
    words for the same thing, which may have plurals and other words again."""
    found = {form: Meaning(form, OTHER_FORM if number else 0) for number, form in enumerate(forms_of(word))}
    _add(found, singulars_of(word), OTHER_WORD)
    _add(found, bare_forms_of(word), OTHER_FORM)
    _add(found, agreeing_of(word), OTHER_WORD)
    for same in (others or {}, _others_in(WORD_FAMILIES), _others_in(OTHER_WORDS)):
        _add(found, [other for known in found for other in same.get(known, ())], OTHER_WORD)
    same_things = [known for known, meaning in found.items() if meaning.malus == OTHER_WORD]
    _add(found, chain.from_iterable(map(_plurals_of, same_things)), OTHER_FORM)
    _add(found, [other for known in found for other in _BESIDES.get(known, ())], ASKED_BESIDES)
    return list(found.values())[:MOST_MEANINGS]


def together_with(words: Sequence[str], others: Mapping[str, tuple[str, ...]] | None = None) -> list[list[Meaning]]:
    """Of each word of a question what it is together with the one before it and the one behind it, and what else that
    means: who asks for تي شيرت finds تيشيرت and tshirt, by اللاب توب a لابتوب. Numbers stand by themselves, and no word
    has letters of two scripts."""
    found: list[list[Meaning]] = [[] for _ in words]
    for place, (first, second) in enumerate(pairwise(words)):
        if first.isdigit() or second.isdigit() or first.isascii() != second.isascii():
            continue
        meant = meanings_of(first + second, others)
        more = [Meaning(one.word, max(one.malus, OTHER_FORM), is_beginning=False) for one in meant]
        found[place] += more
        found[place + 1] += more
    return found


def _add(found: dict[str, Meaning], words: Iterable[str], malus: int) -> None:
    """Each at the best it is found at."""
    for word in words:
        if word not in found or found[word].malus > malus:
            found[word] = Meaning(word, malus, is_beginning=False)


def is_listed(word: str) -> bool:
    """Whether the folded word, or a form of it, is one of the lists': then it is no misspelling."""
    return not _known_words().isdisjoint(forms_of(word))


def singulars_of(word: str) -> Iterator[str]:
    """What an English plural may be of, an Arabic one of a borrowed word, and a dual: handbags, dresses, scarves,
    كاميرات, جوالات, ساعتين, كتابين. Of -ان nothing is taken: most words that end so are no duals."""
    for form in forms_of(word):
        if form.endswith("ات") and len(form) >= 5:
            yield form[:-1]
            yield form[:-2]
        elif form.endswith("تين") and len(form) >= 6:
            yield f"{form[:-3]}ه"
        elif form.endswith("ين") and len(form) >= 5 and form not in PROTECTED_WORDS:
            yield form[:-2]
    if not (word.isascii() and word.endswith("s") and len(word) >= 4) or word.endswith("ss"):
        return
    yield word[:-1]
    for ending, singular in (("ies", "y"), ("ves", "f"), ("es", "")):
        if word.endswith(ending):
            yield word[: -len(ending)] + singular


def _plurals_of(word: str) -> Iterator[str]:
    """Broken ones, and of the lists' other words the sound one that borrowed words have: هواتف, جوالات."""
    yield from _others_in(WORD_FAMILIES).get(word, ())
    if word in _others_in(OTHER_WORDS) and not word.isascii() and len(word) > 3:
        yield f"{word.rstrip('اه')}ات"


def agreeing_of(word: str) -> Iterator[str]:
    """An adjective of origin agrees with its noun: حذاء رياضي, أحذية رياضية. Behind an alef it is no such ending."""
    for form in forms_of(word):
        if form.endswith("يه") and len(form) >= 5 and not form.endswith("ايه"):
            yield form[:-1]
        elif form.endswith("ي") and len(form) >= 4 and not form.isascii():
            yield f"{form}ه"


def bare_forms_of(word: str) -> Iterator[str]:
    """What is left of a word whose beginning may be another word: وعطور is and عطور, اليد the يد; of a plural its
    singular too."""
    if word.startswith(AND) and len(word) > SHORTEST_BEHIND_AND and not is_listed(word):
        yield from forms_of(word.removeprefix(AND))
    bare = word.removeprefix(ARTICLE)
    if len(bare) == len(word) - len(ARTICLE) == 2 and bare in _known_words():
        yield bare


@cache
def _known_words() -> frozenset[str]:
    """Words of any list: who writes وردة means no ردة."""
    return frozenset((*PROTECTED_WORDS, *_others_in(WORD_FAMILIES), *_others_in(OTHER_WORDS)))


@cache
def _others_in(families: tuple[tuple[str, ...], ...]) -> dict[str, tuple[str, ...]]:
    """The other folded words of each word's families, without those that fold to more than one word."""
    others: dict[str, dict[str, None]] = defaultdict(dict)
    for family in families:
        words = [folded[0] for folded in map(words_of, family) if len(folded) == 1]
        for word in words:
            others[word].update(dict.fromkeys(other for other in words if other != word))
    return {word: tuple(same) for word, same in others.items()}
