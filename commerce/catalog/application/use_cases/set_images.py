"""The pictures of a product."""

from collections.abc import Sequence

from django.db import transaction

from commerce.catalog.application.activity import arranged
from commerce.catalog.models import Product, ProductImage
from commerce.core.audit import record
from commerce.core.changes import mark_changed
from commerce.core.errors import NotFound
from commerce.media.models import StoreImage


def set_images(*, product_id: int, image_ids: Sequence[int]) -> None:
    """The product shows exactly these pictures in this order, the first as its face. Refuses NotFound.

    A picture that stays keeps the variant it shows. Sizes are made afterwards by `make_renditions`.
    """
    wanted = list(dict.fromkeys(image_ids))
    with transaction.atomic():
        product = Product.objects.filter(pk=product_id).first()
        if product is None:
            raise NotFound(product_id=product_id)
        shown = ProductImage.objects.filter(product_id=product_id).order_by("position", "id")
        before = list(shown.values_list("image_id", flat=True))
        names = dict(StoreImage.objects.filter(pk__in={*wanted, *before}).values_list("pk", "title"))
        if not names.keys() >= set(wanted):
            raise NotFound(image_ids=wanted)
        ProductImage.objects.filter(product_id=product_id).exclude(image_id__in=wanted).delete()
        ProductImage.objects.bulk_create(
            [
                ProductImage(product_id=product_id, image_id=image_id, position=position)
                for position, image_id in enumerate(wanted)
            ],
            update_conflicts=True,
            unique_fields=["tenant", "product", "image"],
            update_fields=["position"],
        )
        mark_changed("product", [product_id])
        record(*arranged(product, "pictures", [names[pk] for pk in before], [names[pk] for pk in wanted]))
