"""Goods as rules name them: what can be chosen, and what a reader calls it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language

from commerce.catalog.models import Category, Product, Tag, Variant
from commerce.core.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class GoodsNames:
    """Names by id; what is gone has none."""

    products: Mapping[int, Bilingual] = field(default_factory=dict)
    variants: Mapping[int, Bilingual] = field(default_factory=dict)
    categories: Mapping[int, Bilingual] = field(default_factory=dict)
    tags: Mapping[int, Bilingual] = field(default_factory=dict)


def tag_choices() -> list[tuple[str, str]]:
    """(id, name) of every tag, by name, for forms."""
    language = get_language() or "ar"
    return sorted(((str(tag.pk), tag.name.in_language(language)) for tag in Tag.objects.all()), key=lambda one: one[1])


def goods_names(
    *,
    products: Collection[int | str] = (),
    variants: Collection[int | str] = (),
    categories: Collection[int | str] = (),
    tags: Collection[int | str] = (),
) -> GoodsNames:
    """What each is called; a variant by its product. At most four statements, none for what is not asked."""
    return GoodsNames(
        {row.pk: row.title for row in Product.objects.filter(pk__in=products)} if products else {},
        {row.pk: row.product.title for row in Variant.objects.filter(pk__in=variants).select_related("product")}
        if variants
        else {},
        {row.pk: row.name for row in Category.objects.filter(pk__in=categories)} if categories else {},
        {row.pk: row.name for row in Tag.objects.filter(pk__in=tags)} if tags else {},
    )
