"""What the use cases of collections share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from commerce.catalog.domain.policies import LONGEST_NAME, MOST_PICKED
from commerce.catalog.domain.slugs import is_slug
from commerce.catalog.models import Collection, CollectionProduct, Product
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound, Refusal


class CollectionRefused(Refusal):
    """No collection can be like this. Facts: `problem`, a code of the catalog's rules."""

    code = "collection_refused"


def check_collection(title: Bilingual, slug: str, product_ids: Sequence[int]) -> None:
    """Refuses CollectionRefused: no title, a title too long, no address (an empty one is made), too many products."""
    if not title:
        raise CollectionRefused(problem="title_missing")
    if max(len(title.ar), len(title.en)) > LONGEST_NAME:
        raise CollectionRefused(problem="title_too_long")
    if slug and not is_slug(slug):
        raise CollectionRefused(problem="slug_malformed")
    if len(product_ids) > MOST_PICKED:
        raise CollectionRefused(problem="too_many_products")


def collection_facts(row: Collection) -> dict[str, Any]:
    return {"title_ar": row.title_ar, "title_en": row.title_en, "slug": row.slug}


def named_products(product_ids: Sequence[int]) -> list[Bilingual]:
    """Their titles in this order. Refuses NotFound for products that are not the store's."""
    titles = {
        row.pk: row.title for row in Product.objects.filter(pk__in=list(product_ids)).only("title_ar", "title_en")
    }
    if not titles.keys() >= set(product_ids):
        raise NotFound(product_ids=list(product_ids))
    return [titles[pk] for pk in product_ids]


def picked(collection_id: int) -> list[int]:
    """The ids of its products in their order."""
    picks = CollectionProduct.objects.filter(collection_id=collection_id).order_by("position", "id")
    return list(picks.values_list("product_id", flat=True))


def write_picks(collection_id: int, product_ids: Sequence[int]) -> None:
    """The collection has exactly these products in this order."""
    CollectionProduct.objects.filter(collection_id=collection_id).exclude(product__in=list(product_ids)).delete()
    CollectionProduct.objects.bulk_create(
        [
            CollectionProduct(collection_id=collection_id, product_id=product_id, position=position)
            for position, product_id in enumerate(product_ids)
        ],
        update_conflicts=True,
        unique_fields=["tenant", "collection", "product"],
        update_fields=["position"],
    )
