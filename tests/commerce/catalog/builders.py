"""Products of the tests' stores, made through the use cases. Call them inside a store's scope and a transaction."""

from collections.abc import Sequence
from datetime import UTC, datetime

from commerce.catalog.application.use_cases.adjust_stock import adjust_stock
from commerce.catalog.application.use_cases.create_product import create_product
from commerce.catalog.application.use_cases.publish_product import publish_product
from commerce.catalog.domain.drafts import ProductDraft, VariantDraft
from commerce.catalog.models import Product, Variant
from commerce.core.bilingual import Bilingual

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def words(text: str) -> Bilingual:
    return Bilingual(text, text)


def oud_draft(**changes: object) -> ProductDraft:
    """A perfume in two sizes."""
    facts: dict[str, object] = {
        "title": Bilingual("عطر العود", "Oud perfume"),
        "description": Bilingual("رائحة تدوم", "It lasts."),
        "options": (Bilingual("الحجم", "Size"),),
        "variants": (
            VariantDraft(None, "OUD-50", 125_00, (Bilingual("50 مل", "50 ml"),), compare_at_minor=150_00),
            VariantDraft(None, "OUD-100", 200_00, (Bilingual("100 مل", "100 ml"),)),
        ),
    }
    return ProductDraft(**{**facts, **changes})  # type: ignore[arg-type]


def simple_draft(sku: str, title: str = "Musk", price_minor: int = 50_00) -> ProductDraft:
    return ProductDraft(title=words(title), variants=(VariantDraft(None, sku, price_minor),))


def published(draft: ProductDraft, stock: Sequence[int] = ()) -> Product:
    """The product on sale, with so many pieces of each of its variants in order."""
    product_id = create_product(draft=draft, now=NOON)
    for variant, pieces in zip(variants_of(product_id), stock, strict=False):
        adjust_stock(variant_id=variant.pk, by=pieces, reason="Opening count", actor="tests", now=NOON)
    publish_product(product_id=product_id, now=NOON)
    product: Product = Product.objects.get(pk=product_id)
    return product


def variants_of(product_id: int) -> list[Variant]:
    return list(Variant.objects.filter(product_id=product_id).in_order())
