"""Where a product stands."""

from collections.abc import Sequence

from django.db import transaction

from commerce.catalog.models import Category, Product, ProductCategory
from commerce.core.changes import mark_changed
from commerce.core.errors import NotFound


def set_categories(*, product_id: int, category_ids: Sequence[int]) -> None:
    """The product stands in exactly these categories, in the first one first of all. Refuses NotFound."""
    wanted = list(dict.fromkeys(category_ids))
    with transaction.atomic():
        if not Product.objects.filter(pk=product_id).exists():
            raise NotFound(product_id=product_id)
        if Category.objects.filter(pk__in=wanted).count() != len(wanted):
            raise NotFound(category_ids=wanted)
        ProductCategory.objects.filter(product_id=product_id).exclude(category_id__in=wanted).delete()
        ProductCategory.objects.bulk_create(
            [
                ProductCategory(product_id=product_id, category_id=category_id, position=position)
                for position, category_id in enumerate(wanted)
            ],
            update_conflicts=True,
            unique_fields=["tenant", "product", "category"],
            update_fields=["position"],
        )
        mark_changed("product", [product_id])
