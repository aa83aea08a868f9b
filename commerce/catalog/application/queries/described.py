"""Goods as rules name them: what can be chosen, and what a reader calls it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language

from commerce.catalog import models as catalog
from commerce.catalog.application.queries.offers import offers_for_variants
from commerce.catalog.domain.values import TagLink, VariantOffer
from commerce.catalog.models import Category, Product, Tag
from commerce.core.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class GoodsNames:
    """Names by id; what is gone has none."""

    products: Mapping[int, Bilingual] = field(default_factory=dict)
    variants: Mapping[int, Bilingual] = field(default_factory=dict)
    categories: Mapping[int, Bilingual] = field(default_factory=dict)
    collections: Mapping[int, Bilingual] = field(default_factory=dict)
    tags: Mapping[int, Bilingual] = field(default_factory=dict)


def collection_choices() -> list[tuple[str, str]]:
    """(id, title) of every collection, by title, for forms."""
    language = get_language() or "ar"
    rows = catalog.Collection.objects.all()
    return sorted(((str(row.pk), row.title.in_language(language)) for row in rows), key=lambda one: one[1])


def tags_by_id(ids: Collection[int]) -> dict[int, TagLink]:
    """Those that exist. One statement, none for no ids."""
    return {tag.pk: TagLink(tag.slug, tag.name) for tag in Tag.objects.filter(pk__in=ids)} if ids else {}


def tag_ids(slugs: Collection[str]) -> dict[str, int]:
    """By slug, of those that exist. One statement, none for no slugs."""
    return dict(Tag.objects.filter(slug__in=slugs).values_list("slug", "pk")) if slugs else {}


def tag_choices() -> list[tuple[str, str]]:
    """(id, name) of every tag, by name, for forms."""
    language = get_language() or "ar"
    return sorted(((str(tag.pk), tag.name.in_language(language)) for tag in Tag.objects.all()), key=lambda one: one[1])


def goods_names(
    *,
    products: Collection[int | str] = (),
    variants: Collection[int | str] = (),
    categories: Collection[int | str] = (),
    collections: Collection[int | str] = (),
    tags: Collection[int | str] = (),
    on_sale_only: bool = False,
) -> GoodsNames:
    """What each is called; a variant by its product and what is chosen of it. At most seven statements, none for what
    is not asked.

    `on_sale_only`: what shoppers do not see has no name either.
    """
    rows = Product.objects.on_sale() if on_sale_only else Product.objects.all()
    offers = offers_for_variants(map(int, variants)) if variants else {}
    return GoodsNames(
        {row.pk: row.title for row in rows.filter(pk__in=products)} if products else {},
        {pk: _full_name(offer) for pk, offer in offers.items() if offer.active or not on_sale_only},
        {row.pk: row.name for row in Category.objects.filter(pk__in=categories)} if categories else {},
        {row.pk: row.title for row in catalog.Collection.objects.filter(pk__in=collections)} if collections else {},
        {row.pk: row.name for row in Tag.objects.filter(pk__in=tags)} if tags else {},
    )


def _full_name(offer: VariantOffer) -> Bilingual:
    """The product and what is chosen of it."""
    ar, en = (
        f"{offer.title.in_language(language)} ({chosen})"
        if (chosen := offer.option_label.in_language(language))
        else ""
        for language in ("ar", "en")
    )
    return Bilingual(ar or offer.title.ar, en or offer.title.en)
