"""Every rule earns its place: without it, search finds less of the judged set.

A rule is taken away by patching what stands in a table or is called by name; nothing in the product can switch one off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from django.db import transaction

from commerce.core import folding as core_folding
from search_index.domain import folding, meanings, ranking
from search_index.infrastructure.postgresql import adapter, near_words, ranked
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex
from tests.search_index.shelf import NOON
from wasla_site.bench.relevance.asking import ask_all, fill
from wasla_site.bench.relevance.catalogue import JudgedProduct
from wasla_site.bench.relevance.figures import ALL, by_class
from wasla_site.bench.relevance.queries import JudgedQuery

Without = Callable[[pytest.MonkeyPatch], None]

# Private letters stand for those a rule may not touch: no rule of folding knows them.
_FIRST_PRIVATE = 0xE000

# The letters each rule of folding is about.
LETTERS = {
    "alef with hamza or madda": "أإآ",
    "alef wasla": "ٱ",
    "hamza on waw": "ؤ",
    "hamza on yeh": "ئ",
    "lone hamza": "ء",
    "teh marbuta": "ة",
    "alef maksura": "ى",
    "tatweel": "ـ",
    "vowel signs": "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652",
    "Persian letters": "کیہھە",
    "letters Arabic lacks": "ڤپچگژ",
    "Arabic digits": "٠١٢٣٤٥٦٧٨٩",
    "Persian digits": "۰۱۲۳۴۵۶۷۸۹",
    "presentation forms": "".join(map(chr, range(0xFE70, 0xFEFD))),
    "wide letters": "".join(map(chr, range(0xFF21, 0xFF5B))),
    "invisible marks": "\u00ad\u200c\u200d\u200e\u200f",
    "upper case": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "accents": "éèàçğşąĐLạ",
    "letters of their own": "øłđıæœ",
}


def without_folding(letters: str) -> Without:
    away = {ord(letter): chr(_FIRST_PRIVATE + number) for number, letter in enumerate(letters)}
    back = {ord(private): chr(letter) for letter, private in away.items()}

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(folding, "fold", lambda text: core_folding.fold(text.translate(away)).translate(back))

    return patch


def patching(module: object, name: str, value: object) -> Without:
    return lambda monkeypatch: monkeypatch.setattr(module, name, value)


def only_the_word(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (meanings, ranking):
        monkeypatch.setattr(module, "forms_of", lambda word: [word])


def as_one_part(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (meanings, ranking):
        monkeypatch.setattr(module, "parts_of", lambda word: [word])


RULES: dict[str, Without] = {
    **{name: without_folding(letters) for name, letters in LETTERS.items()},
    "a word ends where the script changes": patching(folding, "_WORD", re.compile(r"[^\W_]+")),
    "codes whatever separates them": patching(ranking, "as_one_word", lambda text: " ".join(folding.words_of(text))),
    "article and sound plural": only_the_word,
    "articles": patching(folding, "_ARTICLE", re.compile(r"(?!)")),
    "sound plural": patching(folding, "_PLURAL", "\0"),
    "and before a word": patching(ranking, "AND", "\0"),
    "numbers apart from letters": as_one_part,
    "singulars": patching(meanings, "singulars_of", lambda word: ()),
    "broken plurals": patching(meanings, "WORD_FAMILIES", ()),
    "other words": patching(meanings, "OTHER_WORDS", ()),
    "joining words": patching(meanings, "_JOINING", frozenset()),
    "what a title is about": patching(ranking, "head_of", lambda title: []),
    "whole words before beginnings": patching(ranked, "WHOLE_WORD", 0),
    "other keyboard": patching(adapter, "typed_on_other_keyboard", lambda text: None),
    "arabizi": patching(near_words, "arabizi_pattern", lambda word: None),
    "misspelt words": patching(near_words, "most_mistakes", lambda word: 0),
    "letters that sound alike": patching(near_words, "sounds_like", lambda letter: letter),
    "most of many words": patching(adapter, "ENOUGH", 0),
}


# A tenth of what one question is worth: less than that a rule does by chance.
LEAST_WORTH = 0.00015


class Undone(Exception):
    """Ends a savepoint: what was indexed without a rule is forgotten."""


@contextmanager
def undone() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise Undone
    except Undone:
        pass


@pytest.mark.long
def test_every_rule_is_worth_something(
    index: PostgresSearchIndex, products: Sequence[JudgedProduct], queries: Sequence[JudgedQuery]
) -> None:
    def measured() -> float:
        meanings._others_in.cache_clear()
        return by_class(list(ask_all(index, products, queries)))[ALL].ndcg

    whole = measured()
    worth: dict[str, float] = {}
    for name, without in RULES.items():
        with pytest.MonkeyPatch.context() as monkeypatch, undone():
            without(monkeypatch)
            fill(index, products, NOON)
            worth[name] = whole - measured()
    meanings._others_in.cache_clear()
    told = "\n".join(f"{name:<40}{value:>9.4f}" for name, value in worth.items())
    print(f"\nnDCG@10 {whole:.4f}; what it is less by without:\n{told}")  # noqa: T201 - the table is the result
    assert [name for name, value in worth.items() if value < LEAST_WORTH] == [], told
