"""What stands at the foot of every page of a store: its policies and how to reach it, as its own pages say them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from commerce.core.bilingual import Bilingual
from wasla_site.storefront.models import ContentPage, address_in_store

MOST_LINKS = 8


@dataclass(frozen=True, slots=True)
class FooterLink:
    name: Bilingual
    url: str


def footer_links() -> tuple[FooterLink, ...]:
    """The published pages their writers want there, in the order of the page tree; one statement."""
    rows = (
        ContentPage.objects.live()
        .filter(in_footer=True)
        .order_by("path")
        .values_list("url_path", "title", "heading_ar", "heading_en")[:MOST_LINKS]
    )
    return tuple(
        FooterLink(
            name=Bilingual(heading_ar or heading_en or title, heading_en or heading_ar or title),
            url=reverse("storefront-page", args=[address_in_store(url_path).removeprefix("/")]),
        )
        for url_path, title, heading_ar, heading_en in rows
    )
