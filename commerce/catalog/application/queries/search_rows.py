"""Everything a product may be found by, for the search index and nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F

from commerce.catalog.application.queries.categories import link_to
from commerce.catalog.application.queries.stock import products_to_be_had
from commerce.catalog.domain.descriptions import plain_text
from commerce.catalog.domain.values import SearchRow, Status
from commerce.catalog.models import OptionValue, Product, ProductCategory, ProductTag, Variant
from commerce.core.bilingual import Bilingual


def search_rows(ids: Iterable[int]) -> list[SearchRow]:
    """Rows of those of the ids that exist, whatever their status. Descriptions without markup. Six statements."""
    wanted = set(ids)
    products = list(Product.objects.filter(pk__in=wanted).order_by("pk"))
    to_be_had = products_to_be_had(wanted)
    tags, shelves, skus, barcodes, options = (defaultdict(list) for _ in range(5))
    for mark in ProductTag.objects.filter(product_id__in=wanted).select_related("tag").order_by("tag_id"):
        tags[mark.product_id].append(mark.tag.name)
    for place in ProductCategory.objects.filter(product_id__in=wanted).select_related("category").order_by("position"):
        shelves[place.product_id].append(link_to(place.category))
    for variant in Variant.objects.active().filter(product_id__in=wanted).in_order():
        skus[variant.product_id].append(variant.sku)
        barcodes[variant.product_id].append(variant.barcode)
    values = OptionValue.objects.filter(option__product_id__in=wanted).annotate(product_id=F("option__product_id"))
    for value in values.order_by("option_id", "position", "id"):
        options[value.product_id].append(value.label)
    return [
        SearchRow(
            id=row.pk,
            slug=row.slug,
            status=Status(row.status),
            title=row.title,
            description=Bilingual(plain_text(row.description_ar), plain_text(row.description_en)),
            tags=tuple(tags[row.pk]),
            categories=tuple(shelves[row.pk]),
            skus=tuple(skus[row.pk]),
            barcodes=tuple(filter(None, barcodes[row.pk])),
            options=tuple(options[row.pk]),
            has_price=row.lowest_price_minor is not None,
            is_available=row.pk in to_be_had,
        )
        for row in products
    ]
