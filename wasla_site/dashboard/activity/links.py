"""Where the objects of the activity log can be opened: those that still exist, by those who may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model
from django.urls import reverse
from wagtail.permissions import policy_registry

from commerce.catalog.models import Category, Collection, PriceList, Product, Variant
from commerce.core.models import AuditEntry
from commerce.media.models import StoreImage
from commerce.orders.models import Order
from commerce.promotions.models import CouponBatch
from wasla_site.storefront.models import StorePage
from wasla_site.storefront.redirects.models import Redirect

Addresses = dict[int, str]


def addresses_of(entries: Iterable[AuditEntry], reader: Any) -> dict[tuple[str, int], str]:
    """The address of each object by kind and id. One statement for each kind among the entries."""
    ids: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        if entry.object_id is not None and entry.kind in _KINDS:
            ids[entry.kind].add(entry.object_id)
    return {
        (kind, object_id): address
        for kind, wanted in ids.items()
        for object_id, address in _found(kind, wanted, reader).items()
    }


def _found(kind: str, ids: set[int], reader: Any) -> Addresses:
    model, action, find = _KINDS[kind]
    return find(ids) if policy_registry.get_by_type(model).user_has_permission(reader, action) else {}


def _by_id(model: Any, view: str) -> Callable[[set[int]], Addresses]:
    def find(ids: set[int]) -> Addresses:
        return {pk: reverse(view, args=[pk]) for pk in model.objects.filter(pk__in=ids).values_list("pk", flat=True)}

    return find


def _variants(ids: set[int]) -> Addresses:
    rows = Variant.objects.filter(pk__in=ids).values_list("pk", "product_id")
    return {pk: reverse("wagtailsnippets_catalog_product:edit", args=[product_id]) for pk, product_id in rows}


def _orders_of_payments(ids: set[int]) -> Addresses:
    rows = Order.objects.filter(payment_id__in=ids).values_list("payment_id", "pk")
    return {payment_id: reverse("wagtailsnippets_orders_order:inspect", args=[pk]) for payment_id, pk in rows}


_KINDS: dict[str, tuple[type[Model], str, Callable[[set[int]], Addresses]]] = {
    "product": (Product, "change", _by_id(Product, "wagtailsnippets_catalog_product:edit")),
    "variant": (Product, "change", _variants),
    "price_list": (PriceList, "change", _by_id(PriceList, "catalog_desk:edit_price_list")),
    "collection": (Collection, "change", _by_id(Collection, "catalog_desk:edit_collection")),
    "category": (Category, "change", _by_id(Category, "catalog_desk:edit_category")),
    "order": (Order, "view", _by_id(Order, "wagtailsnippets_orders_order:inspect")),
    "payment": (Order, "view", _orders_of_payments),
    "coupons": (CouponBatch, "view", _by_id(CouponBatch, "promotions_desk:coupons")),
    "page": (StorePage, "change", _by_id(StorePage, "wagtailadmin_pages:edit")),
    "redirect": (Redirect, "change", _by_id(Redirect, "redirects_desk:edit")),
    "picture": (StoreImage, "change", _by_id(StoreImage, "wagtailimages:edit")),
}
