"""Products and categories as the merchant's forms show them."""

from __future__ import annotations

from collections.abc import Iterable

from commerce.catalog.application.queries.offers import value_ids_of
from commerce.catalog.application.queries.pictures import pictures_of
from commerce.catalog.domain.drafts import DeskProduct, ProductDraft, VariantDraft
from commerce.catalog.domain.values import Picture, Status
from commerce.catalog.models import (
    Category,
    OptionValue,
    Product,
    ProductCategory,
    ProductImage,
    ProductOption,
    ProductTag,
    StockLevel,
    Variant,
)
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound

NO_LABEL = Bilingual("", "")


def desk_product(product_id: int) -> DeskProduct:
    """The product with everything a merchant may change of it, whatever its status. Refuses NotFound."""
    product = Product.objects.filter(pk=product_id).first()
    if product is None:
        raise NotFound(product_id=product_id)
    options = ProductOption.objects.filter(product=product).order_by("position")
    draft = ProductDraft(
        slug=product.slug,
        title=product.title,
        description=Bilingual(product.description_ar, product.description_en),
        options=tuple(option.name for option in options),
        variants=_variants(product),
    )
    places = ProductCategory.objects.filter(product=product).order_by("position", "id")
    marks = ProductTag.objects.filter(product=product).select_related("tag").order_by("id")
    images = ProductImage.objects.filter(product=product).order_by("position", "id")
    return DeskProduct(
        id=product.pk,
        status=Status(product.status),
        changed_at=product.changed_at,
        draft=draft,
        category_ids=tuple(places.values_list("category_id", flat=True)),
        tags=tuple(mark.tag.name for mark in marks),
        image_ids=tuple(images.values_list("image_id", flat=True)),
    )


def _variants(product: Product) -> tuple[VariantDraft, ...]:
    labels = {value.pk: value.label for value in OptionValue.objects.filter(option__product=product)}
    return tuple(
        VariantDraft(
            id=row.pk,
            sku=row.sku,
            price_minor=row.price_minor,
            values=tuple(labels.get(value_id, NO_LABEL) for value_id in value_ids_of(row)),
            compare_at_minor=row.compare_at_minor,
            barcode=row.barcode,
            weight_grams=row.weight_grams,
            is_active=row.is_active,
        )
        for row in Variant.objects.filter(product=product).in_order()
    )


def stock_of(product_id: int) -> dict[int, tuple[int, int]]:
    """(pieces on hand, of these promised) of each of the product's variants at the place shoppers buy from."""
    levels = StockLevel.objects.for_sale().filter(variant__product_id=product_id)
    return {level.variant_id: (level.on_hand, level.reserved) for level in levels}


def faces_of(product_ids: Iterable[int]) -> dict[int, Picture]:
    """The first picture of each product that has one ready. Two statements."""
    images = ProductImage.objects.filter(product__in=list(product_ids)).order_by("product_id", "position", "id")
    first: dict[int, int] = {}
    for product_id, image_id in images.values_list("product_id", "image_id"):
        first.setdefault(product_id, image_id)
    pictures = pictures_of(dict.fromkeys(first.values(), NO_LABEL))
    return {product_id: pictures[image_id] for product_id, image_id in first.items() if image_id in pictures}


def get_category(category_id: int) -> Category:
    """Refuses NotFound."""
    category: Category | None = Category.objects.filter(pk=category_id).first()
    if category is None:
        raise NotFound(category_id=category_id)
    return category
