"""What a product is marked with."""

from collections.abc import Sequence

from django.db import transaction

from commerce.catalog.application.activity import arranged
from commerce.catalog.application.shelf_marks import mark_goods
from commerce.catalog.application.tagging import tags_named
from commerce.catalog.models import Product, ProductTag
from commerce.core.audit import record
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound


def set_tags(*, product_id: int, names: Sequence[Bilingual]) -> None:
    """The product has exactly the tags of these names; new ones are made. Refuses NotFound."""
    with transaction.atomic():
        product = Product.objects.filter(pk=product_id).first()
        if product is None:
            raise NotFound(product_id=product_id)
        present = ProductTag.objects.filter(product_id=product_id).select_related("tag").order_by("tag__slug")
        before = [row.tag.name for row in present]
        tags = tags_named(names).values()
        ProductTag.objects.filter(product_id=product_id).exclude(tag__in=tags).delete()
        ProductTag.objects.bulk_create(
            [ProductTag(product_id=product_id, tag=tag) for tag in tags], ignore_conflicts=True
        )
        mark_goods([product_id])
        after = [tag.name for tag in sorted(tags, key=lambda tag: tag.slug)]
        record(*arranged(product, "tags", before, after))
