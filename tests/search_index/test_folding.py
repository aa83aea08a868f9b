from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.core.folding import fold
from search_index.domain.folding import as_one_word, forms_of, words_of

# Each rule of folding with spellings a shopper takes for the same word.
PAIRS = {
    "alef with hamza above": ("أحمد", "احمد"),
    "alef with hamza below": ("إطار", "اطار"),
    "alef with madda": ("آيفون", "ايفون"),
    "alef wasla": ("ٱلعطر", "العطر"),
    "waw with hamza": ("مؤشر", "موشر"),
    "yeh with hamza": ("حقائب", "حقايب"),
    "lone hamza": ("شيء", "شي"),
    "teh marbuta": ("مدرسة", "مدرسه"),
    "alef maksura": ("على", "علي"),
    "short vowels": ("عِطْر", "عطر"),
    "doubling": ("عطّار", "عطار"),
    "nunation": ("شكرًا", "شكرا"),
    "superscript alef": ("هٰذا", "هذا"),
    "tatweel": ("عـطر", "عطر"),
    "long tatweel": ("ســـاعة", "ساعه"),
    "arabic-indic digits": ("٥٠", "50"),
    "persian digits": ("۱۵", "15"),
    "full-width digits": ("５０", "50"),
    "presentation forms": ("ﺳﺎﻋﺔ", "ساعه"),
    "lam-alef ligature": ("ﻻب", "لاب"),
    "persian kaf and yeh": ("کتابی", "كتابي"),
    "persian peh": ("پیتزا", "بيتزا"),
    "veh": ("ڤيلا", "فيلا"),
    "gaf": ("گلكسي", "جلكسي"),
    "bidi marks": ("عطر\u200f", "عطر"),
    "zero-width non-joiner": ("عط\u200cر", "عطر"),
    "upper case": ("OUD", "oud"),
    "sharp s": ("Straße", "strasse"),
    "acute accent": ("Café", "cafe"),
    "stroke": ("Møbler", "mobler"),
    "ligature": ("ﬁne", "fine"),
}


@pytest.mark.parametrize(("one", "other"), PAIRS.values(), ids=PAIRS)
def test_spellings_of_one_word_fold_to_the_same(one: str, other: str) -> None:
    assert one != other
    assert fold(one) == fold(other) == other


@pytest.mark.parametrize(("one", "other"), [("عود", "عيد"), ("بحر", "بحرين"), ("كتاب", "كتب"), ("شيء", "شيت")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_are_folded_and_hold_no_separator(text: str) -> None:
    for word in words_of(text):
        assert words_of(word) == [word]
        assert "".join(word.split()) == word
        assert "\0" not in word


@given(st.text())
def test_a_text_has_the_words_of_the_pieces_between_its_blanks(text: str) -> None:
    """Which are remembered; with a piece too long for that the text is folded as a whole."""
    long = "x" * 101
    assert words_of(f"{text} {long}") == [*words_of(text), long]


@given(st.text(alphabet="أإآٱؤئءةىيكکیـ٠۵ًَُِّْٰ abcÀÉ0-_ "))
def test_folding_is_idempotent_where_it_has_most_to_do(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert words_of(fold(text)) == words_of(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("عطر100مل", ["عطر", "100", "مل"]),
        ("آيفون15برو", ["ايفون", "15", "برو"]),
        ("١٢٨جيجا", ["128", "جيجا"]),
        ("iPhoneبرو", ["iphone", "برو"]),
        ("256GB", ["256gb"]),
        ("ساعةٌ5", ["ساعه", "5"]),
        ("دهن-عود / مسك", ["دهن", "عود", "مسك"]),
        ("Women’s bag", ["women", "s", "bag"]),
        ("ًٌٍ 😀 *'\"()[]", []),
    ],
)
def test_words_end_where_the_script_changes(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize("code", ["APL-15P-256", "apl15p256", "apl 15p 256", "APL_15P.256", "apl١٥p٢٥٦"])
def test_codes_are_the_same_whatever_separates_them(code: str) -> None:
    assert as_one_word(code) == "apl15p256"


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("الساعه", ["الساعه", "ساعه"]),
        ("والساعه", ["والساعه", "ساعه"]),
        ("للاطفال", ["للاطفال", "اطفال"]),
        ("بالعود", ["بالعود", "عود"]),
        ("ساعات", ["ساعات", "ساعه"]),
        ("الساعات", ["الساعات", "ساعات", "الساعه", "ساعه"]),
        ("الف", ["الف"]),
        ("بالون", ["بالون"]),
        ("نبات", ["نبات"]),
        ("oud", ["oud"]),
    ],
)
def test_other_forms_of_a_word(word: str, forms: list[str]) -> None:
    assert forms_of(word) == forms
