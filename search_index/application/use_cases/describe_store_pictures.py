"""Describing the pictures that are marked, of one store."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from commerce.catalog.models import ProductImage
from commerce.core.changes import forget_changes, mark_changed
from commerce.core.models import ChangedObject
from commerce.media.application.picture_marks import PICTURE
from commerce.media.application.picture_sizes import PICTURE_SPECS
from commerce.media.models import StoreImage, StoreRendition
from commerce.tenants.application.queries import is_held_open
from search_index.application.descriptions import Description, current_descriptions, describe, described_row
from search_index.application.picture_files import UnreadablePicture, decoded
from search_index.application.product_source import KIND
from search_index.models import DescribedPicture

log = logging.getLogger(__name__)

# A picture that could not be described though nothing is known against its file is tried again after so long.
PAUSE_AFTER_DEFECT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _File:
    """Names in the storage: of the picture's file, and of a small size of it where one is ready."""

    source: str
    small: str | None


def describe_store_pictures(*, now: datetime, most: int) -> int:
    """At most `most` of the open scope's marked pictures have current descriptions, if a product shows them; returns
    how many were marked.

    Nothing is locked while pictures are looked at. What became of them meanwhile is looked up before anything is
    written: a picture that has another file by then, or is just getting it, stays marked. Of a file that can't be read
    that is written down, and it is not tried again. Another defect is logged, and the picture is put off. Of a store
    that is closed by then nothing is written.
    """
    with transaction.atomic():
        marked = ChangedObject.objects.filter(kind=PICTURE, changed_at__lte=now).order_by("changed_at", "id")
        marks = {mark.object_id: mark for mark in marked[:most]}
        files = _files(list(marks))
    found, put_off = _look(files)
    with transaction.atomic():
        if not is_held_open():
            return len(marks)
        held = _still_there(found)
        written = {pk: found[pk] for pk, source in held.items() if source == files[pk].source}
        _write(written, files, now)
        _put_off([marks[pk] for pk in put_off], now)
        forget_changes([mark for pk, mark in marks.items() if pk not in files or pk in written])
    return len(marks)


def _files(image_ids: Sequence[int]) -> dict[int, _File]:
    """Of those that a product shows and that have no current description."""
    sizes = StoreRendition.objects.filter(
        image=OuterRef("pk"), filter_spec=PICTURE_SPECS[0], focal_point_key=""
    ).values("file")
    images = StoreImage.objects.filter(
        Exists(ProductImage.objects.filter(image=OuterRef("pk"))),
        ~Exists(current_descriptions().filter(image=OuterRef("pk"))),
        pk__in=image_ids,
    )
    rows = images.order_by("pk").annotate(small=Subquery(sizes[:1])).values_list("pk", "file", "small")
    return {pk: _File(source, small) for pk, source, small in rows}


def _look(files: Mapping[int, _File]) -> tuple[dict[int, Description | None], list[int]]:
    """What was seen of each, None of what can't be read; and those that something else was wrong with."""
    found: dict[int, Description | None] = {}
    put_off = []
    for image_id, file in files.items():
        try:
            found[image_id] = describe(decoded(_content(file)))
        except UnreadablePicture:
            found[image_id] = None
        except Exception:
            log.exception("picture %s can't be described", image_id)
            put_off.append(image_id)
    return found, put_off


def _content(file: _File) -> bytes:
    for name in filter(None, (file.small, file.source)):
        try:
            with default_storage.open(name) as opened:
                return bytes(opened.read())
        except FileNotFoundError:
            continue
    raise UnreadablePicture


def _still_there(image_ids: Mapping[int, Any]) -> dict[int, str]:
    """The names that their files have now, and until the transaction ends. Without those that somebody is changing."""
    held = StoreImage.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
    return dict(held.filter(pk__in=list(image_ids)).order_by("pk").values_list("pk", "file"))


def _write(written: Mapping[int, Description | None], files: Mapping[int, _File], now: datetime) -> None:
    DescribedPicture.objects.bulk_create(
        [described_row(pk, files[pk].source, description, now) for pk, description in sorted(written.items())],
        update_conflicts=True,
        unique_fields=["tenant", "image"],
        update_fields=["embedder_id", "source", "similar", "colour", "shape", "perceptual_hash", "described_at"],
    )
    mark_changed(KIND, ProductImage.objects.filter(image__in=list(written)).values_list("product_id", flat=True))


def _put_off(marks: Sequence[ChangedObject], now: datetime) -> None:
    ChangedObject.objects.filter(pk__in=[mark.pk for mark in marks]).update(changed_at=now + PAUSE_AFTER_DEFECT)
