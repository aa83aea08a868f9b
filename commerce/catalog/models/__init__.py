"""The catalog's tables."""

from commerce.catalog.models.categories import Category, Tag
from commerce.catalog.models.products import Product, ProductCategory, ProductImage, ProductTag
from commerce.catalog.models.stock import StockLevel, StockLocation, StockMovement, StockReservation
from commerce.catalog.models.variants import OptionValue, ProductOption, Variant, VariantOption

__all__ = [
    "Category",
    "OptionValue",
    "Product",
    "ProductCategory",
    "ProductImage",
    "ProductOption",
    "ProductTag",
    "StockLevel",
    "StockLocation",
    "StockMovement",
    "StockReservation",
    "Tag",
    "Variant",
    "VariantOption",
]
