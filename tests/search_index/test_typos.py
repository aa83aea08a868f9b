from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.domain.typos import ANY_OTHER, SOUNDS_ALIKE, is_short, mistakes_between, most_mistakes, sounds_like

PLENTY = 100


@pytest.mark.parametrize(
    ("typed", "meant", "mistakes"),
    [
        ("قميص", "قميص", 0),
        ("قميس", "قميص", SOUNDS_ALIKE),
        ("محفضه", "محفظه", SOUNDS_ALIKE),
        ("شممس", "شمس", SOUNDS_ALIKE),
        ("جاكييت", "جاكيت", SOUNDS_ALIKE),
        ("حقبيه", "حقيبه", ANY_OTHER),
        ("iphnoe", "iphone", ANY_OTHER),
        ("lether", "leather", ANY_OTHER),
        ("stoller", "stroller", ANY_OTHER),
        ("wach", "watch", ANY_OTHER),
        ("عود", "عيد", ANY_OTHER),
        ("ساعه", "سعه", ANY_OTHER),
        ("headphnes", "headphones", ANY_OTHER),
        ("شوكلاطه", "شوكولاته", 2 * SOUNDS_ALIKE),
        ("فوحه", "فواحه", SOUNDS_ALIKE),
        ("عطر", "عطور", ANY_OTHER),
    ],
)
def test_mistakes_are_counted(typed: str, meant: str, mistakes: int) -> None:
    assert mistakes_between(typed, meant, PLENTY) == mistakes


@pytest.mark.parametrize(
    ("word", "most"),
    [
        ("عو", 0),
        ("عود", SOUNDS_ALIKE),
        ("قميس", SOUNDS_ALIKE),
        ("حقبيه", ANY_OTHER),
        ("شوكولاته", ANY_OTHER),
        ("بلايستيشن", 2 * ANY_OTHER),
        ("oud", 0),
        ("wach", ANY_OTHER),
        ("headphnes", 2 * ANY_OTHER),
        ("s24", 0),
        ("256", 0),
        ("apl15p256", 0),
    ],
)
def test_short_words_and_numbers_are_hardly_doubted(word: str, most: int) -> None:
    assert most_mistakes(word) == most


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("عود", "عيد"),
        ("بحر", "حبر"),
        ("ورد", "برد"),
        ("بني", "بنت"),
        ("مكتب", "مكتبه"),
        ("ذهب", "ذهبي"),
        ("pan", "pen"),
    ],
)
def test_short_words_are_never_taken_for_each_other(typed: str, other: str) -> None:
    assert mistakes_between(typed, other, PLENTY) > most_mistakes(typed)


WORDS = st.text(alphabet="ابتسصدض abc", max_size=8)


@given(WORDS, WORDS, st.integers(0, 8))
def test_counting_stops_early_only_where_there_are_too_many(one: str, other: str, most: int) -> None:
    mistakes = mistakes_between(one, other, PLENTY)
    assert (mistakes_between(one, other, most) <= most) == (mistakes <= most)
    if mistakes <= most:
        assert mistakes_between(one, other, most) == mistakes


@given(WORDS, WORDS)
def test_equal_words_and_no_others_differ_in_nothing(one: str, other: str) -> None:
    assert (mistakes_between(one, other, PLENTY) == 0) == (one == other)


@pytest.mark.parametrize(
    ("word", "short"), [("tent", True), ("bags", True), ("candel", False), ("سكر", True), ("حقبيه", False)]
)
def test_a_short_word_is_near_to_nearly_every_text(word: str, short: bool) -> None:
    assert is_short(word) is short


def test_letters_sound_like_themselves_first() -> None:
    assert sounds_like("س") == "سثص"
    assert sounds_like("ل") == "ل"
