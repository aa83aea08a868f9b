from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from commerce.carts.application.shelf import TaggedPage
from commerce.carts.domain.values import Tag, TierTag
from commerce.catalog.domain.values import ProductCard, ProductPage
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money
from tests.themes.base import sample
from tests.themes.base.sample_values import CARDS, TILES
from themes.base.templatetags import storefront
from wasla_site.storefront import blocks


class SamplePrices:
    """The sample shop's prices are what they are."""

    def cards(self, cards: Sequence[ProductCard]) -> Sequence[ProductCard]:
        return cards

    def page(self, page: ProductPage, beside: Sequence[ProductCard] = ()) -> TaggedPage:
        tiers = (TierTag(3, Money(22900, "SAR")), TierTag(10, Money(19900, "SAR")))
        tag = Tag((Bilingual("عرض الجمعة", "Friday offer"),), tiers, Money(27900, "SAR"))
        return TaggedPage(page, tag if page.selected is not None else None)


Render = Callable[[str, str], str]


@pytest.fixture
def render(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Render:
    """The page of a named state of the sample shop, in a language."""
    settings.ROOT_URLCONF = "tests.themes.base.urls"
    monkeypatch.setattr(storefront, "shelf_of", lambda _: SamplePrices())
    monkeypatch.setattr(storefront, "products_like", lambda *_, **__: CARDS[5:8])
    monkeypatch.setattr(blocks, "cards_for_shelf", lambda **_: CARDS[:8])
    monkeypatch.setattr(blocks, "categories_by_slug", lambda _: TILES)

    def in_language(state: str, language: str) -> str:
        template, own = sample.pages()[state]
        request = RequestFactory().get("/products/?sort=price&page=2")
        with translation.override(language):
            context = {**sample.shell(language), **own}
            return render_to_string(f"storefront/{template}", context, request=request)

    return in_language
