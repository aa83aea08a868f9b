"""Words that some write apart and others together: what is called by the one is found by the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from search_index.domain.folding import bare_of_plural, words_of
from search_index.domain.meanings import singulars_of

# As they are written apart, separated by ،. One whose parts together are another word has no place here.
_APART = """
تي شيرت، تي شرت، بلاي ستيشن، اكس بوكس، لاب توب، نوت بوك، ماك بوك، باور بانك، اير بودز، هيد فون، كي بورد، واي فاي،
بلو توث، آي فون، آي باد، هارد ديسك، سكين كير، ميك اب، آي لاينر، هاي لايتر، ليب ستيك، صن بلوك، صن سكرين، كب كيك،
تشيز كيك، بان كيك، ميلك شيك، كروس بودي،
t shirt، sweat shirt، sweat pants، track suit، swim suit، hand bag، back pack، sun glasses، key chain، card holder،
ear rings، play station، x box، lap top، note book، mac book، key board، mouse pad، power bank، wi fi، smart watch،
smart phone، air pods، ear buds، ear phones، head phones، head set، skin care، hair care، face wash، make up، eye liner،
eye shadow، lip stick، sun screen، sun block، tooth brush، tooth paste، hair dryer، air fryer، dish washer، micro wave،
coffee maker، tea pot، table cloth، pillow case، book case، book shelf، night stand، cup cake، cheese cake، milk shake،
foot ball، basket ball، volley ball، skate board، white board
"""

# Listed, for `without_article` takes none from a short word: التي شيرت.
_ARTICLES = ("ال", "وال", "بال", "كال", "فال", "لل")


def _written_together() -> dict[str, dict[str, str]]:
    """What each listed pair is together, by its first word, with an article or without, and its second."""
    together: dict[str, dict[str, str]] = {}
    for apart in _APART.split("،"):
        first, second = words_of(apart)
        for article in ("",) if first.isascii() else ("", *_ARTICLES):
            together.setdefault(article + first, {})[second] = first + second
    return together


_TOGETHER = _written_together()


def compounds_in(words: Sequence[str]) -> list[str]:
    """What folded words that stand side by side are together, where they are listed; a plural is one too, and what has
    an article: اللاب توب."""
    return [
        seconds[one]
        for first, second in pairwise(words)
        if (seconds := _TOGETHER.get(first))
        for one in _in_either_number(second)
        if one in seconds
    ]


def _in_either_number(word: str) -> Iterator[str]:
    """Each once, for only one of them is listed: brushes, brush; phone, phones; glass, glasses."""
    yield word
    yield from bare_of_plural(word)
    if word.isascii():
        yield from dict.fromkeys((*singulars_of(word), f"{word}s", f"{word}es"))
