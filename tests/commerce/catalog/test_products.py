"""Making, changing and publishing products."""

from __future__ import annotations

from typing import Any

import pytest

from commerce.catalog.application.queries import product_page
from commerce.catalog.application.refusals import CannotPublish, DraftRefused, SkuTaken, SlugTaken
from commerce.catalog.application.use_cases.adjust_stock import adjust_stock
from commerce.catalog.application.use_cases.archive_product import archive_product
from commerce.catalog.application.use_cases.change_product import change_product
from commerce.catalog.application.use_cases.create_product import create_product
from commerce.catalog.application.use_cases.publish_product import publish_product
from commerce.catalog.application.use_cases.set_categories import set_categories
from commerce.catalog.application.use_cases.set_images import set_images
from commerce.catalog.application.use_cases.set_tags import set_tags
from commerce.catalog.application.use_cases.unpublish_product import unpublish_product
from commerce.catalog.domain.drafts import VariantDraft
from commerce.catalog.models import OptionValue, Product, ProductOption, ProductTag, Tag, Variant, VariantOption
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound
from commerce.core.models import ChangedObject
from tests.commerce.catalog.builders import NOON, oud_draft, published, simple_draft, variants_of, words

pytestmark = pytest.mark.usefixtures("in_noor")

SIZE = (Bilingual("الحجم", "Size"),)
SMALL, LARGE = Bilingual("50 مل", "50 ml"), Bilingual("100 مل", "100 ml")


def test_a_new_product_is_a_draft_with_its_grid() -> None:
    product = Product.objects.get(pk=create_product(draft=oud_draft(), now=NOON))
    assert (product.status, product.slug, product.title_ar_folded) == ("draft", "oud-perfume", "عطر العود")
    assert product.description_en == "<p>It lasts.</p>"
    assert (product.lowest_price_minor, product.lowest_compare_at_minor, product.highest_price_minor) == (
        12500,
        15000,
        20000,
    )
    assert [row.sku for row in variants_of(product.pk)] == ["OUD-50", "OUD-100"]
    assert VariantOption.objects.count() == 2
    assert ChangedObject.objects.filter(kind="product", object_id=product.pk).exists()


def test_the_second_of_a_title_gets_another_address() -> None:
    create_product(draft=simple_draft("A"), now=NOON)
    second = create_product(draft=simple_draft("B"), now=NOON)
    assert Product.objects.get(pk=second).slug == "musk-2"


def test_an_address_asked_for_by_name_may_be_taken() -> None:
    create_product(draft=simple_draft("A"), now=NOON)
    with pytest.raises(SlugTaken):
        create_product(draft=oud_draft(slug="musk"), now=NOON)


def test_skus_are_one_per_store_whatever_their_case() -> None:
    create_product(draft=simple_draft("oud-50"), now=NOON)
    with pytest.raises(SkuTaken) as refusal:
        create_product(draft=oud_draft(), now=NOON)
    assert refusal.value.facts == {"skus": ["oud-50"]}


def test_two_variants_of_one_draft_may_not_share_a_sku() -> None:
    variants = (VariantDraft(None, "X", 1, (SMALL,)), VariantDraft(None, "x", 1, (LARGE,)))
    with pytest.raises(SkuTaken):
        create_product(draft=oud_draft(variants=variants), now=NOON)


@pytest.mark.parametrize(
    ("variants", "problem"),
    [
        ((VariantDraft(None, "X", -1, (SMALL,)),), "negative_price"),
        ((VariantDraft(None, "X", 100, (SMALL,), compare_at_minor=100),), "compare_at_not_above_price"),
        ((VariantDraft(None, " ", 100, (SMALL,)),), "sku_missing"),
        ((VariantDraft(None, "X", 100, (SMALL,)), VariantDraft(None, "Y", 100, (SMALL,))), "combination_twice"),
        ((VariantDraft(None, "X", 100, ()),), "option_value_missing"),
    ],
)
def test_what_no_product_can_be_like(variants: tuple[VariantDraft, ...], problem: str) -> None:
    with pytest.raises(DraftRefused) as refusal:
        create_product(draft=oud_draft(variants=variants), now=NOON)
    assert refusal.value.facts == {"problem": problem}
    assert not Product.objects.exists()


def test_variants_may_exchange_their_skus_and_values() -> None:
    product_id = create_product(draft=oud_draft(), now=NOON)
    first, second = variants_of(product_id)
    swapped = (
        VariantDraft(first.pk, "OUD-100", 12500, (LARGE,)),
        VariantDraft(second.pk, "OUD-50", 20000, (SMALL,)),
    )
    change_product(product_id=product_id, draft=oud_draft(variants=swapped), now=NOON)
    rows = {row.pk: (row.sku, row.is_active) for row in variants_of(product_id)}
    assert rows == {first.pk: ("OUD-100", True), second.pk: ("OUD-50", True)}
    labels = {choice.variant_id: choice.value.label for choice in VariantOption.objects.select_related("value")}
    assert labels == {first.pk: LARGE, second.pk: SMALL}


