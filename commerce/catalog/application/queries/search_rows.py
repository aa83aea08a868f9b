"""Everything a product may be found by and narrowed to, for the search index and nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F

from commerce.catalog.application.queries.categories import link_to
from commerce.catalog.application.queries.stock import free_pieces_of_variant
from commerce.catalog.domain.descriptions import plain_text
from commerce.catalog.domain.margins import margin_of
from commerce.catalog.domain.values import NamedChoice, SearchRow, SearchVariant, Status
from commerce.catalog.models import OptionValue, Product, ProductCategory, ProductTag, Variant, VariantOption
from commerce.core.bilingual import Bilingual


def search_rows(ids: Iterable[int]) -> list[SearchRow]:
    """Rows of those of the ids that exist, whatever their status. Descriptions without markup. Six statements."""
    wanted = set(ids)
    products = list(Product.objects.filter(pk__in=wanted).order_by("pk"))
    marks, places, variants, options = (defaultdict[int, list[Any]](list) for _ in range(4))
    for mark in ProductTag.objects.filter(product_id__in=wanted).select_related("tag").order_by("tag_id"):
        marks[mark.product_id].append(mark.tag)
    for place in ProductCategory.objects.filter(product_id__in=wanted).select_related("category").order_by("position"):
        places[place.product_id].append(place.category)
    active = Variant.objects.active().filter(product_id__in=wanted).in_order()
    for variant in active.annotate(free=free_pieces_of_variant()):
        variants[variant.product_id].append(variant)
    choices = _choices([variant.pk for of_product in variants.values() for variant in of_product])
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
            tags=tuple(tag.name for tag in marks[row.pk]),
            categories=tuple(map(link_to, places[row.pk])),
            skus=tuple(variant.sku for variant in variants[row.pk]),
            barcodes=tuple(variant.barcode for variant in variants[row.pk] if variant.barcode),
            options=tuple(options[row.pk]),
            variants=tuple(SearchVariant(choices.get(one.pk, ()), one.free > 0) for one in variants[row.pk]),
            category_ids=frozenset(pk for category in places[row.pk] for pk in category.lineage_ids),
            tag_ids=frozenset(tag.pk for tag in marks[row.pk]),
            lowest_minor=row.shelf_lowest_minor,
            highest_minor=row.shelf_highest_minor,
            is_reduced=row.is_reduced,
            has_price=row.lowest_price_minor is not None,
            created_at=row.created_at,
            margin=margin_of([(variant.price_minor, variant.cost_minor) for variant in variants[row.pk]]),
        )
        for row in products
    ]


def _choices(variant_ids: Sequence[int]) -> Mapping[int, tuple[NamedChoice, ...]]:
    """By variant, in the options' order."""
    found: dict[int, list[NamedChoice]] = defaultdict(list)
    rows = VariantOption.objects.filter(variant_id__in=variant_ids).select_related("option", "value")
    for row in rows.order_by("variant_id", "option__position"):
        found[row.variant_id].append(NamedChoice(row.option.name, row.value.label))
    return {pk: tuple(of_variant) for pk, of_variant in found.items()}
