"""The spellings and forms that shoppers take for one word, class by class, on the real server.

Each class has a rule; with that rule off, and no other, the class falls apart.
"""

from __future__ import annotations

import pytest

from search_index.domain.spelling import Rule
from tests.search_index.opensearch.laboratory import Laboratory

SPELLINGS = {
    Rule.TEH_MARBUTA: [("ساعة", "ساعه"), ("حقيبة", "حقيبه")],
    Rule.ALEFS: [("أحمر", "احمر"), ("إطار", "اطار"), ("آيفون", "ايفون"), ("أثاث", "اثاث"), ("ٱلعطر", "العطر")],
    Rule.ALEF_MAKSURA: [("مقهى", "مقهي"), ("على", "علي")],
    Rule.TATWEEL: [("ســاعة", "ساعة"), ("عـطر", "عطر")],
    Rule.VOWEL_SIGNS: [("سَاعَة", "ساعة"), ("عِطْر", "عطر"), ("عطّار", "عطار"), ("رحمٰن", "رحمن")],
    Rule.HAMZA_SEATS: [("مؤشر", "موشر"), ("حقائب", "حقايب"), ("شيء", "شي"), ("لؤلؤ", "لولو")],
    Rule.PERSIAN: [("کتاب", "كتاب"), ("رياضی", "رياضي"), ("ڤيلا", "فيلا"), ("پيتزا", "بيتزا"), ("چاكيت", "جاكيت")],
    Rule.PRESENTATION: [("ﺳﺎﻋﺔ", "ساعة"), ("ﻻب", "لاب")],
    Rule.INVISIBLE: [("عط\u200cر", "عطر"), ("عط\u200fر", "عطر")],
    Rule.DIGITS: [("٢٥٦", "256"), ("۱۵", "15"), ("١٫٥", "1.5"), ("５０", "50")],
    Rule.LATIN: [("Café", "cafe"), ("IPHONE", "iphone"), ("Straße", "strasse"), ("ﬁne", "fine")],
    Rule.SCRIPTS: [("عطر100مل", "عطر 100 مل"), ("آيفون15برو", "ايفون 15 برو"), ("iPhoneبرو", "iphone برو")],
}
# Forms that only meet at a lower rank, by the stemmed field.
FORMS = {
    Rule.ARTICLE: [("للأطفال", "أطفال"), ("والفستان", "فستان"), ("بالعود", "عود"), ("كالورد", "ورد")],
    Rule.STEMS: [
        ("الساعة", "ساعة"), ("ساعات", "ساعة"), ("عبايات", "عباية"), ("سيارات", "سيارة"), ("سماعات", "سماعة"),
        ("نظارات", "نظارة"), ("معلمون", "معلم"), ("معلمين", "معلم"), ("كتابان", "كتاب"), ("قلمين", "قلم"),
        ("bags", "bag"), ("dresses", "dress"),
    ],
}  # fmt: skip
PLURALS = [
    ("حقيبة", "حقائب"), ("فستان", "فساتين"), ("قميص", "قمصان"), ("عطر", "عطور"), ("حذاء", "أحذية"), ("خاتم", "خواتم"),
    ("كتاب", "كتب"), ("ورد", "ورود"), ("كرسي", "كراسي"), ("قلم", "أقلام"), ("watch", "watches"),
]  # fmt: skip
# Unrelated words that a stemmer takes for one.
APART = [
    ("كتاب", "كتابة"), ("مكتب", "مكتبة"), ("رياض", "رياضة"), ("بحر", "بحرين"), ("عود", "عودة"), ("زيت", "زيتون"),
    ("وردة", "وردي"), ("بني", "بنات"), ("مال", "مالي"), ("حمام", "حمامة"), ("سكر", "سكري"),
]  # fmt: skip


def pairs(table: dict[Rule, list[tuple[str, str]]]) -> list[tuple[Rule, str, str]]:
    return [(rule, one, other) for rule, found in table.items() for one, other in found]


