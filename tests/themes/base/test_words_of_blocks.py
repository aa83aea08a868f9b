from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.urls import set_script_prefix
from django.utils import translation
from wagtail.rich_text import RichText

from commerce.core.bilingual import Bilingual


def rendered(source: str, language: str, **values: Any) -> str:
    with translation.override(language):
        return Template("{% load storefront %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("value", "arabic", "english"),
    [
        ({"heading_ar": "عطور", "heading_en": "Perfumes"}, "عطور", "Perfumes"),
        ({"heading_ar": "عطور", "heading_en": ""}, "عطور", "عطور"),
        ({"heading_ar": None, "heading_en": "Perfumes"}, "Perfumes", "Perfumes"),
        ({"heading_ar": "", "heading_en": ""}, "", ""),
        ({}, "", ""),
        (SimpleNamespace(heading_ar="عطور", heading_en="  "), "عطور", "عطور"),
    ],
)
def test_a_block_speaks_the_pages_language_or_the_other(value: Any, arabic: str, english: str) -> None:
    source = '{% bilingual value "heading" %}'
    assert rendered(source, "ar", value=value) == arabic
    assert rendered(source, "en", value=value) == english


def test_rich_text_of_empty_paragraphs_counts_as_not_written() -> None:
    value = {"text_ar": RichText('<p data-block-key="a"></p>'), "text_en": RichText("<p>Oud &amp; amber</p>")}
    assert "<p>Oud &amp; amber</p>" in rendered('{% bilingual value "text" %}', "ar", value=value)


def test_plain_words_are_escaped() -> None:
    assert rendered('{% bilingual value "heading" %}', "en", value={"heading_en": "<b>"}) == "&lt;b&gt;"
    assert rendered("{{ name|localized }}", "en", name=Bilingual("", "<b>")) == "&lt;b&gt;"


def test_localized_takes_what_is_bilingual_what_is_not_and_nothing() -> None:
    assert rendered("{{ name|localized }}", "ar", name=Bilingual("نور", "Noor")) == "نور"
    assert rendered("{{ name|localized }}", "en", name=Bilingual("نور", "")) == "نور"
    assert rendered("{{ name|localized }}", "en", name="Souq") == "Souq"
    assert rendered("{{ name|localized }}", "en", name=None) == ""


@pytest.mark.parametrize(
    ("typed", "led_to"),
    [
        ("/products/", "/en/products/"),
        ("/", "/en/"),
        ("/ar/products/", "/ar/products/"),
        ("/en", "/en"),
        ("https://example.com/x", "https://example.com/x"),
        ("tel:+966512345678", "tel:+966512345678"),
        ("//example.com", ""),
        ("javascript:alert(1)", ""),
        (" JavaScript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_typed_links_keep_the_language_and_lead_nowhere_odd(typed: str | None, led_to: str) -> None:
    set_script_prefix("/en/")
    try:
        assert rendered("{{ link|shop_link }}", "en", link=typed) == led_to
    finally:
        set_script_prefix("/")
