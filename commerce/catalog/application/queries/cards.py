"""Products in lists: cards, in the order a shopper or a merchant asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import get_language

from commerce.catalog.application.queries.pictures import picture_if_any, sizes_of
from commerce.catalog.application.queries.selected import selected
from commerce.catalog.application.queries.stock import to_be_had
from commerce.catalog.domain.values import GoodsSelection, ProductCard
from commerce.catalog.models import Product, ProductCategory, ProductImage
from commerce.core.money import Money
from commerce.core.paging import Slice, page_bounds

MOST_PER_PAGE = 96
PICKED = "picked"


def product_cards(
    *, category_slug: str | None = None, sort: str = "newest", page: int = 1, size: int = 24
) -> Slice[ProductCard]:
    """One page of what is on sale, of a category and everything below it where one is named.

    `sort`: newest, price, -price, title (in the page's language); an unknown one is newest. Two statements, three for
    a category.
    """
    products = Product.objects.on_sale()
    if category_slug is not None:
        products = products.in_category(category_slug)
    return _slice(products, _order(sort), page, size)


def collection_cards(collection_id: int, *, sort: str, page: int, size: int = 24) -> Slice[ProductCard]:
    """One page of what is on sale of a collection, in the merchant's order unless `sort` is another. Two statements."""
    products = Product.objects.on_sale().filter(picks__collection_id=collection_id)
    return _slice(products, ("picks__position", "id") if sort == PICKED else _order(sort), page, size)


def cards_for_ids(ids: Iterable[int]) -> list[ProductCard]:
    """Cards of those of the ids that are on sale, in the order of the ids. One statement."""
    wanted = list(dict.fromkeys(ids))
    cards = {card.id: card for card in cards_of(Product.objects.on_sale().filter(pk__in=wanted))}
    return [cards[product_id] for product_id in wanted if product_id in cards]


def cards_for_shelf(*, source: str, category_slug: str, count: int) -> tuple[ProductCard, ...]:
    """The newest products of a shelf: of all (`newest`), with a former price (`reduced`), or of a category."""
    products = Product.objects.on_sale()
    if source == "reduced":
        products = products.reduced()
    elif source == "category" and category_slug:
        products = products.in_category(category_slug)
    return cards_of(products.order_by(*_order("newest"))[: min(count, MOST_PER_PAGE)])


def cards_for_goods(*, wanted: Sequence[GoodsSelection], count: int, now: datetime) -> tuple[ProductCard, ...]:
    """The newest of what is on sale and is selected by one of these at `now`; nothing selected selects everything.

    Two statements at most.
    """
    products = Product.objects.on_sale().filter(selected(wanted, now))
    return cards_of(products.order_by(*_order("newest"))[: min(count, MOST_PER_PAGE)])


def related_cards(product_id: int, count: int) -> tuple[ProductCard, ...]:
    """The newest others that share a category with the product."""
    shelves = ProductCategory.objects.filter(product_id=product_id).values("category_id")
    beside = ProductCategory.objects.filter(product=OuterRef("pk"), category__in=shelves)
    products = Product.objects.on_sale().filter(Exists(beside)).exclude(pk=product_id)
    return cards_of(products.order_by(*_order("newest"))[:count])


def _slice(products: QuerySet[Product], order: tuple[str, ...], page: int, size: int) -> Slice[ProductCard]:
    size = min(max(1, size), MOST_PER_PAGE)
    total = products.count()
    number, first, pages = page_bounds(page, size=size, total=total)
    cards = cards_of(products.order_by(*order)[first : first + size])
    return Slice(items=cards, number=number, pages=pages, total=total)


def cards_of(products: QuerySet[Product]) -> tuple[ProductCard, ...]:
    """Cards in the order of the rows, which must be on sale. One statement."""
    faces = ProductImage.objects.filter(product=OuterRef("pk")).order_by("position", "id")
    shown = products.annotate(
        currency=F("tenant__currency"),
        face=Subquery(faces.values("image_id")[:1]),
        sizes=sizes_of("face"),
        is_to_be_had=to_be_had("pk"),
    )
    return tuple(_card(row) for row in shown.defer("description_ar", "description_en", "words"))


def _card(row: Any) -> ProductCard:
    compare_at = row.lowest_compare_at_minor
    return ProductCard(
        id=row.pk,
        slug=row.slug,
        title=row.title,
        picture=picture_if_any(row.sizes, row.title),
        price=Money(row.lowest_price_minor, row.currency),
        compare_at=None if compare_at is None else Money(compare_at, row.currency),
        price_varies=row.lowest_price_minor != row.highest_price_minor,
        available=row.is_to_be_had,
    )


def _order(sort: str) -> tuple[str, ...]:
    if sort == "title":
        language = "ar" if (get_language() or "ar").startswith("ar") else "en"
        return f"title_{language}_folded", "id"
    orders = {"price": ("shelf_lowest_minor", "id"), "-price": ("-shelf_lowest_minor", "-id")}
    return orders.get(sort, ("-created_at", "-id"))