def test_a_second_option_is_added_and_taken_away() -> None:
    product_id = create_product(draft=oud_draft(), now=NOON)
    first, second = variants_of(product_id)
    gold = words("Gold")
    both = (
        VariantDraft(first.pk, "OUD-50", 12500, (SMALL, gold)),
        VariantDraft(second.pk, "OUD-100", 20000, (LARGE, gold)),
    )
    change_product(product_id=product_id, draft=oud_draft(options=(*SIZE, words("Cap")), variants=both), now=NOON)
    assert VariantOption.objects.count() == 4
    change_product(
        product_id=product_id,
        draft=oud_draft(
            variants=(
                VariantDraft(first.pk, "OUD-50", 12500, (SMALL,)),
                VariantDraft(second.pk, "OUD-100", 20000, (LARGE,)),
            )
        ),
        now=NOON,
    )
    assert ProductOption.objects.count() == 1
    assert sorted(value.label_en for value in OptionValue.objects.all()) == ["100 ml", "50 ml"]


def test_a_variant_left_out_goes_unless_it_has_a_history() -> None:
    product_id = create_product(draft=oud_draft(), now=NOON)
    first, second = variants_of(product_id)
    adjust_stock(variant_id=second.pk, by=3, reason="Came in", actor="tests", now=NOON)
    third = oud_draft(variants=(VariantDraft(None, "OUD-200", 30000, (words("200 ml"),)),))
    change_product(product_id=product_id, draft=third, now=NOON)
    assert not Variant.objects.filter(pk=first.pk).exists()
    assert not Variant.objects.get(pk=second.pk).is_active
    assert Product.objects.get(pk=product_id).lowest_price_minor == 30000


def test_a_variant_of_another_product_is_not_taken_over() -> None:
    other = create_product(draft=simple_draft("MUSK"), now=NOON)
    product_id = create_product(draft=oud_draft(), now=NOON)
    stolen = oud_draft(variants=(VariantDraft(variants_of(other)[0].pk, "STOLEN", 1, (SMALL,)),))
    with pytest.raises(NotFound):
        change_product(product_id=product_id, draft=stolen, now=NOON)
    assert variants_of(other)[0].sku == "MUSK"


def test_publishing_needs_what_shoppers_need() -> None:
    product_id = create_product(draft=simple_draft("FREE", price_minor=0), now=NOON)
    with pytest.raises(CannotPublish) as refusal:
        publish_product(product_id=product_id, now=NOON)
    assert refusal.value.facts == {"problems": ["price_missing"]}
    assert Product.objects.get(pk=product_id).status == "draft"


def test_a_published_product_stays_fit_for_shoppers() -> None:
    product = published(simple_draft("MUSK"))
    (variant,) = variants_of(product.pk)
    free = simple_draft("MUSK", price_minor=0)
    with pytest.raises(CannotPublish):
        change_product(
            product_id=product.pk,
            draft=type(free)(title=free.title, variants=(VariantDraft(variant.pk, "MUSK", 0),)),
            now=NOON,
        )


def test_the_way_of_a_product() -> None:
    product = published(simple_draft("MUSK"))
    publish_product(product_id=product.pk, now=NOON)
    unpublish_product(product_id=product.pk, now=NOON)
    with pytest.raises(NotFound):
        product_page(product.slug)
    archive_product(product_id=product.pk, now=NOON)
    publish_product(product_id=product.pk, now=NOON)
    assert product_page(product.slug).id == product.pk


def test_tags_are_found_by_name_and_made_when_missing() -> None:
    product_id = create_product(draft=simple_draft("MUSK"), now=NOON)
    set_tags(product_id=product_id, names=[Bilingual("جديد", "New"), words("Gift"), words("☆")])
    set_tags(product_id=product_id, names=[Bilingual("", "NEW"), words("Eid")])
    marks = ProductTag.objects.filter(product_id=product_id).select_related("tag")
    assert sorted(mark.tag.slug for mark in marks) == ["eid", "new"]
    assert Tag.objects.get(slug="new").name_ar == "جديد"


@pytest.mark.parametrize("missing", [0, 987654])
def test_what_is_not_there_is_not_found(missing: int, in_noor: Any) -> None:
    calls = [
        lambda: change_product(product_id=missing, draft=oud_draft(), now=NOON),
        lambda: publish_product(product_id=missing, now=NOON),
        lambda: set_categories(product_id=missing, category_ids=[]),
        lambda: set_tags(product_id=missing, names=[]),
        lambda: set_images(product_id=missing, image_ids=[]),
        lambda: adjust_stock(variant_id=missing, by=1, reason="x", actor="tests", now=NOON),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            call()
