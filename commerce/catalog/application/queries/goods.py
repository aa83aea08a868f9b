"""Everything the store has, told by what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from commerce.catalog.domain.goods import StoreGoods
from commerce.catalog.models import CollectionProduct, Product, ProductCategory, ProductTag, Variant


def goods_of_store() -> Iterator[StoreGoods]:
    """Every variant of the store, whatever its status. Two statements."""
    places = ProductCategory.objects.filter(product=OuterRef("pk")).values("category__lineage")
    marks = ProductTag.objects.filter(product=OuterRef("pk")).values("tag_id")
    chosen = CollectionProduct.objects.filter(product=OuterRef("pk")).values("collection_id")
    products = Product.objects.annotate(
        lineages=ArraySubquery(places), collection_ids=ArraySubquery(chosen), tag_ids=ArraySubquery(marks)
    )
    kinds = {
        pk: (_on_the_way(lineages), frozenset(picked), frozenset(tag_ids))
        for pk, lineages, picked, tag_ids in products.values_list("pk", "lineages", "collection_ids", "tag_ids")
    }
    for variant, product in Variant.objects.values_list("pk", "product_id"):
        yield StoreGoods(variant, product, *kinds[product])


def _on_the_way(lineages: Iterable[str]) -> frozenset[int]:
    """The ids in lineages such as "/1/5/"."""
    return frozenset(int(part) for lineage in lineages for part in lineage.split("/") if part)
