"""Whether the shop shows something at a path, so that a redirect from there would never be asked."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import resolve

from commerce.catalog.application.queries import category_page, product_page
from commerce.core.errors import NotFound
from wasla_site.storefront.models import StorePage

ASKED_BY_SLUG: dict[str, Callable[[str], object]] = {"catalog:product": product_page, "catalog:category": category_page}


def shop_answers_at(path: str) -> bool:
    """At an address the shop always has, as `/cart/`; at a product on sale or a category; at a published page.

    `path` is in normal form. One with a word of its own in it, as an order's, is judged by nobody beforehand.
    """
    found = resolve(path)
    if found.view_name == "storefront-page":
        home = StorePage.objects.get(depth=2)
        return bool(StorePage.objects.filter(url_path=f"{home.url_path}{path.lstrip('/')}", live=True).exists())
    ask = ASKED_BY_SLUG.get(found.view_name)
    if ask is None:
        return not found.kwargs
    try:
        ask(found.kwargs["slug"])
    except NotFound:
        return False
    return True
