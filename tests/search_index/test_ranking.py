from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.domain.folding import words_of
from search_index.domain.meanings import OTHER_FORM
from search_index.domain.ranking import (
    MOST_ASKED_WORDS,
    MOST_TEXT_WORDS,
    WHOLE_WORD,
    Findable,
    Weight,
    asked_words,
    beginnings,
    findable_words,
    head_of,
)
from search_index.domain.values import Document

LONGEST = 40


def document(**texts: Any) -> Document:
    return Document("product", 1, **{"titles": (), **texts})


def weights(found: list[Findable]) -> dict[str, int]:
    return {one.word: one.weight for one in found if not one.only_whole}


def test_a_word_counts_by_its_best_place() -> None:
    found = findable_words(
        document(titles=("عود",), labels=("عود فاخر",), texts=("عود فاخر هندي",), codes=("OUD-1",)), LONGEST
    )
    assert weights(found) == {"عود": Weight.HEAD, "فاخر": Weight.LABEL, "هندي": Weight.TEXT}
    assert Findable("oud1", Weight.CODE, only_whole=True) in found


def test_a_form_that_was_not_written_counts_less() -> None:
    found = weights(findable_words(document(titles=("الساعة",)), LONGEST))
    assert found["الساعه"] == Weight.HEAD > found["ساعه"] > Weight.CODE


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("غطاء جوال جالكسي", ["غطاء"]),
        ("فستان سهرة أحمر", ["فستان"]),
        ("Wooden Desk 120 cm, Brown", ["desk"]),
        ("Desk Alarm Clock, White", ["clock"]),
        ("Face Cream for Dry Skin 50 ml", ["cream"]),
        ("Samsung 55-inch 4K Smart TV", ["tv"]),
        ("Coffee Cups, Set of 6", ["cups"]),
        ("15", []),
        ("", []),
    ],
)
def test_a_title_is_about_its_head(title: str, head: list[str]) -> None:
    assert head_of(title) == [word for text in head for word in words_of(text)]


def test_the_head_of_a_title_counts_more_than_its_other_words() -> None:
    found = weights(findable_words(document(titles=("غطاء جوال",)), LONGEST))
    assert found["غطا"] == Weight.HEAD > found["جوال"] == Weight.TITLE


@pytest.mark.parametrize(
    ("name", "head", "forms"),
    [
        ("جوالات", "جوالات", {"جواله", "جوال"}),
        ("إكسسوارات الجوال", "اكسسوارات", {"اكسسواره", "اكسسوار"}),
        ("الساعات الذكية", "الساعات", {"ساعات", "الساعه", "ساعه", "الساع", "ساع"}),
        ("Phone accessories", "accessories", set()),
        ("أثاث", "اثاث", set()),
    ],
)
def test_a_category_is_about_its_head_in_every_form(name: str, head: str, forms: set[str]) -> None:
    found = weights(findable_words(document(category_names=(name,)), LONGEST))
    assert found[head] == Weight.CATEGORY_HEAD
    lighter = {word for word, weight in found.items() if weight == Weight.CATEGORY_HEAD - OTHER_FORM}
    assert lighter == forms
    assert Weight.LABEL < Weight.CODE < min(found[word] for word in {head, *forms})
    assert max(found.values()) < Weight.TITLE
    assert all(found[word] == Weight.LABEL for word in words_of(name) if word != head)


def test_what_and_joins_is_found_without_it() -> None:
    found = weights(findable_words(document(labels=("عطور وبخور",)), LONGEST))
    assert Weight.LABEL > found["بخور"] > Weight.TEXT
    assert "رد" not in weights(findable_words(document(labels=("ورد",)), LONGEST))


def test_numbers_are_found_apart_from_their_units_and_with_them() -> None:
    found = weights(findable_words(document(titles=("iPhone 256GB",)), LONGEST))
    assert found["256gb"] == found["256"] == found["gb"] == Weight.TITLE


def test_whole_titles_and_codes_are_never_cut_but_left_out() -> None:
    long_title = "كلمة " * 20
    found = findable_words(document(titles=(long_title,), codes=("x" * 41,)), LONGEST)
    assert not [one for one in found if one.only_whole]


def test_long_descriptions_and_long_questions_are_bounded() -> None:
    words = " ".join(f"word{number}" for number in range(1000))
    assert len(findable_words(document(texts=(words,)), LONGEST)) == MOST_TEXT_WORDS
    assert len(asked_words(words, LONGEST)) == MOST_ASKED_WORDS


@given(st.text(), st.text(), st.text())
def test_any_text_gives_words_a_row_can_hold(title: str, code: str, text: str) -> None:
    found = findable_words(document(titles=(title,), codes=(code,), texts=(text,)), LONGEST)
    assert all(0 < len(one.word) <= LONGEST and "\0" not in one.word for one in found)
    assert len({(one.word, one.only_whole) for one in found}) == len(found)


LETTERS = st.text(alphabet="ابتعطرabcz059", min_size=1, max_size=6)


@given(LETTERS, LETTERS)
def test_beginnings_are_the_words_that_begin_so(word: str, other: str) -> None:
    first, end = beginnings(word)
    assert (first <= other < end) == other.startswith(word)


def test_a_question_of_one_letter_does_not_list_the_shop() -> None:
    [[letter]] = asked_words("ع", LONGEST)
    assert not letter.is_beginning
    [[word]] = asked_words("زعف", LONGEST)
    assert word.is_beginning
    [[itself, begun]] = asked_words("عط", LONGEST)
    assert begun.is_beginning
    assert not itself.is_beginning
    assert Weight.HEAD - begun.malus < Weight.TEXT + WHOLE_WORD
