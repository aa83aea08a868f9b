from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.domain.folding import words_of
from search_index.domain.meanings import MOST_MEANINGS, meanings_of, meant_words, parts_of
from search_index.domain.other_words import OTHER_WORDS
from search_index.domain.word_families import WORD_FAMILIES


@pytest.mark.parametrize(
    ("asked", "also"),
    [
        ("فساتين", "فستان"),
        ("الفساتين", "فستان"),
        ("حقائب", "حقيبه"),
        ("حقائب", "شنطه"),
        ("هواتف", "جوال"),
        ("ساعات", "ساعه"),
        ("كاميرات", "كاميرا"),
        ("جوالات", "جوال"),
        ("الخلاطات", "خلاط"),
        ("دهن", "عطر"),
        ("الأدهان", "عطور"),
        ("سوداء", "اسود"),
        ("رجالية", "رجالي"),
        ("samsung", "سامسونج"),
        ("سامسونغ", "samsung"),
        ("جيجا", "gb"),
        ("ml", "مل"),
        ("وعود", "عود"),
        ("وبخور", "بخور"),
        ("وعطور", "عطر"),
        ("وساعات", "ساعه"),
        ("اليد", "يد"),
        ("اليد", "يدين"),
        ("handbags", "handbag"),
        ("dresses", "dress"),
        ("watches", "watch"),
        ("batteries", "battery"),
        ("scarves", "scarf"),
        ("ساعتين", "ساعه"),
        ("كتابين", "كتب"),
        ("رياضية", "رياضي"),
        ("مدرسي", "مدرسيه"),
        ("موبايل", "جوالات"),
        ("طنجرة", "قدور"),
        ("زولية", "سجاد"),
        ("smartphones", "mobile"),
        ("شراب", "جورب"),
    ],
)
def test_a_word_may_mean_another(asked: str, also: str) -> None:
    [word] = words_of(asked)
    found = meanings_of(word)
    assert found[0].word == word
    assert found[0].malus == 0
    [meaning] = [meaning for meaning in found if meaning.word == also]
    assert meaning.malus > 0


@pytest.mark.parametrize(
    ("asked", "never"),
    [
        ("أسد", "اسود"),
        ("جورب", "شراب"),
        ("عربة", "عربيه"),
        ("ياسمين", "ياسم"),
        ("حبهان", "حبه"),
        ("رياضي", "رياضيات"),
        ("عود", "عيد"),
        ("عطر", "دهن"),
        ("رياضي", "رياض"),
        ("وردي", "ورد"),
        ("مكتبه", "مكتب"),
        ("زيتون", "زيت"),
        ("كتابه", "كتاب"),
        ("dress", "dres"),
        ("وردة", "رده"),
        ("ورود", "رود"),
        ("الوردة", "رده"),
        ("وسادة", "ساده"),
        ("وشاح", "شاح"),
        ("ورق", "رق"),
        ("الم", "م"),
    ],
)
def test_a_word_never_means_one_that_only_looks_like_it(asked: str, never: str) -> None:
    [word] = words_of(asked)
    assert never not in {meaning.word for meaning in meanings_of(word)}


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("256gb", ["256", "gb"]),
        ("iphone15", ["iphone", "15"]),
        ("15pro", ["15", "pro"]),
        ("5kg", ["5", "kg"]),
        ("20w", ["20", "w"]),
        ("s24", ["s24"]),
        ("3abaya", ["3abaya"]),
        ("sa3a", ["sa3a"]),
        ("ps5", ["ps5"]),
        ("apl15p256", ["apl15p256"]),
        ("iphone", ["iphone"]),
        ("256", ["256"]),
        ("عطر", ["عطر"]),
    ],
)
def test_numbers_stand_apart_from_what_they_count(word: str, parts: list[str]) -> None:
    assert parts_of(word) == parts


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("watch for men", ["watch", "men"]),
        ("Men's watch", ["men", "watch"]),
        ("كريم بعد الحلاقة", ["كريم", "بعد", "الحلاقه"]),
        ("قهوة بدون سكر", ["قهوه", "بدون", "سكر"]),
        ("coffee without sugar", ["coffee", "without", "sugar"]),
        ("for the", ["for", "the"]),
        ("عطر عطر", ["عطر"]),
        ("", []),
    ],
)
def test_joining_words_name_nothing_but_what_excludes_does(asked: str, words: list[str]) -> None:
    assert meant_words(asked) == words


def test_families_are_of_two_and_more_words_of_one_word_each() -> None:
    for family in OTHER_WORDS:
        assert len(family) > 1, family
        assert all(len(words_of(word)) == 1 for word in family), family


def test_no_word_stands_twice_in_one_family() -> None:
    for family in (*WORD_FAMILIES, *OTHER_WORDS):
        assert len(set(family)) == len(family), family


@given(st.text(max_size=30))
def test_any_word_has_few_meanings_and_itself_first(text: str) -> None:
    for word in words_of(text):
        found = [meaning.word for meaning in meanings_of(word)]
        assert found[0] == word
        assert len(found) == len(set(found)) <= MOST_MEANINGS
        assert all(found)
