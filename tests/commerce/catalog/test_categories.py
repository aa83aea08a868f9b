"""The tree of categories."""

from __future__ import annotations

from typing import Any

import pytest

from commerce.catalog.application.queries import (
    categories_by_slug,
    category_choices,
    category_page,
    menu_categories,
    product_cards,
)
from commerce.catalog.application.refusals import CategoryRefused, SlugTaken
from commerce.catalog.application.use_cases.change_category import change_category
from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.set_categories import set_categories
from commerce.catalog.models import Category
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound
from tests.commerce.catalog.builders import published, simple_draft, words

pytestmark = pytest.mark.usefixtures("in_noor")


def place(category_id: int, **changes: Any) -> None:
    row = Category.objects.get(pk=category_id)
    facts: dict[str, Any] = {
        "name": row.name,
        "slug": row.slug,
        "parent_id": row.parent_id,
        "picture_id": row.picture_id,
        "position": row.position,
    }
    change_category(category_id=category_id, **{**facts, **changes})


@pytest.fixture
def tree() -> dict[str, int]:
    perfumes = create_category(name=Bilingual("عطور", "Perfumes"))
    oud = create_category(name=Bilingual("عود", "Oud"), parent_id=perfumes)
    cambodian = create_category(name=Bilingual("", "Cambodian"), parent_id=oud)
    homes = create_category(name=Bilingual("المنزل", "Home"), position=1)
    return {"perfumes": perfumes, "oud": oud, "cambodian": cambodian, "home": homes}


def test_a_page_knows_its_way_and_what_is_below(tree: dict[str, int]) -> None:
    page = category_page("oud")
    assert [link.slug for link in page.trail] == ["perfumes"]
    assert [link.slug for link in page.children] == ["cambodian"]
    assert [link.slug for link in menu_categories()] == ["perfumes", "home"]
    with pytest.raises(NotFound):
        category_page("nothing")


def test_choices_tell_the_way(tree: dict[str, int]) -> None:
    assert category_choices() == [
        ("perfumes", "عطور"),
        ("oud", "عطور › عود"),
        ("cambodian", "عطور › عود › Cambodian"),
        ("home", "المنزل"),
    ]


def test_a_category_shows_what_is_below_it_once(tree: dict[str, int]) -> None:
    product = published(simple_draft("MUSK"))
    set_categories(product_id=product.pk, category_ids=[tree["oud"], tree["cambodian"], tree["home"]])
    assert [card.id for card in product_cards(category_slug="perfumes").items] == [product.pk]
    assert product_cards(category_slug="cambodian").total == 1
    assert product_cards(category_slug="nothing").total == 0
    counts = {tile.slug: tile.product_count for tile in categories_by_slug(["perfumes", "oud", "home", "gone"])}
    assert counts == {"perfumes": 1, "oud": 1, "home": 1}


def test_a_branch_moves_with_everything_below(tree: dict[str, int]) -> None:
    product = published(simple_draft("MUSK"))
    set_categories(product_id=product.pk, category_ids=[tree["cambodian"]])
    place(tree["oud"], parent_id=tree["home"])
    assert product_cards(category_slug="home").total == 1
    assert product_cards(category_slug="perfumes").total == 0
    assert [link.slug for link in category_page("cambodian").trail] == ["home", "oud"]


def test_a_circle_is_refused(tree: dict[str, int]) -> None:
    for parent in ("perfumes", "oud", "cambodian"):
        with pytest.raises(CategoryRefused) as refusal:
            place(tree["perfumes"], parent_id=tree[parent])
        assert refusal.value.facts == {"problem": "category_cycle"}


def test_the_tree_has_a_depth(tree: dict[str, int]) -> None:
    fourth = create_category(name=words("Fourth"), parent_id=tree["cambodian"])
    fifth = create_category(name=words("Fifth"), parent_id=fourth)
    with pytest.raises(CategoryRefused):
        create_category(name=words("Sixth"), parent_id=fifth)
    with pytest.raises(CategoryRefused):
        place(tree["perfumes"], parent_id=tree["home"])


def test_addresses_are_one_per_store(tree: dict[str, int]) -> None:
    with pytest.raises(SlugTaken):
        create_category(name=words("Other"), slug="oud")
    with pytest.raises(SlugTaken):
        place(tree["home"], slug="oud")
    second = create_category(name=Bilingual("عود", "Oud"), parent_id=tree["home"])
    assert Category.objects.get(pk=second).slug == "oud-2"
    arabic = create_category(name=Bilingual("بخور", ""))
    assert Category.objects.get(pk=arabic).slug == "بخور"


def test_a_category_has_a_name(tree: dict[str, int]) -> None:
    with pytest.raises(CategoryRefused):
        create_category(name=Bilingual("", ""))
    with pytest.raises(CategoryRefused):
        place(tree["home"], slug="not a slug")
