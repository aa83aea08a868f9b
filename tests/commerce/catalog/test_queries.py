"""What the catalog answers, and in how many statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from commerce.catalog.application.queries import (
    cards_for_ids,
    cards_for_shelf,
    categories_by_slug,
    category_page,
    offers_for_variants,
    product_cards,
    product_page,
    related_cards,
    search_rows,
    stock_to_watch,
)
from commerce.catalog.application.use_cases.archive_product import archive_product
from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.create_product import create_product
from commerce.catalog.application.use_cases.reserve_stock import reserve_stock
from commerce.catalog.application.use_cases.set_categories import set_categories
from commerce.catalog.application.use_cases.set_images import set_images
from commerce.catalog.application.use_cases.set_tags import set_tags
from commerce.catalog.domain.drafts import VariantDraft
from commerce.catalog.models import Product, ProductImage, Variant
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound
from commerce.core.money import Money
from commerce.media.application.use_cases.make_renditions import make_renditions
from tests.commerce.catalog.builders import NOON, oud_draft, published, simple_draft, variants_of, words
from tests.commerce.catalog.test_another_store import stored_image
from tests.commerce.catalog.test_web import fill

pytestmark = pytest.mark.usefixtures("in_noor")


def sar(minor: int) -> Money:
    return Money(minor, "SAR")


@pytest.fixture
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def test_a_card_shows_the_cheapest_variant(in_noor: Any) -> None:
    published(oud_draft(), stock=[0, 1])
    (card,) = product_cards().items
    assert (card.price, card.compare_at, card.price_varies, card.available) == (sar(12500), sar(15000), True, True)
    assert card.title == Bilingual("عطر العود", "Oud perfume")
    assert card.picture is None


def test_only_what_is_published_is_listed(in_noor: Any) -> None:
    create_product(draft=simple_draft("DRAFT"), now=NOON)
    gone = published(simple_draft("GONE", "Gone"))
    archive_product(product_id=gone.pk, now=NOON)
    kept = published(simple_draft("KEPT", "Kept"))
    assert [card.id for card in product_cards().items] == [kept.pk]
    assert cards_for_ids([gone.pk, kept.pk, 987654, kept.pk]) == list(product_cards().items)


def test_the_orders_of_a_list(in_noor: Any) -> None:
    for sku, title, price in (("B", "Bay", 300), ("A", "Amber", 200), ("C", "Cedar", 100)):
        published(simple_draft(sku, title, price))

    def titles(sort: str) -> list[str]:
        return [card.title.en for card in product_cards(sort=sort).items]

    assert titles("newest") == titles("nonsense") == ["Cedar", "Amber", "Bay"]
    assert titles("price") == ["Cedar", "Amber", "Bay"]
    assert titles("-price") == ["Bay", "Amber", "Cedar"]
    assert titles("title") == ["Amber", "Bay", "Cedar"]


def test_titles_sort_in_the_page_s_language(in_noor: Any) -> None:
    published(simple_draft("A", "x", 1))
    rows = {"مسك": "Zest", "إكليل": "Musk", "عنبر": "Amber"}
    for number, (ar, en) in enumerate(rows.items()):
        draft = simple_draft(f"T{number}")
        published(type(draft)(title=Bilingual(ar, en), variants=draft.variants))
    with translation.override("ar"):
        assert [card.title.ar for card in product_cards(sort="title").items][1:] == ["إكليل", "عنبر", "مسك"]
    with translation.override("en"):
        assert [card.title.en for card in product_cards(sort="title").items] == ["Amber", "Musk", "x", "Zest"]


def test_pages_stay_inside_the_list(in_noor: Any) -> None:
    for number in range(5):
        published(simple_draft(f"S{number}", f"Musk {number}"))
    last = product_cards(page=99, size=2)
    assert (last.number, last.pages, last.total, len(last.items)) == (3, 3, 5, 1)
    assert product_cards(page=-1, size=2).number == 1


def test_shelves(in_noor: Any) -> None:
    reduced = published(oud_draft())
    plain = published(simple_draft("MUSK"))
    shelf = create_category(name=words("Musk"))
    set_categories(product_id=plain.pk, category_ids=[shelf])

    def ids(source: str, slug: str = "") -> list[int]:
        return [card.id for card in cards_for_shelf(source=source, category_slug=slug, count=8)]

    assert ids("newest") == [plain.pk, reduced.pk]
    assert ids("reduced") == [reduced.pk]
    assert ids("category", "musk") == [plain.pk]


def test_what_stands_beside_a_product(in_noor: Any) -> None:
    shelf = create_category(name=words("Musk"))
    products = [published(simple_draft(f"S{number}", f"Musk {number}")) for number in range(3)]
    for product in products[:2]:
        set_categories(product_id=product.pk, category_ids=[shelf])
    assert [card.id for card in related_cards(products[0].pk, 4)] == [products[1].pk]
    assert related_cards(products[2].pk, 4) == ()


def test_a_product_page_chooses_what_can_be_bought(in_noor: Any) -> None:
    product = published(oud_draft(), stock=[0, 2])
    page = product_page(product.slug)
    assert page.selected is not None
    assert (page.selected.sku, page.selected.available, page.selected.option_label.en) == ("OUD-100", 2, "100 ml")
    (size,) = page.options
    assert [(choice.label.en, choice.selected, choice.available) for choice in size.choices] == [
        ("50 ml", False, False),
        ("100 ml", True, True),
    ]
    small = product_page(product.slug, [size.choices[0].value_id, 987654]).selected
    assert small is not None
    assert (small.sku, small.available, small.active) == ("OUD-50", 0, True)


def test_a_combination_nobody_made(in_noor: Any) -> None:
    red, blue, s, m = words("Red"), words("Blue"), words("S"), words("M")
    draft = oud_draft(
        options=(words("Colour"), words("Size")),
        variants=(
            VariantDraft(None, "R-S", 100, (red, s)),
            VariantDraft(None, "B-M", 100, (blue, m)),
        ),
    )
    product = published(draft, stock=[1, 1])
    values = {c.label.en: c.value_id for row in product_page(product.slug).options for c in row.choices}
    page = product_page(product.slug, [values["Red"], values["M"]])
    assert page.selected is None
    chosen = {c.label.en: (c.selected, c.available) for row in page.options for c in row.choices}
    assert chosen == {"Red": (True, False), "Blue": (False, True), "S": (False, True), "M": (True, False)}


def test_offers_tell_what_is_no_longer_sold(in_noor: Any) -> None:
    product = published(oud_draft(), stock=[5, 5])
    small, large = variants_of(product.pk)
    reserve_stock(subject="order:1", quantities={small.pk: 2}, expires_at=NOON, now=NOON)
    Variant.objects.filter(pk=large.pk).update(is_active=False)
    offers = offers_for_variants([small.pk, large.pk, 987654])
    assert {pk: (offer.available, offer.active) for pk, offer in offers.items()} == {
        small.pk: (3, True),
        large.pk: (5, False),
    }
    assert offers[small.pk].unit_price == sar(12500)
    assert offers[small.pk].product_slug == "oud-perfume"
    archive_product(product_id=product.pk, now=NOON)
    assert not offers_for_variants([small.pk])[small.pk].active


@pytest.mark.usefixtures("_media")
def test_pictures_are_shown_in_the_sizes_that_are_ready(in_noor: Any) -> None:
    product = published(oud_draft(), stock=[1, 1])
    face, other = stored_image("face"), stored_image("other")
    set_images(product_id=product.pk, image_ids=[face.pk, other.pk])
    ProductImage.objects.filter(image=other).update(variant=variants_of(product.pk)[1])
    assert product_page(product.slug).pictures == ()
    assert make_renditions([face.pk, other.pk]) == 2
    page = product_page(product.slug)
    assert len(page.pictures) == 2
    first = page.pictures[0]
    assert (first.width, first.height, first.alt) == (900, 600, Bilingual("عطر العود", "Oud perfume"))
    assert [part.split()[1] for part in first.srcset.split(", ")] == ["320w", "640w", "900w"]
    assert product_cards().items[0].picture == first
    assert [variant.picture for variant in page.variants] == list(page.pictures)
    set_images(product_id=product.pk, image_ids=[other.pk])
    assert product_cards().items[0].picture == page.pictures[1]


def test_rows_for_search_tell_everything(in_noor: Any) -> None:
    product = published(oud_draft(), stock=[1])
    care = create_category(name=Bilingual("العناية", "Care"))
    shelf = create_category(name=Bilingual("عطور", "Perfumes"), parent_id=care)
    set_categories(product_id=product.pk, category_ids=[shelf])
    set_tags(product_id=product.pk, names=[words("New")])
    draft = create_product(draft=simple_draft("MUSK"), now=NOON)
    rows = search_rows([product.pk, draft, 987654])
    assert [row.status for row in rows] == ["published", "draft"]
    row = rows[0]
    assert (row.description.en, row.skus, [one.choices[0].value.en for one in row.variants]) == (
        "It lasts.",
        ("OUD-50", "OUD-100"),
        ["50 ml", "100 ml"],
    )
    assert (row.has_price, row.is_available) == (True, True)
    assert [link.slug for link in row.categories] == ["perfumes"]
    assert (row.above, len(row.category_ids)) == ((Bilingual("العناية", "Care"),), 2)


def test_a_fresh_import_is_read_before_postgresql_knows_its_tables() -> None:
    """Joined to what they choose from, six hundred variants of tables without statistics took longer than a statement
    may: the planner thought there were none."""
    fill(300)
    rows = search_rows(Product.objects.values_list("pk", flat=True))
    assert len(rows) == 300
    assert {len(variant.choices) for row in rows for variant in row.variants} == {1}


def test_stock_to_watch(in_noor: Any) -> None:
    published(oud_draft(), stock=[2, 3])
    published(simple_draft("OUT", "Out"))
    published(simple_draft("MANY", "Many"), stock=[6])
    create_product(draft=simple_draft("DRAFT", "Draft"), now=NOON)
    watch = stock_to_watch()
    assert (watch.sold_out, watch.low) == (1, 1)


@pytest.mark.usefixtures("_media")
def test_statements_do_not_grow_with_the_shelf(in_noor: Any, django_assert_max_num_queries: Any) -> None:
    shelf = create_category(name=words("Musk"), parent_id=create_category(name=words("Scents")))
    picture = stored_image()
    ids = []
    for number in range(12):
        product = published(oud_draft(**with_skus(number)), stock=[1, 1])
        set_categories(product_id=product.pk, category_ids=[shelf])
        set_images(product_id=product.pk, image_ids=[picture.pk])
        set_tags(product_id=product.pk, names=[words("New"), words("Gift")])
        ids.append(product.pk)
    make_renditions([picture.pk])
    slug, variant_ids = product.slug, [variant.pk for pk in ids for variant in variants_of(pk)]
    budgets: list[tuple[int, Callable[[], object]]] = [
        (4, lambda: product_cards(category_slug="musk")),
        (3, lambda: cards_for_ids(ids)),
        (3, lambda: cards_for_shelf(source="newest", category_slug="", count=12)),
        (3, lambda: related_cards(ids[0], 4)),
        (5, lambda: product_page(slug)),
        (3, lambda: offers_for_variants(variant_ids)),
        (7, lambda: search_rows(ids)),
        (2, lambda: categories_by_slug(["musk"])),
        (2, lambda: category_page("musk")),
        (1, stock_to_watch),
    ]
    for most, query in budgets:
        with django_assert_max_num_queries(most):
            assert query()


def with_skus(number: int) -> dict[str, Any]:
    return {
        "variants": (
            VariantDraft(None, f"S-{number}", 100_00, (Bilingual("50 مل", "50 ml"),)),
            VariantDraft(None, f"L-{number}", 200_00, (Bilingual("100 مل", "100 ml"),)),
        )
    }


def test_nothing_is_not_found(in_noor: Any) -> None:
    with pytest.raises(NotFound):
        product_page("nothing")
    assert offers_for_variants([]) == {}
    assert cards_for_ids([]) == []
