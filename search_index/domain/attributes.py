"""Codes of what shoppers choose by: products of one store that say the same have the same code."""

from functools import lru_cache

from commerce.core.bilingual import Bilingual
from search_index.domain.folding import words_of
from search_index.domain.other_words import AGREEMENT
from search_index.domain.values import Attribute

_AGREEING = {words_of(word)[0]: words_of(family[0])[0] for family in AGREEMENT for word in family}


def attribute_of(option: Bilingual, value: Bilingual) -> Attribute:
    """Spelling and letter case make no difference, nor does what only the other language says: a name's Arabic decides,
    its English where there is no Arabic. Nor does a value's agreement with its noun: a shirt is أحمر, a dress حمراء."""
    return Attribute(code_of(option), _agreeing(code_of(value)))


def code_of(name: Bilingual) -> str:
    return _code_of_text(name.ar or name.en)


@lru_cache(maxsize=5000)
def _agreeing(code: str) -> str:
    return "-".join(_AGREEING.get(word, word) for word in code.split("-"))


@lru_cache(maxsize=5000)
def _code_of_text(text: str) -> str:
    return "-".join(words_of(text))
