"""Labels that a shopper can tell apart, in either language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from commerce.core.bilingual import Bilingual
from search_index.domain.folding import as_one_word

LANGUAGES = ("ar", "en")


def told_apart(names: Sequence[Bilingual], besides: Sequence[Bilingual]) -> list[Bilingual]:
    """The names, those that are read alike in a language with what is to be said `besides` of each in brackets."""
    sides = [_in_one_language(names, besides, language) for language in LANGUAGES]
    return [Bilingual(ar, en) for ar, en in zip(*sides, strict=True)]


def _in_one_language(names: Sequence[Bilingual], besides: Sequence[Bilingual], language: str) -> list[str]:
    """What is read alike by itself stays as it is written, which may be nothing."""
    texts = [name.in_language(language) for name in names]
    counts = Counter(map(as_one_word, texts))
    found = []
    for name, beside, text in zip(names, besides, texts, strict=True):
        more = beside.in_language(language)
        is_alike = counts[as_one_word(text)] > 1 and more not in ("", text)
        found.append(f"{text} ({more})" if is_alike else getattr(name, language))
    return found
