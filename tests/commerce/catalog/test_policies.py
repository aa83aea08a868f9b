"""The catalog's rules, without database or Django."""

from __future__ import annotations

import html
import re

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.catalog.domain.choosing import choice_available, selected_variant
from commerce.catalog.domain.descriptions import clean_description, plain_text
from commerce.catalog.domain.drafts import VariantDraft, bilingual_from, draft_problem, text_of
from commerce.catalog.domain.policies import (
    MOST_VARIANTS,
    SoldAs,
    category_problem,
    may_sell,
    options_problem,
    price_problem,
    publish_problems,
)
from commerce.catalog.domain.skus import sku_key
from commerce.catalog.domain.slugs import LONGEST_SLUG, free_slug, is_slug, slug_from
from commerce.core.bilingual import Bilingual
from commerce.core.folding import fold
from tests.commerce.catalog.builders import oud_draft


@pytest.mark.parametrize(
    ("has_title", "variants", "problems"),
    [
        (True, [SoldAs(100, True)], ()),
        (True, [SoldAs(100, True), SoldAs(0, False)], ()),
        (False, [SoldAs(100, True)], ("title_missing",)),
        (True, [], ("no_active_variant",)),
        (True, [SoldAs(100, False)], ("no_active_variant",)),
        (True, [SoldAs(100, True), SoldAs(0, True)], ("price_missing",)),
        (False, [], ("title_missing", "no_active_variant")),
    ],
)
def test_what_shoppers_need(has_title: bool, variants: list[SoldAs], problems: tuple[str, ...]) -> None:
    assert publish_problems(has_title=has_title, variants=variants) == problems


@pytest.mark.parametrize(
    ("price", "compare_at", "problem"),
    [
        (100, None, None),
        (100, 101, None),
        (0, 1, None),
        (100, 100, "compare_at_not_above_price"),
        (100, 99, "compare_at_not_above_price"),
        (-1, None, "negative_price"),
        (100, -1, "negative_price"),
    ],
)
def test_prices(price: int, compare_at: int | None, problem: str | None) -> None:
    assert price_problem(price, compare_at) == problem


@pytest.mark.parametrize(
    ("options", "combinations", "problem"),
    [
        (0, [], None),
        (0, [()], None),
        (0, [(), ()], "combination_twice"),
        (1, [("red",), ("blue",)], None),
        (1, [("red",), ("red",)], "combination_twice"),
        (2, [("red", "S"), ("red", "M")], None),
        (2, [("red",)], "option_value_missing"),
        (2, [("red", "")], "option_value_missing"),
        (1, [("red", "S")], "option_value_missing"),
        (4, [], "too_many_options"),
        (1, [(str(number),) for number in range(MOST_VARIANTS + 1)], "too_many_variants"),
    ],
)
def test_variants_are_a_grid(options: int, combinations: list[tuple[str, ...]], problem: str | None) -> None:
    assert options_problem(options, combinations) == problem


@pytest.mark.parametrize(
    ("category_id", "parent_lineage", "problem"),
    [
        (None, [], None),
        (5, [1, 2], None),
        (5, [5], "category_cycle"),
        (5, [1, 5, 7], "category_cycle"),
        (None, [1, 2, 3, 4, 5], "category_too_deep"),
    ],
)
def test_a_category_never_stands_below_itself(
    category_id: int | None, parent_lineage: list[int], problem: str | None
) -> None:
    assert category_problem(category_id=category_id, parent_lineage=parent_lineage) == problem


@pytest.mark.parametrize(
    ("quantity", "available", "allowed"), [(1, 1, True), (2, 1, False), (0, 5, False), (-1, 5, False), (1, 0, False)]
)
def test_what_may_be_sold(quantity: int, available: int, allowed: bool) -> None:
    assert may_sell(quantity, available) is allowed


@pytest.mark.parametrize(
    ("texts", "slug"),
    [
        (("Oud Perfume 50 ml",), "oud-perfume-50-ml"),
        (("", "عِطْر العُود"), "عطر-العود"),
        (("  --Café!!  ",), "café"),
        (("⭐⭐", "مسك"), "مسك"),
        (("⭐", "…"), ""),
        (("كـــبير",), "كبير"),
        (("a" * 200,), "a" * LONGEST_SLUG),
    ],
)
def test_slugs_of_titles(texts: tuple[str, ...], slug: str) -> None:
    assert slug_from(*texts) == slug


@given(st.text(max_size=300))
def test_a_slug_made_is_a_slug_allowed(text: str) -> None:
    slug = slug_from(text)
    assert slug == "" or (is_slug(slug) and slug_from(slug) == slug)