def test_the_table_has_not_shrunk() -> None:
    assert len(pairs(SPELLINGS)) >= 29
    assert {*SPELLINGS, *FORMS, Rule.PLURALS, Rule.PROTECTED} == set(Rule), "each rule has its class"


@pytest.mark.parametrize(("rule", "one", "other"), pairs(SPELLINGS))
def test_spellings_of_one_word_are_one(laboratory: Laboratory, rule: Rule, one: str, other: str) -> None:
    assert laboratory.words(one) == laboratory.words(other) != []
    assert laboratory.words(one, without=rule) != laboratory.words(other, without=rule)


@pytest.mark.parametrize(("rule", "one", "other"), pairs(FORMS))
def test_forms_of_one_word_meet_by_their_stem(laboratory: Laboratory, rule: Rule, one: str, other: str) -> None:
    assert laboratory.words(one, "bi_stem") == laboratory.words(other, "bi_stem") != []
    assert laboratory.words(one) != laboratory.words(other), "what was written stays apart in the main field"


@pytest.mark.parametrize("rule", FORMS)
def test_without_its_rule_a_form_is_missed(laboratory: Laboratory, rule: Rule) -> None:
    """The article's rule alone takes off what the stemmer takes for a part of the word."""
    missed = [
        one
        for one, other in FORMS[rule]
        if laboratory.words(one, "bi_stem", without=rule) != laboratory.words(other, "bi_stem", without=rule)
    ]
    assert missed


@pytest.mark.parametrize(("singular", "plural"), PLURALS)
@pytest.mark.parametrize("analyzer", ["bi_search", "bi_stem_search"])
def test_broken_plurals_find_each_other(laboratory: Laboratory, singular: str, plural: str, analyzer: str) -> None:
    kept = analyzer.replace("_search", "") if "stem" in analyzer else "bi_norm"
    for asked, written in ((singular, plural), (plural, singular)):
        assert set(laboratory.words(written, kept)) <= set(laboratory.words(asked, analyzer))
        missed = laboratory.words(asked, analyzer, without=Rule.PLURALS)
        assert not set(laboratory.words(written, kept)) <= set(missed)


@pytest.mark.parametrize(("one", "other"), APART)
def test_words_of_another_meaning_stay_apart(laboratory: Laboratory, one: str, other: str) -> None:
    assert laboratory.words(one) != laboratory.words(other)
    assert laboratory.words(one, "bi_stem") != laboratory.words(other, "bi_stem")


def test_without_exceptions_the_stemmer_takes_them_for_one(laboratory: Laboratory) -> None:
    taken_for_one = [
        (one, other)
        for one, other in APART
        if laboratory.words(one, "bi_stem", without=Rule.PROTECTED)
        == laboratory.words(other, "bi_stem", without=Rule.PROTECTED)
    ]
    assert len(taken_for_one) >= 8


@pytest.mark.parametrize(
    ("code", "other"), [("APL-15P-256", "apl15p256"), ("APL 15P.256", "apl_15p_256"), ("٦٢٨١٠", "62810")]
)
def test_codes_are_the_same_whatever_separates_them(laboratory: Laboratory, code: str, other: str) -> None:
    assert laboratory.words(code, "sku") == laboratory.words(other, "sku")


def test_a_synonym_that_is_nothing_would_refuse_the_whole_index(laboratory: Laboratory) -> None:
    """Why `usable` looks first."""
    block = {
        "tokenizer": {"words": {"type": "pattern", "group": 0, "pattern": "[\\p{L}\\p{N}]+"}},
        "filter": {"plurals": {"type": "synonym", "synonyms": ["عطر, !"]}},
        "analyzer": {"some": {"type": "custom", "tokenizer": "words", "filter": ["plurals"]}},
    }
    refused = laboratory.server.put(f"/{laboratory.prefix}-bad", json={"settings": {"index": {"analysis": block}}})
    assert refused.status_code == 400
