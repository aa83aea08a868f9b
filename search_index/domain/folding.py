"""Words as they are looked for. Used alike for what is indexed and for what is asked, so both sides always agree."""

import re
from functools import lru_cache
from itertools import chain

from commerce.core.folding import fold

_ARABIC = "\u0621-\u064a"
_WORD = re.compile(rf"[{_ARABIC}]+|[^\W_{_ARABIC}]+")


# A longer text, or piece of one, is hardly ever met again and would only fill the memory.
_SHORT = 100


def words_of(text: str) -> list[str]:
    """The folded words in their order. An Arabic word ends where digits or Latin letters begin: عطر100مل is three."""
    return list(_words_of_short(text)) if len(text) <= _SHORT else _words_of_pieces(text)


@lru_cache(maxsize=5000)
def _words_of_short(text: str) -> tuple[str, ...]:
    return tuple(_words_of_pieces(text))


def _words_of_pieces(text: str) -> list[str]:
    """No word has a blank, and none is folded into one: pieces between blanks can be remembered, for a shop's texts say
    the same over and over."""
    pieces = text.split()
    if max(map(len, pieces), default=0) > _SHORT:
        return _WORD.findall(fold(text))
    return list(chain.from_iterable(map(_words_of_piece, pieces)))


@lru_cache(maxsize=50_000)
def _words_of_piece(piece: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(piece)))


def as_one_word(text: str) -> str:
    """All letters and digits of the text without what separates them: APL-15P-256 and apl15p256 are the same."""
    return "".join(words_of(text))


_ARTICLE = re.compile(r"(?:[وبكف]?ال|لل)(?=.{3})")
_PLURAL = "ات"


def without_article(word: str) -> str:
    """The folded word behind an article, and behind what is written together with that."""
    article = _ARTICLE.match(word)
    return word[article.end() :] if article else word


def forms_of(word: str) -> list[str]:
    """The folded word, then the forms it may also be meant in: without the article, in the singular of -āt.

    Such forms may be wrong (البان is no article and بان), so they are found but rank below the word itself.
    """
    forms = list(dict.fromkeys((word, without_article(word))))
    forms += [f"{form[:-2]}ه" for form in forms if _may_be_plural(form)]
    return forms


def bare_of_plural(word: str) -> list[str]:
    """The folded word and its forms without an -āt, which leaves the singular of what has no ending there: جوالات is
    many a جوال. Most often it leaves no word at all (ساعات)."""
    return [form.removesuffix(_PLURAL) for form in forms_of(word) if _may_be_plural(form)]


def _may_be_plural(word: str) -> bool:
    return word.endswith(_PLURAL) and len(word) >= 5
