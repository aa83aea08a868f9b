"""Collections as shoppers see them and merchants make them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from commerce.catalog.domain.values import CollectionPage, DeskCollection
from commerce.catalog.models import Collection, CollectionProduct
from commerce.core.errors import NotFound


def collection_page(slug: str) -> CollectionPage:
    """Refuses NotFound. One statement."""
    row = Collection.objects.filter(slug=slug).first()
    if row is None:
        raise NotFound(slug=slug)
    return CollectionPage(row.pk, row.slug, row.title)


def collections() -> QuerySet[Any]:
    """All of the store's, the newest first, with `product_count`."""
    rows: QuerySet[Any] = Collection.objects.annotate(product_count=Count("picks")).order_by("-created_at", "-id")
    return rows


def get_collection(collection_id: int) -> DeskCollection:
    """The collection in the shape in which it can be changed. Refuses NotFound."""
    row = Collection.objects.filter(pk=collection_id).first()
    if row is None:
        raise NotFound(collection_id=collection_id)
    picks = CollectionProduct.objects.filter(collection=row).order_by("position", "id")
    return DeskCollection(row.slug, row.title, tuple(picks.values_list("product_id", flat=True)))
