"""Pictures are made in their sizes before a shopper asks for them."""

from collections.abc import Iterable

from django.db import transaction

from commerce.media.application.picture_sizes import PICTURE_SPECS
from commerce.media.models import StoreImage


def make_renditions(image_ids: Iterable[int]) -> int:
    """Every size of every image of this store exists; returns how many images there were.

    Each image in a transaction of its own. An image whose file is gone or broken is an OSError.
    """
    with transaction.atomic():
        images = list(StoreImage.objects.filter(pk__in=set(image_ids)).order_by("pk"))
    for image in images:
        with transaction.atomic():
            image.get_renditions(*PICTURE_SPECS)
    return len(images)
