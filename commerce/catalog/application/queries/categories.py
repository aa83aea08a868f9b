"""Categories as shoppers walk them and merchants choose them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, Length
from django.utils.translation import get_language

from commerce.catalog.application.queries.pictures import pictures_of
from commerce.catalog.domain.values import CategoryLink, CategoryPage, CategoryTile
from commerce.catalog.models import Category, Product, ProductCategory
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound

MOST_LISTED = 1000


def menu_categories() -> tuple[CategoryLink, ...]:
    """The top of the tree, in the merchant's order."""
    return tuple(link_to(row) for row in Category.objects.top().in_order())


def category_page(slug: str) -> CategoryPage:
    """The category with the way to it and what is right below. Refuses NotFound. Two statements."""
    category = Category.objects.filter(slug=slug).first()
    if category is None:
        raise NotFound(slug=slug)
    lineage = category.lineage_ids
    near = Category.objects.filter(pk__in=lineage) | Category.objects.filter(parent=category)
    rows = {row.pk: row for row in near.in_order()}
    return CategoryPage(
        slug=category.slug,
        name=category.name,
        trail=tuple(link_to(rows[pk]) for pk in lineage[:-1]),
        children=tuple(link_to(row) for row in rows.values() if row.parent_id == category.pk),
    )


def categories_by_slug(slugs: Iterable[str]) -> tuple[CategoryTile, ...]:
    """Those of the slugs that exist, in the order of the slugs. Two statements."""
    wanted = list(dict.fromkeys(slugs))
    found: list[Any] = list(Category.objects.filter(slug__in=wanted).annotate(product_count=_products_below()))
    pictures = pictures_of({row.picture_id: row.name for row in found if row.picture_id})
    tiles = {
        row.slug: CategoryTile(row.slug, row.name, pictures.get(row.picture_id), row.product_count) for row in found
    }
    return tuple(tiles[slug] for slug in wanted if slug in tiles)


def categories_by_id(ids: Iterable[int]) -> dict[int, CategoryLink]:
    """Links to those that exist, the merchant's order of the tree kept. One statement, none for no ids."""
    wanted = list(ids)
    rows = Category.objects.filter(pk__in=wanted).in_order() if wanted else ()
    return {row.pk: link_to(row) for row in rows}


def category_ids(slugs: Iterable[str]) -> dict[str, int]:
    """By slug, of those that exist. One statement, none for no slugs."""
    wanted = list(slugs)
    return dict(Category.objects.filter(slug__in=wanted).values_list("slug", "pk")) if wanted else {}


def all_categories() -> dict[int, CategoryLink]:
    """By id, in the merchant's order; the first MOST_LISTED of a store that has more. One statement."""
    return {row.pk: link_to(row) for row in Category.objects.in_order()[:MOST_LISTED]}


def filled_categories(ids: Iterable[int]) -> frozenset[int]:
    """Those in which something is on sale, or below. One statement, none for no ids."""
    wanted = list(ids)
    if not wanted:
        return frozenset()
    rows = Category.objects.filter(pk__in=wanted).filter(Exists(_places_below()))
    return frozenset(rows.values_list("pk", flat=True))


def popular_categories(count: int) -> tuple[CategoryLink, ...]:
    """Those at the top with the most products on sale in them and below. One statement."""
    rows: Any = Category.objects.top().annotate(product_count=_products_below()).filter(product_count__gt=0)
    return tuple(link_to(row) for row in rows.order_by("-product_count", "position", "id")[:count])


def category_choices() -> list[tuple[str, str]]:
    """(slug, "Perfumes › Oud") of every category, tree order, for forms."""
    return [(row.slug, way) for row, way in category_ways()]


def category_choices_by_id() -> list[tuple[str, str]]:
    """The same by id, for what must find the category under another slug too."""
    return [(str(row.pk), way) for row, way in category_ways()]


def category_ways() -> list[tuple[Category, str]]:
    """Every category in tree order with the way to it in the active language, itself included. One statement."""
    language = get_language() or "ar"
    rows = {row.pk: row for row in Category.objects.in_order()}
    places = sorted(rows.values(), key=lambda row: [(rows[pk].position, pk) for pk in row.lineage_ids if pk in rows])
    return [
        (row, " › ".join(rows[pk].name.in_language(language) for pk in row.lineage_ids if pk in rows)) for row in places
    ]


def trail_of(product_reference: str) -> ArraySubquery:
    """Annotates products with the way from the top to the category in which they stand first, for `links_from`."""
    place = ProductCategory.objects.filter(product_id=OuterRef(OuterRef(product_reference))).order_by("position", "id")
    steps = (
        Category.objects.annotate(end=Subquery(place.values("category__lineage")[:1], output_field=CharField()))
        .filter(end__startswith=F("lineage"))
        .order_by(Length("lineage"))
    )
    return ArraySubquery(steps.values(json=JSONObject(slug="slug", ar="name_ar", en="name_en")))


def links_from(steps: Iterable[dict[str, str]]) -> tuple[CategoryLink, ...]:
    return tuple(CategoryLink(step["slug"], Bilingual(step["ar"], step["en"])) for step in steps)


def link_to(row: Category) -> CategoryLink:
    return CategoryLink(row.slug, row.name)


def _products_below() -> Coalesce:
    """How many products on sale stand in the outer category or below; one in two of its branches counts once."""
    counted = _places_below().order_by().values("tenant_id").values(count=Count("product_id", distinct=True))
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _places_below() -> QuerySet[ProductCategory]:
    """Where products on sale stand in the outer category or below."""
    return ProductCategory.objects.filter(
        category__lineage__startswith=OuterRef("lineage"), product__in=Product.objects.on_sale()
    )
