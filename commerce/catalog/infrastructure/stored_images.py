"""Pictures a product file names by the titles they have in the store's own library."""

from collections.abc import Collection, Mapping

from django.db import transaction

from commerce.media.models import StoreImage


class StoredImages:
    """An image source of what was uploaded before; of two images of one title the newer."""

    def image_ids(self, names: Collection[str]) -> Mapping[str, int]:
        with transaction.atomic():
            rows = StoreImage.objects.filter(title__in=names).order_by("created_at", "id")
            return dict(rows.values_list("title", "id"))
