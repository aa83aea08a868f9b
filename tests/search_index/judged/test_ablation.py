"""Every rule earns its place: without it, search finds less of the judged set.

A rule is taken away by patching what stands in a table or is called by name; nothing in the product can switch one off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import transaction

from commerce.core import folding as core_folding
from search_index.application.ports import SearchIndex
from search_index.domain import compounds, folding, meanings, ranking, written_words
from search_index.domain.spelling import ALL_RULES, Rule
from search_index.infrastructure.opensearch import asking, documents, readings, writing
from search_index.infrastructure.opensearch.adapter import OpenSearchIndex
from search_index.infrastructure.opensearch.mappings import index_body
from search_index.infrastructure.postgresql import adapter, near_words, ranked
from search_index.models import SearchGeneration, SearchPool, StorePlacement
from tests.search_index.shelf import NOON
from tests.support.outside import standing_here
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
    "letters of their own": "øłđıæœØŁĐÆŒ",
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
    "what a word is asked for besides": patching(meanings, "_BESIDES", {}),
    "joining words": patching(meanings, "JOINING", frozenset()),
    "what is written apart": patching(compounds, "_TOGETHER", {}),
    "what neighbours are together": patching(ranking, "together_with", lambda words, others: [[] for _ in words]),
    "what a title is about": patching(ranking, "head_of", lambda title: []),
    "what a category is": patching(ranking, "category_head_of", lambda name: []),
    "whole words before beginnings": patching(ranked, "WHOLE_WORD", 0),
    "other keyboard": patching(adapter, "typed_on_other_keyboard", lambda text: None),
    "arabizi": patching(near_words, "arabizi_pattern", lambda word: None),
    "misspelt words": patching(near_words, "most_mistakes", lambda word: 0),
    "letters that sound alike": patching(near_words, "sounds_like", lambda letter: letter),
    "half of many words": patching(adapter, "ENOUGH", 0),
}


# A tenth of what one question is worth: less than that a rule does by chance.
LEAST_WORTH = 0.00015


def forget_forms() -> None:
    """What is remembered of words was found by other rules."""
    for remembered in (
        folding._words_of_piece,
        folding._words_of_short,
        meanings._others_in,
        ranking._forms_of,
        ranking._forms_of_category,
        ranking._forms_of_label,
        ranking._others_of,
        ranking.other_forms_of_label,
        written_words._words_of,
    ):
        remembered.cache_clear()


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
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_every_rule_is_worth_something(
    index: SearchIndex, products: Sequence[JudgedProduct], queries: Sequence[JudgedQuery]
) -> None:
    def measured() -> float:
        return by_class(list(ask_all(index, products, queries)))[ALL].ndcg

    whole = measured()
    worth: dict[str, float] = {}
    for name, without in RULES.items():
        with pytest.MonkeyPatch.context() as monkeypatch, undone():
            without(monkeypatch)
            forget_forms()
            fill(index, products, NOON)
            worth[name] = whole - measured()
    forget_forms()
    _require_worth(whole, worth)


def _require_worth(whole: float, worth: Mapping[str, float]) -> None:
    told = "\n".join(f"{name:<60}{value:>9.4f}" for name, value in worth.items())
    print(f"\nnDCG@10 {whole:.4f}; what it is less by without:\n{told}")  # noqa: T201 - the table is the result
    assert [name for name, value in worth.items() if value < LEAST_WORTH] == [], told


def without_analysis(rule: Rule) -> Without:
    """An index whose words are made without the rule; questions keep it."""
    body = partial(index_body, rules=ALL_RULES - {rule})
    return patching(writing, "index_body", body)


def together(*withouts: Without) -> Without:
    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        for without in withouts:
            without(monkeypatch)

    return patch


# What the server's index is made by; article and plurals are known to the questions too, so both forget them.
MADE_BY: dict[str, Without] = {
    **{rule.value: without_analysis(rule) for rule in Rule if rule not in {Rule.ARTICLE, Rule.PLURALS}},
    Rule.ARTICLE.value: together(without_analysis(Rule.ARTICLE), only_the_word),
    Rule.PLURALS.value: together(without_analysis(Rule.PLURALS), patching(meanings, "WORD_FAMILIES", ())),
    "what a title is about": patching(documents, "head_of", lambda title: []),
    "what a category is": together(
        patching(documents, "category_head_of", lambda name: []),
        patching(documents, "category_head_forms", lambda name: []),
    ),
    "other forms of written words": patching(documents, "other_forms", lambda text, weight: []),
    "what is written apart": RULES["what is written apart"],
}
ASKED_BY: dict[str, Without] = {
    **{name: RULES[name] for name in ("singulars", "other words", "what a word is asked for besides", "joining words")},
    "what neighbours are together": RULES["what neighbours are together"],
    **{name: RULES[name] for name in ("arabizi", "misspelt words", "letters that sound alike")},
    "other keyboard": patching(readings, "typed_on_other_keyboard", lambda text: None),
    "half of many words": patching(readings, "half_of", lambda question: None),
    # Stems count what they did.
    "whole words before beginnings": together(
        patching(asking, "WHOLE_WORD", 0),
        patching(asking, "STEM", asking.STEM - ranking.WHOLE_WORD),
    ),
    "stems of asked words": patching(asking, "STEMMED", ()),
}


@pytest.mark.long
@pytest.mark.parametrize("engine", ["opensearch"], indirect=True)
def test_every_rule_is_worth_something_on_the_server(
    index: SearchIndex, products: Sequence[JudgedProduct], queries: Sequence[JudgedQuery]
) -> None:
    """The store's words in PostgreSQL stay as they are: what is near to them is the same engine's work on both."""

    def measured() -> float:
        return by_class(list(ask_all(index, products, queries)))[ALL].ndcg

    whole = measured()
    worth: dict[str, float] = {}
    for name, without in {**MADE_BY, **ASKED_BY}.items():
        with pytest.MonkeyPatch.context() as monkeypatch, undone(), standing_here():
            without(monkeypatch)
            forget_forms()
            if name in MADE_BY:
                for rows in (StorePlacement, SearchGeneration, SearchPool):
                    rows.objects.all().delete()
                fill(OpenSearchIndex(), products, NOON)
            worth[name] = whole - measured()
    forget_forms()
    _require_worth(whole, worth)
