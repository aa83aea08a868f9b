"""Products are narrowed by what is true of them now: whoever changes a fact marks the product."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from commerce.carts.application.use_cases.reprice_store_shelf import reprice_store_shelf
from commerce.catalog.application.use_cases.adjust_stock import adjust_stock
from commerce.catalog.application.use_cases.change_category import change_category
from commerce.catalog.application.use_cases.change_product import change_product
from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.create_price_list import create_price_list
from commerce.catalog.application.use_cases.reserve_stock import reserve_stock
from commerce.catalog.application.use_cases.set_categories import set_categories
from commerce.catalog.application.use_cases.set_tags import set_tags
from commerce.catalog.application.use_cases.spread_category_changes import spread_category_changes
from commerce.catalog.domain.drafts import ProductDraft, VariantDraft
from commerce.catalog.domain.pricing import PriceListDraft
from commerce.catalog.models import Category, Tag, Variant
from commerce.core import clock
from commerce.core.bilingual import Bilingual
from commerce.core.changes import mark_changed
from search_index.application.attribute_names import names_of
from search_index.application.ports import search_index
from search_index.application.product_source import KIND, ProductSource
from search_index.application.use_cases.index_changes import index_changes
from search_index.domain.attributes import attribute_of
from search_index.domain.values import Attribute, Filters, SearchRequest
from tests.commerce.catalog.builders import NOON, published, variants_of

COLOUR, SIZE = Bilingual("اللون", "Colour"), Bilingual("المقاس", "Size")
RED, BLUE = Bilingual("أحمر", "Red"), Bilingual("أزرق", "Blue")
SMALL, LARGE = Bilingual("صغير", "Small"), Bilingual("كبير", "Large")
RED_ONE, LARGE_ONE = attribute_of(COLOUR, RED), attribute_of(SIZE, LARGE)


def shirt(red: Bilingual = RED, ids: tuple[int | None, int | None] = (None, None)) -> ProductDraft:
    """Red in small and blue in large, at 50 and at 80."""
    return ProductDraft(
        title=Bilingual("قميص", "Shirt"),
        options=(COLOUR, SIZE),
        variants=(
            VariantDraft(ids[0], "S-1", 50_00, (red, SMALL)),
            VariantDraft(ids[1], "S-2", 80_00, (BLUE, LARGE)),
        ),
    )


def found(**filters: Any) -> list[int]:
    spread_category_changes(now=clock.now())
    index_changes(now=clock.now())
    return list(search_index().search(SearchRequest("product", "قميص", filters=Filters(**filters))).ids)


@pytest.fixture
def product(in_noor: Any) -> Any:
    return published(shirt(), stock=[1, 1])


def test_a_product_has_the_facts_of_its_variants(product: Any) -> None:
    [document] = ProductSource().documents([product.pk])
    facts = document.facts
    assert (facts.lowest_minor, facts.highest_minor, facts.appeared_at) == (50_00, 80_00, product.created_at)
    assert [len(variant) for variant in facts.variants] == [2, 2]
    assert {one.value for one in facts.attributes} == {"احمر", "ازرق", "صغير", "كبير"}
    assert names_of([RED_ONE, Attribute("colour", "pink")])[RED_ONE].value == RED
    assert len(names_of([RED_ONE, Attribute("colour", "pink")])) == 1


def test_two_options_are_of_one_variant_with_a_piece_left(product: Any) -> None:
    red, blue = variants_of(product.pk)
    assert found(attributes=frozenset({RED_ONE})) == [product.pk]
    assert found(attributes=frozenset({RED_ONE, LARGE_ONE})) == []
    blue_one = attribute_of(COLOUR, BLUE)
    assert found(attributes=frozenset({blue_one, LARGE_ONE})) == [product.pk]
    reserve_stock(subject="order:1", quantities={blue.pk: 1}, expires_at=NOON + timedelta(hours=1), now=NOON)
    assert found(attributes=frozenset({blue_one, LARGE_ONE})) == [], "the last piece is promised"
    assert found(only_available=True) == [product.pk]
    adjust_stock(variant_id=red.pk, by=-1, reason="broken", actor="test", now=NOON)
    assert (found(only_available=True), found()) == ([], [product.pk])


def test_an_options_value_that_is_written_anew_is_found_so(product: Any) -> None:
    assert found(attributes=frozenset({RED_ONE})) == [product.pk]
    crimson = Bilingual("قرمزي", "Crimson")
    first, second = (variant.pk for variant in variants_of(product.pk))
    change_product(product_id=product.pk, draft=shirt(crimson, (first, second)), now=NOON)
    assert found(attributes=frozenset({RED_ONE})) == []
    assert found(attributes=frozenset({attribute_of(COLOUR, crimson)})) == [product.pk]


def test_an_option_that_no_variant_on_sale_has_is_no_word_for_the_product(product: Any) -> None:
    def found_by(words: str) -> tuple[int, ...]:
        mark_changed(KIND, [product.pk])
        index_changes(now=clock.now())
        return search_index().search(SearchRequest(KIND, words, may_guess=False)).ids

    assert [found_by("قميص أحمر"), found_by("blue shirt")] == [(product.pk,), (product.pk,)]
    red, _ = variants_of(product.pk)
    Variant.objects.filter(pk=red.pk).update(is_active=False)
    assert [found_by("قميص أحمر"), found_by("blue shirt")] == [(), (product.pk,)]


def test_a_category_that_moves_takes_its_products_along(product: Any) -> None:
    clothes = create_category(name=Bilingual("ملابس", "Clothes"))
    sale = create_category(name=Bilingual("تخفيضات", "Sale"))
    shirts = create_category(name=Bilingual("قمصان", "Shirts"), parent_id=clothes)
    set_categories(product_id=product.pk, category_ids=[shirts])
    assert found(categories=frozenset({clothes})) == [product.pk]
    row = Category.objects.get(pk=shirts)
    change_category(category_id=shirts, name=row.name, slug=row.slug, parent_id=sale, picture_id=None, position=0)
    assert (found(categories=frozenset({clothes})), found(categories=frozenset({sale}))) == ([], [product.pk])


def test_a_product_is_found_by_the_names_of_all_categories_above_it(product: Any) -> None:
    clothes = create_category(name=Bilingual("ملابس", "Clothing"))
    tops = create_category(name=Bilingual("قطع علوية", "Tops"), parent_id=clothes)
    shirts = create_category(name=Bilingual("تشكيلة الصيف", "Summer"), parent_id=tops)
    set_categories(product_id=product.pk, category_ids=[shirts])

    def found_by(words: str) -> tuple[int, ...]:
        spread_category_changes(now=clock.now())
        index_changes(now=clock.now())
        return search_index().search(SearchRequest(KIND, words, may_guess=False)).ids

    for words in ("clothing", "ملابس", "الملابس", "tops", "summer clothing"):
        assert found_by(words) == (product.pk,), words
    row = Category.objects.get(pk=clothes)
    change_category(
        category_id=clothes,
        name=Bilingual("أزياء", "Fashion"),
        slug=row.slug,
        parent_id=None,
        picture_id=None,
        position=0,
    )
    assert [found_by("clothing"), found_by("fashion")] == [(), (product.pk,)]


def test_categories_are_named_apart_from_tags_and_from_what_can_be_chosen(product: Any) -> None:
    clothes = create_category(name=Bilingual("ملابس", "Clothing"))
    set_categories(
        product_id=product.pk, category_ids=[create_category(name=Bilingual("قمصان", "Shirts"), parent_id=clothes)]
    )
    set_tags(product_id=product.pk, names=[Bilingual("هدايا", "Gifts")])
    [document] = ProductSource().documents([product.pk])
    assert document.category_names == ("قمصان", "Shirts", "ملابس", "Clothing")
    assert document.labels == ("هدايا", "Gifts", "أحمر", "Red", "صغير", "Small", "أزرق", "Blue", "كبير", "Large")


def test_a_tag_that_is_taken_away_is_not_found(product: Any) -> None:
    set_tags(product_id=product.pk, names=[Bilingual("هدايا", "Gifts")])
    tag = Tag.objects.get()
    assert found(tags=frozenset({tag.pk})) == [product.pk]
    set_tags(product_id=product.pk, names=[])
    assert found(tags=frozenset({tag.pk})) == []


def test_a_price_list_moves_a_product_in_the_span_of_prices_and_among_the_reduced(product: Any) -> None:
    assert (found(to_minor=40_00), found(only_reduced=True)) == ([], [])
    now = clock.now()
    first, _ = variants_of(product.pk)
    draft = PriceListDraft(Bilingual("تخفيض", "Sale"), now - timedelta(days=1), None, {first.pk: 30_00})
    create_price_list(draft=draft, now=now)
    reprice_store_shelf(now=clock.now(), most=100)
    assert found(to_minor=40_00) == [product.pk]
    assert found(only_reduced=True) == [product.pk]
