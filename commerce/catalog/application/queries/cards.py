"""Products in lists: cards, in the order a shopper or a merchant asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Exists, F, Func, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.utils.translation import get_language

from commerce.catalog.application.queries.pictures import picture_if_any, sizes_of
from commerce.catalog.application.queries.selected import selected
from commerce.catalog.application.queries.stock import to_be_had
from commerce.catalog.domain.listing import MOST_PRICED, ListedAs, ListedAt
from commerce.catalog.domain.values import GoodsSelection, ProductCard
from commerce.catalog.models import Product, ProductCategory, ProductImage
from commerce.catalog.models.products import ProductQuerySet
from commerce.core.errors import NotFound
from commerce.core.money import Money
from commerce.core.paging import Slice, page_bounds

MOST_PER_PAGE = 96
PICKED = "picked"
BY_PRICE = {"price": ("shelf_lowest_minor", "id"), "-price": ("-shelf_lowest_minor", "-id")}


def product_cards(
    *,
    category_slug: str | None = None,
    sort: str = "newest",
    page: int = 1,
    size: int = 24,
    listed_at: ListedAt | None = None,
) -> Slice[ProductCard]:
    """One page of what is on sale, of a category and everything below it where one is named.

    `sort`: newest, price, -price, title (in the page's language); an unknown one is newest. Two statements, three for
    a category. `listed_at`: by whose prices, here and below; None: by those that are kept.
    """
    products = Product.objects.on_sale()
    if category_slug is not None:
        products = products.in_category(category_slug)
    return _slice(_sorted(products, sort, listed_at), page, size)


def collection_cards(
    collection_id: int, *, sort: str, page: int, size: int = 24, listed_at: ListedAt | None = None
) -> Slice[ProductCard]:
    """One page of what is on sale of a collection, in the merchant's order unless `sort` is another. Two statements."""
    products = Product.objects.on_sale().filter(picks__collection_id=collection_id)
    picked = products.order_by("picks__position", "id")
    return _slice(picked if sort == PICKED else _sorted(products, sort, listed_at), page, size)


def cards_for_ids(ids: Iterable[int]) -> list[ProductCard]:
    """Cards of those of the ids that are on sale, in the order of the ids. One statement."""
    wanted = list(dict.fromkeys(ids))
    cards = {card.id: card for card in cards_of(Product.objects.on_sale().filter(pk__in=wanted))}
    return [cards[product_id] for product_id in wanted if product_id in cards]


def card_for_slug(slug: str) -> ProductCard:
    """Refuses NotFound for what is not on sale. One statement."""
    found = cards_of(Product.objects.on_sale().filter(slug=slug))
    if not found:
        raise NotFound(slug=slug)
    return found[0]


def cards_for_shelf(
    *, source: str, category_slug: str, count: int, listed_at: ListedAt | None = None
) -> tuple[ProductCard, ...]:
    """The newest products of a shelf: of all (`newest`), with a former price (`reduced`), or of a category."""
    products = Product.objects.on_sale()
    if source == "reduced":
        products = _reduced(products, listed_at)
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


def has_long_lists() -> bool:
    """Whether a list may be longer than is priced for a preview. One statement."""
    return len(Product.objects.on_sale().values_list("pk")[: MOST_PRICED + 1]) > MOST_PRICED


def _sorted(products: ProductQuerySet, sort: str, listed_at: ListedAt | None) -> ProductQuerySet:
    listed = _listed(products, listed_at) if sort in BY_PRICE else None
    if listed is None:
        return products.order_by(*_order(sort))
    rising = sorted(listed, key=lambda pk: (listed[pk].lowest, pk))
    ids = Value(rising if sort == "price" else rising[::-1], output_field=ArrayField(BigIntegerField()))
    return products.order_by(Func(ids, F("pk"), function="array_position", output_field=IntegerField()), "id")


def _reduced(products: ProductQuerySet, listed_at: ListedAt | None) -> ProductQuerySet:
    listed = _listed(products, listed_at)
    if listed is None:
        return products.reduced()
    return products.filter(pk__in=[pk for pk, each in listed.items() if each.is_reduced])


def _listed(products: ProductQuerySet, listed_at: ListedAt | None) -> Mapping[int, ListedAs] | None:
    """None where they go by the prices that are kept."""
    if listed_at is None:
        return None
    ids = list(products.values_list("pk", flat=True)[: MOST_PRICED + 1])
    return listed_at(ids) if len(ids) <= MOST_PRICED else None


def _slice(products: QuerySet[Product], page: int, size: int) -> Slice[ProductCard]:
    size = min(max(1, size), MOST_PER_PAGE)
    total = products.count()
    number, first, pages = page_bounds(page, size=size, total=total)
    cards = cards_of(products[first : first + size])
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
    return BY_PRICE.get(sort, ("-created_at", "-id"))
