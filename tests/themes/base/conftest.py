from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from tests.themes.base import sample
from tests.themes.base.sample_values import CARDS, TILES
from wasla_site.storefront import blocks

Render = Callable[[str, str], str]


@pytest.fixture
def render(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Render:
    """The page of a named state of the sample shop, in a language."""
    settings.ROOT_URLCONF = "tests.themes.base.urls"
    monkeypatch.setattr(blocks, "cards_for_shelf", lambda **_: CARDS[:8])
    monkeypatch.setattr(blocks, "categories_by_slug", lambda _: TILES)

    def in_language(state: str, language: str) -> str:
        template, own = sample.pages()[state]
        request = RequestFactory().get("/products/?sort=price&page=2")
        with translation.override(language):
            context = {**sample.shell(language), **own}
            return render_to_string(f"storefront/{template}", context, request=request)

    return in_language
