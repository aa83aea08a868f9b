"""Products whose picture is deleted."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete

from commerce.catalog.models import ProductImage
from commerce.core.changes import mark_changed
from commerce.media.models import StoreImage


def listen() -> None:
    """Whoever deletes a picture marks the products that show it, while it is still known which they are: afterwards
    they go on being found by what they looked like."""
    pre_delete.connect(_mark_products, sender=StoreImage, dispatch_uid="commerce.catalog.deleted_pictures")


def _mark_products(instance: StoreImage, **_: Any) -> None:
    shown_by = ProductImage.objects.filter(image_id=instance.pk).values_list("product_id", flat=True)
    mark_changed("product", shown_by)