def test_a_taken_slug_gets_a_number() -> None:
    assert free_slug("oud", frozenset()) == "oud"
    assert free_slug("oud", frozenset({"oud", "oud-2"})) == "oud-3"
    assert len(free_slug("a" * LONGEST_SLUG, frozenset({"a" * LONGEST_SLUG}))) <= LONGEST_SLUG


@pytest.mark.parametrize(
    ("text", "folded"),
    [("أَحْمَر", "احمر"), ("مكتبة", "مكتبه"), ("هدى", "هدي"), ("Crème Brûlée", "creme brulee"), ("رقم ٢٥", "رقم 25")],
)
def test_spellings_that_are_the_same(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_skus_differ_by_more_than_case() -> None:
    assert sku_key(" Oud-50 ") == sku_key("OUD-50")
    assert sku_key("OUD-50") != sku_key("OUD50")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("One.\n\nTwo\nlines <3", "<p>One.</p><p>Two<br>lines &lt;3</p>"),
        ("<p onclick='x()'>Hi <script>alert(1)</script><b>you</b></p>", "<p>Hi <b>you</b></p>"),
        ("<h1>Big</h1>\n<ul>\n<li>a</li></ul>", "<h3>Big</h3> <ul> <li>a</li></ul>"),
        ('<a href="javascript:x">link</a><img src=x onerror=y>', "link"),
        ("", ""),
    ],
)
def test_descriptions_are_safe(text: str, clean: str) -> None:
    assert clean_description(text) == clean


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    clean = clean_description(f"<p>{text}</p>")
    assert clean_description(clean) == clean
    assert "<script" not in clean


def test_descriptions_as_plain_words() -> None:
    assert plain_text("<p>One &amp; two</p><ul><li>three</li><li>four</li></ul>") == "One & two three four"


def as_the_sanitizer_reads(text: str) -> str:
    spaced = re.sub(r"</(?:p|li|h3|h4)>|<br\s*/?>", r"\g<0> ", text)
    return " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())


@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<br>", "<li>", "<b>", "</b>", "&amp;", "&lt;", "ورد", " ", "<", "a>b"]))
)
def test_words_of_a_clean_description_are_those_that_the_sanitizer_reads(pieces: list[str]) -> None:
    clean = clean_description(f"<p>{''.join(pieces)}</p>")
    assert plain_text(clean) == as_the_sanitizer_reads(clean)


@pytest.mark.parametrize(
    "text",
    [
        "<p>a</p><script>bad()</script>",
        '<p class="x>y">a</p>',
        "a<!-- b -->c",
        "2 < 3",
        "a &copy b &amp;lt; c",
        "<P>a</P>",
    ],
)
def test_words_of_what_is_not_clean_too(text: str) -> None:
    assert plain_text(text) == as_the_sanitizer_reads(text)


@pytest.mark.parametrize(
    ("text", "pair"), [("أحمر | Red", ("أحمر", "Red")), ("XL", ("XL", "XL")), ("أحمر|", ("أحمر", "")), ("", ("", ""))]
)
def test_two_languages_in_one_cell(text: str, pair: tuple[str, str]) -> None:
    assert bilingual_from(text) == Bilingual(*pair)
    assert bilingual_from(text_of(bilingual_from(text))) == Bilingual(*pair)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, None),
        ({"title": Bilingual("", "")}, "title_missing"),
        ({"slug": "has space"}, "slug_malformed"),
        ({"slug": "عطر-العود"}, None),
        ({"options": (Bilingual("", ""),)}, "option_name_missing"),
        ({"options": ()}, "option_value_missing"),
        ({"options": (), "variants": (VariantDraft(None, "ß" * 60, 1),)}, None),
        ({"options": (), "variants": (VariantDraft(None, "ß" * 61, 1),)}, "sku_too_long"),
        ({"options": (), "variants": (VariantDraft(None, "S" * 101, 1),)}, "sku_too_long"),
    ],
)
def test_drafts(changes: dict[str, object], problem: str | None) -> None:
    assert draft_problem(oud_draft(**changes)) == problem


SOLD = [(1, (10, 20), False), (2, (10, 21), True), (3, (11, 20), True)]


@pytest.mark.parametrize(
    ("chosen", "variant"),
    [((), 2), ((10,), 2), ((10, 20), 1), ((11,), 3), ((11, 21), None), ((20,), 3)],
)
def test_the_variant_meant(chosen: tuple[int, ...], variant: int | None) -> None:
    assert selected_variant(SOLD, chosen) == variant


def test_choices_that_can_be_bought_with_the_others() -> None:
    assert choice_available(SOLD, 21, {10})
    assert not choice_available(SOLD, 20, {10})
    assert not choice_available(SOLD, 21, {11})
    assert selected_variant([], ()) is None
