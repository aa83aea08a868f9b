"""What stands at the foot of every page of a store: its policies and how to reach it, as its own pages say them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from commerce.core.bilingual import Bilingual
from wasla_site.storefront.pages_at import PagesAt

MOST_LINKS = 8


@dataclass(frozen=True, slots=True)
class FooterLink:
    name: Bilingual
    url: str


def footer_links(pages: PagesAt) -> tuple[FooterLink, ...]:
    """The live pages their writers want there, in the order of the page tree."""
    return tuple(
        FooterLink(
            name=Bilingual(
                page.heading_ar or page.heading_en or page.title, page.heading_en or page.heading_ar or page.title
            ),
            url=reverse("storefront-page", args=[pages.address_of(page.path, page.url_path).removeprefix("/")]),
        )
        for page in pages.in_footer(MOST_LINKS)
    )
