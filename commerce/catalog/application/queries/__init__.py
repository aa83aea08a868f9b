"""What the catalog answers. Each query takes the same few statements however many products there are."""

from commerce.catalog.application.queries.cards import (
    cards_for_ids,
    cards_for_shelf,
    product_cards,
    related_cards,
)
from commerce.catalog.application.queries.categories import (
    categories_by_slug,
    category_choices,
    category_page,
    category_ways,
    menu_categories,
)
from commerce.catalog.application.queries.desk import desk_product, faces_of, get_category, stock_of
from commerce.catalog.application.queries.goods import goods_of_store
from commerce.catalog.application.queries.offers import offers_for_variants
from commerce.catalog.application.queries.product_page import product_page
from commerce.catalog.application.queries.search_rows import search_rows
from commerce.catalog.application.queries.stock import stock_to_watch

__all__ = [
    "cards_for_ids",
    "cards_for_shelf",
    "categories_by_slug",
    "category_choices",
    "category_page",
    "category_ways",
    "desk_product",
    "faces_of",
    "get_category",
    "goods_of_store",
    "menu_categories",
    "offers_for_variants",
    "product_cards",
    "product_page",
    "related_cards",
    "search_rows",
    "stock_of",
    "stock_to_watch",
]
