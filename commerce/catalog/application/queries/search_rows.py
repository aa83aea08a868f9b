"""Everything a product may be found by and narrowed to, for the search index and nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from commerce.catalog.application.queries.categories import link_to
from commerce.catalog.application.queries.stock import free_pieces_of_variant
from commerce.catalog.domain.descriptions import plain_text
from commerce.catalog.domain.margins import margin_of
from commerce.catalog.domain.values import CategoryLink, NamedChoice, SearchRow, SearchVariant, Status
from commerce.catalog.models import Category, OptionValue, Product, ProductCategory, ProductTag, Variant, VariantOption
from commerce.core.among import Among
from commerce.core.bilingual import Bilingual


def search_rows(ids: Iterable[int]) -> list[SearchRow]:
    """Rows of those of the ids that exist, whatever their status. Descriptions without markup. Six statements,
    and a seventh where they stand below other categories."""
    wanted = sorted(set(ids))
    products = Product.objects.filter(Among("pk", wanted)).order_by("pk").values_list(*_ProductRow._fields)
    tags, categories, offered, variants = _tags(wanted), _categories(wanted), _offered(wanted), _variants(wanted)
    choices, above = _choices(variants, offered), _names_above(categories)
    return [
        SearchRow(
            id=row.pk,
            slug=row.slug,
            status=Status(row.status),
            title=Bilingual(row.title_ar, row.title_en),
            description=Bilingual(plain_text(row.description_ar), plain_text(row.description_en)),
            tags=tuple(tags[row.pk].values()),
            categories=tuple(place.link for place in categories[row.pk]),
            above=tuple(dict.fromkeys(above[pk] for place in categories[row.pk] for pk in place.above if pk in above)),
            skus=tuple(variant.sku for variant in variants[row.pk]),
            barcodes=tuple(variant.barcode for variant in variants[row.pk] if variant.barcode),
            variants=tuple(SearchVariant(tuple(choices[one.pk]), one.free > 0) for one in variants[row.pk]),
            category_ids=frozenset(pk for place in categories[row.pk] for pk in place.lineage),
            tag_ids=frozenset(tags[row.pk]),
            lowest_minor=row.shelf_lowest_minor,
            highest_minor=row.shelf_highest_minor,
            is_reduced=row.is_reduced,
            has_price=row.lowest_price_minor is not None,
            created_at=row.created_at,
            margin=margin_of([(variant.price_minor, variant.cost_minor) for variant in variants[row.pk]]),
        )
        for row in map(_ProductRow._make, products)
    ]


# What follows reads columns instead of objects, and makes what many rows repeat once: an index asks for hundreds of
# products at a time, and making objects is most of the work.


@dataclass(frozen=True, slots=True)
class _Place:
    """A category with the ids from the top of the tree down to it."""

    link: CategoryLink
    lineage: tuple[int, ...]

    @property
    def above(self) -> tuple[int, ...]:
        return self.lineage[:-1]


class _ProductRow(NamedTuple):
    pk: int
    slug: str
    status: str
    title_ar: str
    title_en: str
    description_ar: str
    description_en: str
    lowest_price_minor: int | None
    shelf_lowest_minor: int | None
    shelf_highest_minor: int | None
    shelf_was_minor: int | None
    created_at: datetime

    @property
    def is_reduced(self) -> bool:
        """As the products' `reduced` asks it."""
        was, lowest = self.shelf_was_minor, self.shelf_lowest_minor
        return was is not None and lowest is not None and was > lowest


class _VariantRow(NamedTuple):
    pk: int
    sku: str
    barcode: str
    price_minor: int
    cost_minor: int | None
    free: int


def _tags(product_ids: Sequence[int]) -> Mapping[int, dict[int, Bilingual]]:
    """By product, the names of its tags by id."""
    found: dict[int, dict[int, Bilingual]] = defaultdict(dict)
    names: dict[int, Bilingual] = {}
    rows = ProductTag.objects.filter(Among("product_id", product_ids)).order_by("tag_id")
    for product_id, tag_id, ar, en in rows.values_list("product_id", "tag_id", "tag__name_ar", "tag__name_en"):
        found[product_id][tag_id] = names.get(tag_id) or names.setdefault(tag_id, Bilingual(ar, en))
    return found


def _categories(product_ids: Sequence[int]) -> Mapping[int, list[_Place]]:
    """By product, in the merchant's order."""
    found: dict[int, list[_Place]] = defaultdict(list)
    places: dict[int, _Place] = {}
    columns = ("slug", "name_ar", "name_en", "lineage")
    rows = ProductCategory.objects.filter(Among("product_id", product_ids)).order_by("position")
    for product_id, pk, *texts in rows.values_list(
        "product_id", "category_id", *(f"category__{column}" for column in columns)
    ):
        if pk not in places:
            category = Category(pk=pk, **dict(zip(columns, texts, strict=True)))
            places[pk] = _Place(link_to(category), tuple(category.lineage_ids))
        found[product_id].append(places[pk])
    return found


def _names_above(places: Mapping[int, Sequence[_Place]]) -> dict[int, Bilingual]:
    """By id, of the categories above those that products stand in."""
    wanted = {pk for of_product in places.values() for place in of_product for pk in place.above}
    rows = Category.objects.filter(pk__in=wanted).values_list("pk", "name_ar", "name_en") if wanted else ()
    return {pk: Bilingual(ar, en) for pk, ar, en in rows}


def _offered(product_ids: Sequence[int]) -> Mapping[int, dict[int, NamedChoice]]:
    """By product, what can be chosen of it by the value's id."""
    found: dict[int, dict[int, NamedChoice]] = defaultdict(dict)
    choices: dict[tuple[str, ...], NamedChoice] = {}
    rows = OptionValue.objects.filter(Among("option__product_id", product_ids)).order_by("option_id", "position", "id")
    names = ("option__name_ar", "option__name_en", "label_ar", "label_en")
    for product_id, value_id, *texts in rows.values_list("option__product_id", "id", *names):
        said = tuple(texts)
        if said not in choices:
            choices[said] = NamedChoice(Bilingual(*said[:2]), Bilingual(*said[2:]))
        found[product_id][value_id] = choices[said]
    return found


def _variants(product_ids: Sequence[int]) -> Mapping[int, list[_VariantRow]]:
    """By product, those on sale, each with its `free` pieces."""
    found: dict[int, list[_VariantRow]] = defaultdict(list)
    active = Variant.objects.active().filter(Among("product_id", product_ids)).in_order()
    rows = active.annotate(free=free_pieces_of_variant()).values_list("product_id", *_VariantRow._fields)
    for product_id, *columns in rows:
        found[product_id].append(_VariantRow(*columns))
    return found


def _choices(
    variants: Mapping[int, Sequence[_VariantRow]], offered: Mapping[int, Mapping[int, NamedChoice]]
) -> Mapping[int, list[NamedChoice]]:
    """By variant, in the options' order. What came or went between the two statements is left out: that edit marks the
    product anew."""
    product_of = {variant.pk: product_id for product_id, of_product in variants.items() for variant in of_product}
    found: dict[int, list[NamedChoice]] = defaultdict(list)
    rows = VariantOption.objects.filter(Among("variant_id", product_of)).order_by("variant_id", "option__position")
    for variant_id, value_id in rows.values_list("variant_id", "value_id"):
        if choice := offered[product_of[variant_id]].get(value_id):
            found[variant_id].append(choice)
    return found
