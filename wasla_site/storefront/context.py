"""What every page of a store shows besides its own matter: the store's face, its menu, the cart's count,
and over a preview what it is a preview of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from commerce.carts.interfaces.web import piece_count
from commerce.catalog.application.queries import menu_categories
from commerce.core.bilingual import Bilingual
from commerce.orders.interfaces.web import order_to_pay
from commerce.tenants.models import Tenant
from wasla_site.storefront.campaigns.queries import banners_by_place
from wasla_site.storefront.footer import footer_links
from wasla_site.storefront.time_travel.bar import bar_of, stand_in_of
from wasla_site.storefront.time_travel.requests import pages_of, preview_of


@dataclass(frozen=True, slots=True)
class StoreFace:
    """`language` is the one this page speaks; `other_language_url` is the same page in the other one."""

    slug: str
    name: Bilingual
    currency: str
    time_zone: str
    language: str
    direction: str
    other_language: str
    other_language_url: str


def store_face(request: HttpRequest) -> dict[str, Any]:
    """Empty on the platform's own host, and where the store is not known. Nothing is queried until a page shows it."""
    tenant: Tenant | None = getattr(request, "tenant", None)
    if tenant is None:
        return {}
    return {
        "store": face_of(tenant, request),
        "menu": SimpleLazyObject(menu_categories),
        "footer_links": SimpleLazyObject(lambda: footer_links(pages_of(request))),
        "campaign_banners": SimpleLazyObject(partial(banners_by_place, request)),
        "cart_count": cache(partial(_cart_count, request)),
        "order_to_pay": cache(partial(order_to_pay, request)),
        "customer": getattr(request, "customer", None) or stand_in_of(request),
        "preview": bar_of(request),
    }


def _cart_count(request: HttpRequest) -> int:
    preview = preview_of(request)
    return piece_count(request) if preview is None else sum(preview.cart.values())


def face_of(tenant: Tenant, request: HttpRequest) -> StoreFace:
    language: str = getattr(request, "store_language", tenant.languages[0])
    other = "en" if language == "ar" else "ar"
    prefix = "" if other == tenant.languages[0] else f"/{other}"
    query = request.META.get("QUERY_STRING", "")
    return StoreFace(
        slug=tenant.slug,
        name=Bilingual(tenant.name_ar, tenant.name_en),
        currency=tenant.currency,
        time_zone=tenant.time_zone,
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        other_language=other,
        other_language_url=f"{prefix}/{request.path_info.lstrip('/')}" + (f"?{query}" if query else ""),
    )
