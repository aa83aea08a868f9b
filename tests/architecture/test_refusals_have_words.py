"""Every refusal says something to a person, in English and in Arabic, and only of facts it has."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from inspect import getsource
from textwrap import dedent
from typing import Any

import pytest
from django.utils import translation

from commerce.accounts.interfaces.staff_words import ON_THE_STAFF_DESK
from commerce.carts.interfaces.wording import IN_THE_CART
from commerce.catalog.interfaces.problem_texts import IN_FORMS
from commerce.core.bilingual import Bilingual
from commerce.core.errors import Refusal
from commerce.core.refusal_words import Words, message_for, shown
from commerce.orders.interfaces.desk import ON_THE_DESK
from tests.architecture.imports import names_of_imports
from tests.architecture.sources import name_of, python_files, tree_of
from wasla_site.refusal_messages import MESSAGES

TABLES: dict[str, Mapping[str, Words]] = {
    "everywhere": MESSAGES,
    "in the cart": IN_THE_CART,
    "in the catalogue's forms": IN_FORMS,
    "on the desk": ON_THE_DESK,
    "on the staff's desk": ON_THE_STAFF_DESK,
}
EVERY_TEXT = [(place, code) for place, table in TABLES.items() for code in sorted(table)]
# Words that are made from the facts, with facts to make them from.
MADE = {
    "not_enough_left": ({"left": 0}, {"left": 1}, {"left": 7}),
    "product_refused": ({"problem": "title_missing"}, {"problems": ["title_missing", "price_missing"]}),
    "category_refused": ({"problem": "category_cycle"},),
    "product_not_publishable": ({"problems": ["no_active_variant", "price_missing"]},),
    "promotion_refused": ({"problems": ["no_action", "codes_missing"]},),
    "promotion_too_many_sharing": ({"names": [Bilingual("العيد", "Eid")], "most": 12},),
    "code_taken": ({"code": "EID", "name": Bilingual("العيد", "Eid")},),
    "coupons_refused": ({"problems": ["code_malformed"]},),
    "price_list_refused": ({"problem": "ends_before_start"},),
    "quantity_prices_refused": ({"problem": "tier_twice", "sku": "OUD-50"},),
    "pricing_settings_refused": ({"problem": "floor_out_of_range"},),
    "collection_refused": ({"problem": "title_missing"},),
    "import_wrong_encoding": ({}, {"encoding": "windows-1256"}),
}


def refusals() -> Iterator[type[Refusal]]:
    for path in python_files("commerce", "search_index", "wasla_site"):
        if "(Refusal)" in path.read_text():
            importlib.import_module(name_of(path).removesuffix(".py").replace("/", "."))
    seen = {Refusal}
    waiting = [Refusal]
    while waiting:
        for child in waiting.pop().__subclasses__():
            if child not in seen and not child.__module__.startswith("tests."):
                seen.add(child)
                waiting.append(child)
    yield from sorted(seen, key=lambda refusal: refusal.code)


def facts_given(tree: ast.Module, names: dict[str, str]) -> Iterator[tuple[str, set[str] | None]]:
    """(code, names of facts) of every refusal that is made in this file; None where they can't be read."""
    called = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    raised = {id(node.exc) for node in ast.walk(tree) if isinstance(node, ast.Raise)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Name) or node.id not in names:
            continue
        call = called.get(id(node))
        if call is not None:
            facts = {keyword.arg for keyword in call.keywords if keyword.arg}
            yield names[node.id], None if any(keyword.arg is None for keyword in call.keywords) else facts
        elif id(node) in raised:
            yield names[node.id], set()


def facts_reckoned(refusal: type[Refusal]) -> set[str]:
    """Of one that works its facts out when it is made."""
    tree = ast.parse(dedent(getsource(refusal)))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    (call,) = [call for call in calls if call.func.attr == "__init__"]  # type: ignore[attr-defined]
    return {keyword.arg for keyword in call.keywords if keyword.arg}


@cache
def always_given() -> dict[str, set[str]]:
    """By code: the facts that are given wherever the refusal is made."""
    codes = {f"{refusal.__module__}.{refusal.__name__}": refusal.code for refusal in refusals()}
    always: dict[str, set[str]] = {}
    reckoned = set()
    for refusal in refusals():
        if "__init__" in vars(refusal) and refusal is not Refusal:
            reckoned.add(f"{refusal.__module__}.{refusal.__name__}")
            always[refusal.code] = facts_reckoned(refusal)
    for path in python_files("commerce", "search_index", "wasla_site"):
        tree = tree_of(path)
        module = name_of(path).removesuffix(".py").replace("/", ".")
        own = {node.name: f"{module}.{node.name}" for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
        local = names_of_imports(tree) | own
        names = {name: codes[full] for name, full in local.items() if full in codes and full not in reckoned}
        for code, facts in facts_given(tree, names):
            if facts is not None:
                always[code] = always.get(code, facts) & facts
    return always


def asked_for(message: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", message))


def test_every_refusal_has_words_and_every_word_a_refusal() -> None:
    assert {refusal.code for refusal in refusals()} == set(MESSAGES)
    for place, table in TABLES.items():
        assert set(table) <= set(MESSAGES), place


def test_codes_are_not_shared() -> None:
    codes = [refusal.code for refusal in refusals()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("place", "code"), EVERY_TEXT)
def test_the_words_are_arabic_too_and_ask_for_the_same_facts(place: str, code: str) -> None:
    words = TABLES[place][code]
    if callable(words):
        for facts in MADE[code]:
            english, arabic = (in_language(language, words, facts) for language in ("en", "ar"))
            assert is_arabic(arabic), arabic
            assert not is_arabic(english), english
            assert english != arabic
        return
    with translation.override("ar"):
        arabic = translation.gettext(words)
    assert arabic != words, f"{code} has no Arabic"
    assert asked_for(arabic) == asked_for(words)
    assert is_arabic(arabic)


def in_language(language: str, words: Any, facts: Mapping[str, Any]) -> str:
    with translation.override(language):
        return str(words(facts))


def is_arabic(text: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


@pytest.mark.parametrize(("place", "code"), EVERY_TEXT)
def test_the_words_ask_for_no_fact_that_is_not_there(place: str, code: str) -> None:
    words = TABLES[place][code]
    if not callable(words):
        assert asked_for(words) <= always_given().get(code, set())


def test_the_words_made_from_facts_are_the_ones_tried_here() -> None:
    assert {code for code, words in MESSAGES.items() if callable(words)} == set(MADE)


class Unheard(Refusal):
    code = "unheard"


def test_a_refusal_nobody_gave_words_is_a_defect_and_no_sentence() -> None:
    with pytest.raises(KeyError):
        message_for(Unheard())


def test_a_place_may_say_some_in_its_own_way() -> None:
    with translation.override("en"):
        own: dict[str, Words] = {"refused": "Not on %(day)s."}
        assert message_for(Refusal(day="Friday"), own) == "Not on Friday."
        assert message_for(Refusal()) == "This can't be done."
    assert shown({"skus": ["A", "B"], "left": 3}) == {"skus": "A, B", "left": 3}


def test_the_check_sees_a_fact_that_is_missing() -> None:
    tree = ast.parse("raise Full(most=3)\nraise Full(most=3, left=1)\nraise Full")
    found = [facts for _, facts in facts_given(tree, {"Full": "full"})]
    assert sorted(found, key=lambda facts: len(facts or ())) == [set(), {"most"}, {"most", "left"}]
