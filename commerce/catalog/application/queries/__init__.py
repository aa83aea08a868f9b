"""What the catalog answers. Each query takes the same few statements however many products there are."""

from commerce.catalog.application.queries.cards import (
    PICKED,
    card_for_slug,
    cards_for_goods,
    cards_for_ids,
    cards_for_shelf,
    collection_cards,
    has_long_lists,
    product_cards,
    related_cards,
)
from commerce.catalog.application.queries.categories import (
    all_categories,
    categories_by_id,
    categories_by_slug,
    category_choices,
    category_choices_by_id,
    category_ids,
    category_page,
    category_ways,
    filled_categories,
    menu_categories,
    popular_categories,
)
from commerce.catalog.application.queries.collections import collection_page, collections, get_collection
from commerce.catalog.application.queries.described import (
    collection_choices,
    goods_names,
    tag_choices,
    tag_ids,
    tags_by_id,
)
from commerce.catalog.application.queries.desk import (
    active_variants_of,
    desk_product,
    faces_of,
    find_products,
    get_category,
    product_titles,
    quantity_prices_of,
    stock_of,
)
from commerce.catalog.application.queries.goods import goods_of_store
from commerce.catalog.application.queries.offers import offers_for_variants
from commerce.catalog.application.queries.price_lists import get_price_list, price_list_names, price_lists
from commerce.catalog.application.queries.pricing import (
    lowest_before_reduction,
    pricing_offers,
    pricing_offers_of_products,
    pricing_terms,
)
from commerce.catalog.application.queries.product_page import product_page
from commerce.catalog.application.queries.search_rows import search_rows
from commerce.catalog.application.queries.stock import buyable_products, overdue_subjects, stock_to_watch

__all__ = [
    "PICKED",
    "active_variants_of",
    "all_categories",
    "buyable_products",
    "card_for_slug",
    "cards_for_goods",
    "cards_for_ids",
    "cards_for_shelf",
    "categories_by_id",
    "categories_by_slug",
    "category_choices",
    "category_choices_by_id",
    "category_ids",
    "category_page",
    "category_ways",
    "collection_cards",
    "collection_choices",
    "collection_page",
    "collections",
    "desk_product",
    "faces_of",
    "filled_categories",
    "find_products",
    "get_category",
    "get_collection",
    "get_price_list",
    "goods_names",
    "goods_of_store",
    "has_long_lists",
    "lowest_before_reduction",
    "menu_categories",
    "offers_for_variants",
    "overdue_subjects",
    "popular_categories",
    "price_list_names",
    "price_lists",
    "pricing_offers",
    "pricing_offers_of_products",
    "pricing_terms",
    "product_cards",
    "product_page",
    "product_titles",
    "quantity_prices_of",
    "related_cards",
    "search_rows",
    "stock_of",
    "stock_to_watch",
    "tag_choices",
    "tag_ids",
    "tags_by_id",
]
