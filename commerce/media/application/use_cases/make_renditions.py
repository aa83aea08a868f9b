"""Pictures are made in their sizes before a shopper asks for them."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.images.models import Filter

from commerce.media.application.picture_sizes import PICTURE_SPECS
from commerce.media.models import StoreImage, StoreRendition


def make_renditions(image_ids: Iterable[int]) -> int:
    """Every size of every image of this store exists; returns how many images there were.

    Each image in a transaction of its own. An image whose file is gone or broken is an OSError.
    """
    with transaction.atomic():
        images: list[Any] = list(StoreImage.objects.filter(pk__in=set(image_ids)).order_by("pk"))
    for image in images:
        with transaction.atomic():
            _make_missing(image)
    return len(images)


def _make_missing(image: Any) -> None:
    """Not Wagtail's `get_renditions`: it makes them in threads, which have no scope, and leaves its files open."""
    made = StoreRendition.objects.filter(image=image, focal_point_key="").values_list("filter_spec", flat=True)
    for spec in set(PICTURE_SPECS) - set(made):
        with image.generate_rendition_file(Filter(spec)) as file:
            StoreRendition.objects.get_or_create(
                image=image, filter_spec=spec, focal_point_key="", defaults={"file": file}
            )
