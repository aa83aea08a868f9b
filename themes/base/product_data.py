"""A product as search engines read it, with the price that stands on its page.

Source: schema.org Product and Offer, as JSON-LD.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from django.utils.safestring import SafeString, mark_safe

from commerce.catalog.domain.values import ProductPage, VariantOffer
from themes.base.markup import amount_plain

# What ends a script element inside of a text, and what HTML would read as its own.
_ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&"}


def product_data(page: ProductPage, url: str, absolute: Callable[[str], str], language: str) -> SafeString:
    """A script element that no browser runs. `url` is the page's, `absolute` makes one of a path."""
    pictures = [absolute(picture.url) for picture in page.pictures]
    told = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": page.title.in_language(language),
        **({"image": pictures} if pictures else {}),
        "offers": [_offer(variant, url) for variant in page.variants],
    }
    text = json.dumps(told, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


def _offer(variant: VariantOffer, url: str) -> dict[str, str]:
    stock = "InStock" if variant.available > 0 else "OutOfStock"
    return {
        "@type": "Offer",
        "sku": variant.sku,
        "price": amount_plain(variant.unit_price),
        "priceCurrency": variant.unit_price.currency,
        "availability": f"https://schema.org/{stock}",
        "url": url,
    }
