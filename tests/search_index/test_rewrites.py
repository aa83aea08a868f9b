from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.domain.folding import words_of
from search_index.domain.meanings import JOINING
from search_index.domain.rewrites import arabizi_pattern, first_letters, typed_on_other_keyboard


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hdt,k", "ايفون"),
        ("HDT,K", "أيفون"),
        ("هحاخىث", "iphone"),
        ("shum", "ساعة"),
        ("u'v u,]", "عطر عود"),
        ("fghk", "بلان"),
        ("gfhk", "لبان"),
        ("bf", "لاب"),
        ("لاشل", "bag"),
    ],
)
def test_the_same_keys_give_what_was_meant(typed: str, meant: str) -> None:
    assert typed_on_other_keyboard(typed) == meant


@pytest.mark.parametrize("text", ["", "15", "iphone ١٥ برو", "ساعة casio", "%%", "😀", "دش", "lk td"])
def test_mixed_text_and_text_that_gives_no_word_is_no_slip(text: str) -> None:
    assert typed_on_other_keyboard(text) is None


@given(st.text(alphabet="qwertyuiopasdfghjklzxcvnm", min_size=3).filter(lambda text: text not in JOINING))
def test_slipping_twice_gives_back_what_was_typed(text: str) -> None:
    slipped = typed_on_other_keyboard(text)
    assert slipped is not None
    if "لا" not in slipped:  # the pair has a key of its own
        assert typed_on_other_keyboard(slipped) == text


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("3abaya", "عباية"),
        ("sa3a", "ساعة"),
        ("sa3at", "ساعات"),
        ("7aqiba", "حقيبة"),
        ("3etr", "عطر"),
        ("3oud", "عود"),
        ("5atem", "خاتم"),
        ("2amis", "قميص"),
        ("fostan", "فستان"),
        ("shanta", "شنطة"),
        ("mabkhara", "مبخرة"),
        ("ketab", "كتاب"),
        ("bakhoor", "بخور"),
        ("abaya", "عباية"),
    ],
)
def test_arabic_in_latin_letters_is_read(typed: str, word: str) -> None:
    pattern = arabizi_pattern(typed)
    [folded] = words_of(word)
    assert pattern
    assert pattern.fullmatch(folded)
    assert folded[0] in first_letters(pattern)


@pytest.mark.parametrize(
    ("typed", "other"), [("3oud", "عيد"), ("ketab", "مكتب"), ("ketab", "كتابه"), ("sa3a", "سماعه")]
)
def test_it_is_not_read_as_another_word(typed: str, other: str) -> None:
    pattern = arabizi_pattern(typed)
    assert pattern
    assert not pattern.fullmatch(other)


@pytest.mark.parametrize("word", ["", "pen", "15", "2026", "عود", "aaaa", "café", "ooee"])
def test_what_cannot_be_arabic_is_left_alone(word: str) -> None:
    assert arabizi_pattern(word) is None


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz23456789'", max_size=12))
def test_any_word_gives_a_pattern_of_bounded_length_or_none(word: str) -> None:
    if pattern := arabizi_pattern(word):
        assert isinstance(pattern, re.Pattern)
        assert not pattern.fullmatch("ز" * (len(word) * 2 + 1))
        assert first_letters(pattern)
