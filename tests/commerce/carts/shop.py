"""A shelf to shop from: variants with a price and pieces, in the open scope's store."""

from datetime import UTC, datetime

from commerce.carts.domain.values import Shopper
from commerce.catalog.application.use_cases.adjust_stock import adjust_stock
from commerce.catalog.domain.values import Status
from commerce.catalog.models import Product, StockLevel, Variant

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
GUEST = Shopper(guest_key="guest-of-the-tests")


def put_on_shelf(sku: str, *, pieces: int = 10, price_minor: int = 4900) -> int:
    """A published product of one variant; the variant's id."""
    product = Product.objects.create(
        slug=sku.lower(),
        status=Status.PUBLISHED,
        title_ar=f"منتج {sku}",
        title_en=f"Product {sku}",
        lowest_price_minor=price_minor,
        highest_price_minor=price_minor,
        shelf_lowest_minor=price_minor,
        shelf_highest_minor=price_minor,
        created_at=NOON,
        changed_at=NOON,
    )
    variant = Variant.objects.create(product=product, sku=sku, price_minor=price_minor)
    adjust_stock(variant_id=variant.pk, by=pieces, reason="opening", actor="test", now=NOON)
    return int(variant.pk)


def pieces_of(variant_id: int) -> tuple[int, int]:
    """(on hand, reserved)."""
    found: tuple[int, int] = StockLevel.objects.values_list("on_hand", "reserved").get(variant_id=variant_id)
    return found
