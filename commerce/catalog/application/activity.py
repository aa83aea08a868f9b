"""What the activity log is told of the catalog: which facts count, and under which names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from commerce.catalog.domain.values import Movement, Status
from commerce.catalog.models import Category, Product, Variant
from commerce.core.audit import Deed, difference
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money

_STATUS_ACTIONS = {Status.DRAFT: "unpublished", Status.PUBLISHED: "published", Status.ARCHIVED: "archived"}
_COUNTED = {Movement.ADJUSTED: "counted", Movement.RECEIVED: "received"}
_PRICES = {"price", "compare_at"}


def product_facts(product: Product) -> dict[str, Any]:
    return {"title_ar": product.title_ar, "title_en": product.title_en, "slug": product.slug}


def category_facts(category: Category, parent: Category | None) -> dict[str, Any]:
    facts: dict[str, Any] = {"name_ar": category.name_ar, "name_en": category.name_en, "slug": category.slug}
    return facts | {"parent": parent.name if parent else None, "picture": category.picture_id is not None}


def variant_facts(variant: Variant, currency: str) -> dict[str, Any]:
    compare_at, cost = variant.compare_at_minor, variant.cost_minor
    return {
        "price": Money(variant.price_minor, currency),
        "compare_at": None if compare_at is None else Money(compare_at, currency),
        "cost": None if cost is None else Money(cost, currency),
        "sku": variant.sku,
        "is_active": variant.is_active,
        "barcode": variant.barcode,
        "weight_grams": variant.weight_grams,
    }


def created(product: Product, prices: Mapping[str, Money]) -> Deed:
    """One deed, with the price of each SKU, however many variants there are."""
    after = {name: value for name, value in product_facts(product).items() if value}
    return Deed("product", "created", product.pk, product.title, after=after | {"prices": dict(prices)})


def changed(product: Product, before: Mapping[str, Any], rewritten: Sequence[str]) -> list[Deed]:
    """`rewritten` names the long texts that are others now; the log does not keep them."""
    was, now = difference(before, product_facts(product))
    if rewritten:
        now["rewritten"] = list(rewritten)
    return [Deed("product", "changed", product.pk, product.title, was, now)] if now else []


def moved(product: Product, before: str) -> Deed:
    was, now = {"status": str(before)}, {"status": str(product.status)}
    return Deed("product", _STATUS_ACTIONS[Status(product.status)], product.pk, product.title, was, now)


def arranged(product: Product, what: str, before: Sequence[Any], after: Sequence[Any]) -> list[Deed]:
    """The product's categories, tags or pictures are others, or stand in another order."""
    if list(before) == list(after):
        return []
    was, now = {what: list(before)}, {what: list(after)}
    return [Deed("product", f"{what}_changed", product.pk, product.title, was, now)]


def variants_changed(
    product: Product, before: Mapping[int, Mapping[str, Any]], rows: Iterable[Variant], currency: str
) -> list[Deed]:
    """A deed for each variant that is new or differs from the facts it had; its price counts first."""
    deeds = []
    for row in rows:
        had = before.get(row.pk)
        was, now = difference(had or {}, variant_facts(row, currency))
        if had is None:
            now = {name: value for name, value in now.items() if value}
        if now:
            action = "added" if had is None else "priced" if _PRICES & now.keys() else "changed"
            deeds.append(Deed("variant", action, row.pk, variant_name(product, row), was, now))
    return deeds


def variants_left_out(product: Product, rows: Iterable[Variant], currency: str) -> list[Deed]:
    return [
        Deed(
            "variant",
            "dropped",
            row.pk,
            variant_name(product, row),
            before={"price": Money(row.price_minor, currency), "sku": row.sku},
        )
        for row in rows
    ]


def counted(variant: Variant, kind: Movement, before: int, after: int, reason: str) -> list[Deed]:
    """Counting and receiving are people's deeds; what orders took and gave back is told by their own moves."""
    if kind not in _COUNTED:
        return []
    was, now = {"on_hand": before}, {"on_hand": after}
    return [Deed("variant", _COUNTED[kind], variant.pk, variant_name(variant.product, variant), was, now, reason)]


def variant_name(product: Product, variant: Variant) -> Bilingual:
    """The product's title, and the SKU where there are several to tell apart."""
    if not variant.combination:
        return product.title
    room = 200 - len(variant.sku) - 3
    texts = (text and f"{text[:room]} · {variant.sku}" for text in (product.title_ar, product.title_en))
    return Bilingual(*texts)
