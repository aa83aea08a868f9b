"""How a question may go on, and what a folded word looks like where the store writes it."""

from __future__ import annotations

import pytest

from search_index.domain.written_words import as_written, terms_of, those_begun

WATCH = ("ساعة يد رجالية جلد بني", "Men's watch, brown leather")
OTHER_WATCH = ("ساعة يد نسائية", "Women's watch")
PHONE = ("آيفون 15 برو 256 جيجا", "iPhone 15 Pro 256GB")
OUD, ROSE = ("عطر العود 100مل", "Oud perfume"), ("عِطْر الورد", "Rose perfume")


@pytest.mark.parametrize(
    ("beginning", "terms"),
    [
        ("سا", ["ساعة", "ساعة يد"]),
        ("ساعه", ["ساعة يد"]),
        ("الس", ["ساعة", "ساعة يد"]),
        ("iph", ["iPhone"]),
        ("ايف", ["آيفون"]),
        ("عط", ["عطر"]),
        ("رجالية سا", ["رجالية ساعة", "رجالية ساعة يد"]),
        ("ع", []),
        ("", []),
        ("😀", []),
        ("zz", []),
    ],
)
def test_terms_are_words_that_titles_bear(beginning: str, terms: list[str]) -> None:
    assert terms_of(beginning, [WATCH, OTHER_WATCH, PHONE, OUD], most=4) == terms


def test_what_most_titles_have_comes_first_and_no_more_than_is_asked_for() -> None:
    titles = [("زيت الزيتون", ""), ("زعفران إيراني", ""), ("زيت الزيتون البكر", ""), ("زيت السمسم", "")]
    assert terms_of("زي", titles, most=3) == ["زيت", "الزيتون", "زيت الزيتون"]


def test_an_article_makes_no_term_of_its_own_beside_the_plain_word() -> None:
    titles = [("مبخرة نجد", ""), ("فحم المبخرة", ""), ("عطر بالعود", ""), ("دهن عود", ""), ("بخور العود", "")]
    assert terms_of("مبخ", titles, most=4) == ["مبخرة"]
    assert terms_of("عو", titles, most=4) == ["عود"]
    assert terms_of("فح", titles, most=4) == ["فحم"]
    assert terms_of("صن", [("خشب الصندل", "")], most=4) == ["الصندل"], "no title has it without"


def test_what_only_joins_words_ends_no_term() -> None:
    titles = [("سلسلة من ذهب", "Chain of gold 18"), ("سلسلة من فضة", "Chain of silver 18")]
    assert terms_of("سلس", titles, most=4) == ["سلسلة"]
    assert terms_of("cha", titles, most=4) == ["Chain"]


def test_what_others_write_together_goes_on_from_no_part_of_it() -> None:
    assert terms_of("تي شيرت", [("تيشيرت قطن", "T-Shirt"), ("تيشيرت قطن أبيض", "T-Shirt")], most=4) == []
    assert terms_of("skin care", [("", "Skincare set"), ("", "Skincare set, large")], most=4) == []
    assert terms_of("تي شيرت", [("تي شيرت قطن", ""), ("تي شيرت قطن أبيض", "")], most=4) == ["تي شيرت قطن"]


def test_a_joining_word_that_was_typed_last_is_gone_on_from() -> None:
    titles = [("سلسلة من ذهب", ""), ("سلسلة من ذهب أبيض", "")]
    assert terms_of("سلسلة من", titles, most=4) == ["سلسلة من ذهب"]


def test_a_title_that_says_a_word_twice_counts_once() -> None:
    titles = [("كريم كريم كريم", ""), ("كرسي", ""), ("كرسي خشب", "")]
    assert terms_of("كر", titles, most=1) == ["كرسي"]


def test_folded_words_are_shown_as_most_titles_write_them() -> None:
    assert as_written("عطر ساعه", [OUD[0], ROSE[0], OUD[0], WATCH[0]]) == "عطر ساعة"
    assert as_written("فروه عود", ["ياقة الفروة", OUD[0]]) == "فروة عود"
    assert as_written("عود", [OUD[0], "عُود هندي"]) == "عُود", "a title that has it without the article says more"
    assert as_written("iphone nowhere", [PHONE[1]]) == "iPhone nowhere"
    assert as_written("", [PHONE[1]]) == ""


@pytest.mark.parametrize(
    ("beginning", "is_begun"),
    [
        ("عط", True),
        ("العط", True),
        ("perf", True),
        ("الاطفال عط", True),
        ("عطر", True),
        ("اطفال عطر", True),
        ("نساء عط", False),
        ("ع", False),
        ("", False),
    ],
)
def test_a_name_those_begun_its_words_in_any_order(beginning: str, is_begun: bool) -> None:
    named = {1: ("عطور الأطفال", "Children's perfumes"), 2: ("ساعات", "")}
    assert those_begun(beginning, named) == ([1] if is_begun else [])


def test_a_name_is_begun_by_the_one_word_that_others_write_for_it() -> None:
    named = {1: ("تي شيرتات", "T-Shirts"), 2: ("قمصان", "Shirts")}
    assert those_begun("tshirt", named) == those_begun("تيشيرت", named) == [1]
