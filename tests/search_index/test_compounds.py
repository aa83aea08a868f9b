"""What some write apart and others together is found either way, on both engines."""

from __future__ import annotations

from typing import Any

import pytest

from search_index.domain import compounds, meanings
from search_index.domain.compounds import compounds_in
from search_index.domain.folding import words_of
from search_index.domain.meanings import together_with
from search_index.domain.ranking import MOST_ASKED_WORDS, Weight, asked_words, findable_words
from search_index.domain.values import Document
from tests.search_index.conftest import Engine


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("تي شيرت أطفال", ["تيشيرت"]),
        ("تي شيرتات رجالية", ["تيشيرت"]),
        ("T-Shirts, pack of 3", ["tshirt"]),
        ("Skin care set", ["skincare"]),
        ("play station 5", ["playstation"]),
        ("head phone", ["headphones"]),
        ("Smart Watches", ["smartwatch"]),
        ("tooth brushes", ["toothbrush"]),
        ("sun glass", ["sunglasses"]),
        ("شاحن اللاب توب", ["لابتوب"]),
        ("مقاس التي شيرت", ["تيشيرت"]),
        ("ألعاب للبلاي ستيشن", ["بلايستيشن"]),
        ("حذاء جلد", []),
        ("شيرت تي", []),
        ("care of skin", []),
        ("", []),
    ],
)
def test_a_listed_pair_is_one_word(text: str, together: list[str]) -> None:
    assert compounds_in(words_of(text)) == together


def test_a_compound_counts_less_than_what_is_written_and_stands_in_no_description() -> None:
    weights = {found.word: found.weight for found in findable_words(Document("product", 1, ("قميص تي شيرت",)), 64)}
    assert weights["تيشيرت"] < weights["شيرت"]
    described = Document("product", 1, ("قميص",), labels=("بلاي ستيشن",), texts=("تي شيرت",))
    weights = {found.word: found.weight for found in findable_words(described, 64)}
    assert weights["بلايستيشن"] < Weight.LABEL
    assert "تيشيرت" not in weights


def test_neighbours_of_a_question_may_be_one_word_and_numbers_are_none() -> None:
    tee, shirt, white = together_with(["تي", "شيرت", "ابيض"])
    assert {"تيشيرت", "tshirt"} <= {one.word for one in tee} <= {one.word for one in shirt}
    assert {one.word for one in white} == {"شيرتابيض"}
    assert not any(one.is_beginning for one in (*tee, *shirt, *white))
    assert together_with(["iphone", "15"]) == [[], []]
    assert together_with(["تي", "shirt"]) == [[], []], "no word has letters of both"


def test_what_neighbours_are_together_has_other_forms_and_the_stores_own_words_too() -> None:
    shops = {"powerbank": ("شاحن",)}
    for first, second, meant in (
        ("تي", "شيرتات", "تيشيرت"),
        ("t", "shirts", "tshirt"),
        ("اللاب", "توب", "لابتوب"),
        ("smart", "watches", "smartwatch"),
        ("power", "bank", "شاحن"),
    ):
        found, _ = together_with([first, second], shops)
        assert meant in {one.word for one in found}


def test_a_long_question_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """By what each word means itself and together with either neighbour."""
    monkeypatch.setattr(meanings, "MOST_MEANINGS", 1)
    asked = asked_words(" ".join(["تي شيرت بلاي ستيشن", *(f"كلمات{letter}" for letter in "ابتثجحخدذر")]), 64)
    assert len(asked) == MOST_ASKED_WORDS
    assert [len(meant) for meant in asked] == [3, *[3] * 6, 2]


@pytest.mark.sampled(every=4)
@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("تي شيرت أطفال", "تيشيرت"),
        ("تيشيرت أطفال", "تي شيرت"),
        ("تيشيرت أطفال", "تي شيرت اطفال"),
        ("Kids T-Shirt", "تيشيرت"),
        ("T-Shirt", "tshirts"),
        ("بلايستيشن 5", "بلاي ستيشن"),
        ("بلاي ستيشن 5", "playstation 5"),
        ("Skin care set", "skincare"),
        ("Skincare set", "skin care"),
        ("لاب توب", "لابتوب"),
        ("حقيبة اللاب توب", "لابتوب"),
        ("لابتوب", "اللاب توب"),
        ("Laptop", "اللاب توب"),
        ("تيشيرت أطفال", "تي شيرتات"),
        ("Tshirt", "t shirts"),
        ("Smart Watches", "smartwatch"),
        ("Smartwatch", "smart watches"),
        ("Makeup", "ميك اب"),
        ("سماعة هيد فون", "headphones"),
    ],
)
def test_either_is_found_by_the_other(engine: Engine, in_noor: Any, written: str, asked: str) -> None:
    engine.put(Document("product", 1, (written,)), Document("product", 2, ("بخور عود",)))
    assert engine.find(asked) == (1,)


def test_without_the_list_what_is_written_apart_is_not_found_by_the_one_word(
    engine: Engine, in_noor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(compounds, "_TOGETHER", {})
    engine.put(Document("product", 1, ("Skin care kit",)))
    assert engine.find("skincare") == ()
