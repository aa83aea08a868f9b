"""The catalog's tables."""

from commerce.catalog.models.categories import Category, Tag
from commerce.catalog.models.collections import Collection, CollectionProduct
from commerce.catalog.models.prices import ListedPrice, PriceList, QuantityPrice, ShelfPrice
from commerce.catalog.models.pricing import PricingSettings, VatCategory
from commerce.catalog.models.products import Product, ProductCategory, ProductImage, ProductTag
from commerce.catalog.models.stock import StockLevel, StockLocation, StockMovement, StockReservation
from commerce.catalog.models.variants import OptionValue, ProductOption, Variant, VariantOption

__all__ = [
    "Category",
    "Collection",
    "CollectionProduct",
    "ListedPrice",
    "OptionValue",
    "PriceList",
    "PricingSettings",
    "Product",
    "ProductCategory",
    "ProductImage",
    "ProductOption",
    "ProductTag",
    "QuantityPrice",
    "ShelfPrice",
    "StockLevel",
    "StockLocation",
    "StockMovement",
    "StockReservation",
    "Tag",
    "Variant",
    "VariantOption",
    "VatCategory",
]
