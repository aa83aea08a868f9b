"""Products to look for, in the open scope's store."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from commerce.catalog.application.use_cases.adjust_stock import adjust_stock
from commerce.catalog.application.use_cases.set_tags import set_tags
from commerce.catalog.domain.values import Status
from commerce.catalog.models import Product, Variant
from commerce.core.bilingual import Bilingual
from commerce.core.changes import mark_changed

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
_numbers = count(1)


def sell(
    ar: str = "",
    en: str = "",
    *,
    sku: str = "",
    tags: tuple[str, ...] = (),
    about: str = "",
    pieces: int = 3,
    status: Status = Status.PUBLISHED,
) -> int:
    """A product of one variant; its id. It is marked as changed, not yet indexed."""
    number = next(_numbers)
    product = Product.objects.create(
        slug=f"product-{number}",
        status=status,
        title_ar=ar,
        title_en=en,
        description_ar=about,
        lowest_price_minor=4900,
        highest_price_minor=4900,
        shelf_lowest_minor=4900,
        shelf_highest_minor=4900,
        created_at=NOON,
        changed_at=NOON,
    )
    variant = Variant.objects.create(product=product, sku=sku or f"SKU-{number}", price_minor=4900)
    if pieces:
        adjust_stock(variant_id=variant.pk, by=pieces, reason="opening", actor="test", now=NOON)
    if tags:
        set_tags(product_id=product.pk, names=[Bilingual(tag, "") for tag in tags])
    mark_changed("product", [product.pk])
    return int(product.pk)
