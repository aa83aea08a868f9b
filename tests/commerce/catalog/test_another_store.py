"""Another store's rows are refused by rule, and where a rule is gone, by the database."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from PIL import Image

from commerce.catalog.application.queries import cards_for_ids, offers_for_variants, search_rows
from commerce.catalog.application.use_cases.adjust_stock import adjust_stock
from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.publish_product import publish_product
from commerce.catalog.application.use_cases.reserve_stock import OutOfStock, reserve_stock
from commerce.catalog.application.use_cases.set_categories import set_categories
from commerce.catalog.application.use_cases.set_images import set_images
from commerce.catalog.models import ProductCategory, ProductImage, ProductTag, StockLevel, StockMovement, Tag, Variant
from commerce.core.errors import NotFound
from commerce.core.scope import tenant_scope
from commerce.media.models import StoreImage
from tests.commerce.catalog.builders import NOON, oud_draft, published, simple_draft, variants_of, words


def stored_image(title: str = "Oud") -> StoreImage:
    """An image of the scope's store, in its collection."""
    from wagtail.models import Collection

    picture = io.BytesIO()
    Image.new("RGB", (900, 600), "#7a5230").save(picture, "WEBP")
    image: StoreImage = StoreImage.objects.create(
        title=title,
        file=ContentFile(picture.getvalue(), name="oud.webp"),
        width=900,
        height=600,
        collection=Collection.objects.filter(depth=2).first(),
    )
    return image


@pytest.fixture
def foreign(souq: Any, settings: Any, tmp_path: Any) -> dict[str, int]:
    """Ids of Souq: a product, its variant, a category, a tag, an image."""
    settings.MEDIA_ROOT = str(tmp_path)
    with tenant_scope(souq.pk), transaction.atomic():
        product = published(oud_draft(), stock=[5, 5])
        category = create_category(name=words("Souq perfumes"))
        tag = Tag.objects.create(slug="souq", name_en="Souq")
        variant = variants_of(product.pk)[0]
        image = stored_image()
        return {
            "product": product.pk,
            "variant": variant.pk,
            "category": category,
            "tag": tag.pk,
            "image": image.pk,
        }


@pytest.mark.parametrize(
    "call",
    [
        lambda own, foreign: set_categories(product_id=own, category_ids=[foreign["category"]]),
        lambda own, foreign: set_categories(product_id=foreign["product"], category_ids=[]),
        lambda own, foreign: set_images(product_id=own, image_ids=[foreign["image"]]),
        lambda own, foreign: publish_product(product_id=foreign["product"], now=NOON),
        lambda own, foreign: create_category(name=words("Mine"), parent_id=foreign["category"]),
        lambda own, foreign: create_category(name=words("Mine"), picture_id=foreign["image"]),
        lambda own, foreign: adjust_stock(
            variant_id=foreign["variant"], by=9, reason="Mine now", actor="tests", now=NOON
        ),
    ],
)
def test_refused_by_rule(in_noor: Any, foreign: dict[str, int], call: Callable[[int, dict[str, int]], object]) -> None:
    own = published(simple_draft("MUSK")).pk
    with pytest.raises(NotFound):
        call(own, foreign)


def test_queries_know_nothing_of_it(in_noor: Any, foreign: dict[str, int]) -> None:
    assert cards_for_ids([foreign["product"]]) == []
    assert offers_for_variants([foreign["variant"]]) == {}
    assert search_rows([foreign["product"]]) == []


def test_its_stock_is_no_stock(in_noor: Any, foreign: dict[str, int]) -> None:
    with pytest.raises(OutOfStock) as refusal:
        reserve_stock(subject="order:1", quantities={foreign["variant"]: 1}, expires_at=NOON, now=NOON)
    assert refusal.value.facts == {"left": {foreign["variant"]: 0}}


@pytest.mark.parametrize(
    "row",
    [
        lambda own, foreign: ProductCategory(product_id=own, category_id=foreign["category"]),
        lambda own, foreign: ProductTag(product_id=own, tag_id=foreign["tag"]),
        lambda own, foreign: ProductImage(product_id=own, image_id=foreign["image"]),
        lambda own, foreign: Variant(product_id=foreign["product"], sku="PLANTED", price_minor=1, combination="0"),
    ],
)
def test_refused_by_the_database(
    in_noor: Any, foreign: dict[str, int], row: Callable[[int, dict[str, int]], Any]
) -> None:
    own = published(simple_draft("MUSK")).pk
    with pytest.raises(IntegrityError):
        plant(row(own, foreign))


def plant(row: Any) -> None:
    """Saved as if no rule had looked at it, and the keys checked as at commit."""
    with transaction.atomic(), connection.cursor() as cursor:
        row.save()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_movements_are_never_changed(in_noor: Any) -> None:
    published(simple_draft("MUSK"), stock=[5])
    for statement in (
        lambda: StockMovement.objects.update(delta_on_hand=500),
        lambda: StockMovement.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            statement()


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"on_hand": -1}, "stock_reserved_within_on_hand"),
        ({"reserved": 6}, "stock_reserved_within_on_hand"),
        ({"reserved": -1}, "stock_reserved_within_on_hand"),
    ],
)
def test_levels_can_hold_no_nonsense(in_noor: Any, facts: dict[str, int], name: str) -> None:
    published(simple_draft("MUSK"), stock=[5])
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        StockLevel.objects.update(**facts)
