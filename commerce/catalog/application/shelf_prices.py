"""The prices lists show and sort by, kept on the product."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery

from commerce.catalog.models import Product, Variant


def refresh_shelf_prices(product_ids: Iterable[int]) -> None:
    """Each product's lowest price, that variant's former price, and highest price are those of its active variants."""
    active = Variant.objects.active().filter(product=OuterRef("pk"))
    cheapest = active.order_by("price_minor", "position", "id")
    Product.objects.filter(pk__in=set(product_ids)).update(
        lowest_price_minor=Subquery(cheapest.values("price_minor")[:1]),
        lowest_compare_at_minor=Subquery(cheapest.values("compare_at_minor")[:1]),
        highest_price_minor=Subquery(active.order_by("-price_minor").values("price_minor")[:1]),
    )
