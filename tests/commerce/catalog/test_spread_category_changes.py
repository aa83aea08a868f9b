"""A changed category is a change of everything in it and below, made in chunks by a sweep."""

from __future__ import annotations

from typing import Any

import pytest

from commerce.catalog.application import shelf_marks
from commerce.catalog.application.shelf_marks import CATEGORY, SHELF
from commerce.catalog.application.use_cases import spread_category_changes as module
from commerce.catalog.application.use_cases.change_category import change_category
from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.set_categories import set_categories
from commerce.catalog.application.use_cases.spread_category_changes import spread_category_changes
from commerce.core import clock
from commerce.core.bilingual import Bilingual
from commerce.core.changes import mark_changed
from commerce.core.models import ChangedObject
from tests.commerce.catalog.builders import published, simple_draft


def marked(kind: str) -> list[int]:
    return list(ChangedObject.objects.filter(kind=kind).order_by("object_id").values_list("object_id", flat=True))


@pytest.fixture
def shelves(in_noor: Any) -> tuple[int, list[int]]:
    """A category with three products, one below it and in it as well, beside one with another product."""
    top, other = create_category(name=Bilingual("عطور", "")), create_category(name=Bilingual("بخور", ""))
    below = create_category(name=Bilingual("عود", ""), parent_id=top)
    products = [published(simple_draft(f"P-{number}"), stock=[1]).pk for number in range(4)]
    for product_id, places in zip(products, ([top], [below], [top, below], [other]), strict=True):
        set_categories(product_id=product_id, category_ids=places)
    ChangedObject.objects.all().delete()
    facts: Any = {"slug": "perfumes", "parent_id": None, "picture_id": None, "position": 0}
    change_category(category_id=top, name=Bilingual("عطور جديدة", ""), **facts)
    return top, products[:3]


def test_it_marks_what_is_in_it_and_below_once_in_chunks(
    shelves: tuple[int, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK", 2)
    top, products = shelves
    assert (marked(CATEGORY), marked("product")) == ([top], [])
    assert spread_category_changes(now=clock.now()) == 3
    assert marked("product") == marked(SHELF) == products
    assert marked(CATEGORY) == []
    assert spread_category_changes(now=clock.now()) == 0


def test_what_changes_meanwhile_is_spread_again(
    shelves: tuple[int, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    top, _ = shelves
    mark_goods = shelf_marks.mark_goods

    def changed_meanwhile(product_ids: Any) -> None:
        mark_goods(product_ids)
        mark_changed(CATEGORY, [top])

    monkeypatch.setattr(module, "mark_goods", changed_meanwhile)
    spread_category_changes(now=clock.now())
    assert marked(CATEGORY) == [top]


def test_who_died_on_the_way_has_it_done_again(shelves: tuple[int, list[int]], monkeypatch: pytest.MonkeyPatch) -> None:
    def die(product_ids: Any) -> None:
        raise ValueError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(module, "mark_goods", die)
        assert spread_category_changes(now=clock.now()) == 0
    assert spread_category_changes(now=clock.now()) == 3
