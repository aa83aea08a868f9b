"""Products and categories as the merchant's forms show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from commerce.catalog.application.queries.offers import value_ids_of
from commerce.catalog.application.queries.pictures import pictures_of
from commerce.catalog.domain.drafts import DeskProduct, ProductDraft, VariantDraft
from commerce.catalog.domain.pricing import TierPrice
from commerce.catalog.domain.values import Picture, Status
from commerce.catalog.models import (
    Category,
    OptionValue,
    Product,
    ProductCategory,
    ProductImage,
    ProductOption,
    ProductTag,
    QuantityPrice,
    StockLevel,
    Variant,
)
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound
from commerce.core.folding import fold

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
        vat_category_id=product.vat_category_id,
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
            cost_minor=row.cost_minor,
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


def find_products(text: str, *, category_slug: str = "", most: int) -> list[int]:
    """The ids of the newest products, archived ones apart, with these words in a title or SKU, in the category."""
    products = Product.objects.exclude(status=Status.ARCHIVED)
    if folded := fold(text):
        products = products.filter(pk__in=Product.objects.matching(folded).order_by().values("pk"))
    if category_slug:
        products = products.in_category(category_slug)
    return list(products.order_by("-created_at", "-id").values_list("pk", flat=True)[:most])


def active_variants_of(product_ids: Sequence[int]) -> list[int]:
    """The ids of what the products are sold as, in the products' order."""
    places = {product_id: place for place, product_id in enumerate(product_ids)}
    rows = Variant.objects.active().filter(product__in=places).in_order().values_list("product_id", "pk")
    return [pk for product_id, pk in sorted(rows, key=lambda row: places[row[0]])]


def product_titles(product_ids: Iterable[int]) -> dict[int, Bilingual]:
    rows = Product.objects.filter(pk__in=list(product_ids)).only("title_ar", "title_en")
    return {row.pk: row.title for row in rows}


def quantity_prices_of(product_id: int) -> dict[int, tuple[TierPrice, ...]]:
    """The prices by quantity of each of the product's variants that has any, rising."""
    found: dict[int, list[TierPrice]] = defaultdict(list)
    for row in QuantityPrice.objects.filter(variant__product_id=product_id).order_by("at_least"):
        found[row.variant_id].append(TierPrice(row.at_least, row.price_minor))
    return {variant_id: tuple(tiers) for variant_id, tiers in found.items()}


def get_category(category_id: int) -> Category:
    """Refuses NotFound."""
    category: Category | None = Category.objects.filter(pk=category_id).first()
    if category is None:
        raise NotFound(category_id=category_id)
    return category
