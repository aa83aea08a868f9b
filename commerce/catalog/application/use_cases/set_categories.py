"""Where a product stands."""

from collections.abc import Sequence

from django.db import transaction

from commerce.catalog.application.activity import arranged
from commerce.catalog.application.shelf_marks import mark_goods
from commerce.catalog.models import Category, Product, ProductCategory
from commerce.core.audit import record
from commerce.core.errors import NotFound


def set_categories(*, product_id: int, category_ids: Sequence[int]) -> None:
    """The product stands in exactly these categories, in the first one first of all. Refuses NotFound."""
    wanted = list(dict.fromkeys(category_ids))
    with transaction.atomic():
        product = Product.objects.filter(pk=product_id).first()
        if product is None:
            raise NotFound(product_id=product_id)
        places = ProductCategory.objects.filter(product_id=product_id).order_by("position", "id")
        before = list(places.values_list("category_id", flat=True))
        names = {row.pk: row.name for row in Category.objects.filter(pk__in={*wanted, *before})}
        if not names.keys() >= set(wanted):
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
        mark_goods([product_id])
        record(*arranged(product, "categories", [names[pk] for pk in before], [names[pk] for pk in wanted]))
