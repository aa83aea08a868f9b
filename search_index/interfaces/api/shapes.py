"""What the API answers, as a program reads it and the schema says it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from commerce.catalog.domain.values import CategoryLink, Picture, ProductCard
from commerce.core.amounts import spelt
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money
from search_index.interfaces.facets import Facet


def in_words(text: Bilingual | str) -> str:
    """In the active language, or in the other one where it was not written."""
    return text if isinstance(text, str) else text.in_language((get_language() or settings.LANGUAGE_CODE)[:2])


class WordsField(serializers.CharField):
    """A bilingual text in the language that was asked for."""

    def to_representation(self, value: Bilingual | str) -> str:
        return in_words(value)


class PriceShape(serializers.Serializer[Money]):
    minor = serializers.IntegerField(help_text="In the currency's smallest unit, VAT included.")
    currency = serializers.CharField(help_text="ISO 4217.")
    amount = serializers.SerializerMethodField(help_text="As a decimal number: 1249.00.")
    formatted = serializers.SerializerMethodField(help_text="For people, in the language that was asked for.")

    def get_amount(self, price: Money) -> str:
        return f"{price.decimal:.{price.exponent}f}"

    def get_formatted(self, price: Money) -> str:
        return spelt(price)


class PictureShape(serializers.Serializer[Picture]):
    url = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    srcset = serializers.CharField(help_text="All sizes, as in HTML; empty where there is one.")
    alt = WordsField()


class ProductShape(serializers.Serializer[ProductCard]):
    title = WordsField()
    url = serializers.SerializerMethodField(help_text="The product's page, as a path of this host.")
    picture = PictureShape(allow_null=True)
    price = PriceShape(help_text="What one piece of the cheapest variant costs a guest now.")
    compare_at = PriceShape(allow_null=True, help_text="What it cost before, where it is reduced.")
    price_varies = serializers.BooleanField(help_text="Other variants cost more.")
    is_available = serializers.BooleanField(source="available", help_text="It can be bought now.")

    def get_url(self, card: ProductCard) -> str:
        return reverse("catalog:product", args=[card.slug])


class ChoiceShape(serializers.Serializer[Any]):
    name = WordsField()
    value = serializers.CharField(help_text="For the facet's parameter.")
    count = serializers.IntegerField(help_text="How many products choosing it shows.")
    is_chosen = serializers.BooleanField()


class FacetShape(serializers.Serializer[Facet]):
    name = WordsField(source="heading")
    parameter = serializers.CharField(help_text="It may be given several times.")
    choices = serializers.SerializerMethodField()

    @extend_schema_field(ChoiceShape(many=True))
    def get_choices(self, facet: Facet) -> Any:
        return ChoiceShape([*facet.shown, *facet.folded], many=True).data


class PriceRangeShape(serializers.Serializer[Any]):
    to = serializers.CharField(allow_blank=True, help_text="For the parameter `to`; empty where there is no end.")
    count = serializers.IntegerField(help_text="How many products asking for this range alone shows.")
    is_chosen = serializers.BooleanField()

    def get_fields(self) -> dict[str, Any]:
        """`from` is no name in Python."""
        begin = serializers.CharField(allow_blank=True, help_text="For the parameter `from`; empty where it is any.")
        return {"from": begin, **super().get_fields()}


class SpanShape(serializers.Serializer[Any]):
    lowest = PriceShape()
    highest = PriceShape()


def notice_field() -> serializers.CharField:
    return serializers.CharField(
        allow_blank=True,
        help_text="For people, where no engine answered in time and nothing is known of what there is; else empty.",
    )


class FoundShape(serializers.Serializer[Any]):
    query = serializers.CharField(allow_blank=True, help_text="The words; empty where filters alone were asked.")
    meant = serializers.CharField(
        allow_blank=True,
        help_text="What was looked for instead, where nothing has all words of the query; `exact=1` asks for these.",
    )
    total = serializers.IntegerField(help_text="All products that are found.")
    products = ProductShape(many=True)
    facets = FacetShape(
        many=True, help_text="Those with something to choose: an empty list, never null, where nothing is found."
    )
    prices = SpanShape(
        allow_null=True, help_text="Between what these products cost; null where none is found that has a price."
    )
    price_ranges = PriceRangeShape(
        many=True,
        help_text="Fixed ranges that something costs, the cheapest first; none where there is only one to choose.",
    )
    available = serializers.IntegerField(help_text="How many `available=1` shows.")
    sale = serializers.IntegerField(help_text="How many `sale=1` shows.")
    after = serializers.CharField(
        allow_null=True,
        help_text="Where this page ends, for the parameter `after` of the same question; null at the end.",
    )
    is_degraded = serializers.BooleanField(
        help_text="Another engine than usual answered: the same products, perhaps in a slightly different order, and "
        "places in `after` that only count pages."
    )
    notice = notice_field()


class TermShape(serializers.Serializer[Any]):
    text = serializers.CharField()
    url = serializers.CharField(help_text="The search page for it, as a path of this host.")


class CategoryShape(serializers.Serializer[CategoryLink]):
    name = WordsField()
    url = serializers.SerializerMethodField(help_text="The category's page, as a path of this host.")

    def get_url(self, link: CategoryLink) -> str:
        return reverse("catalog:category", args=[link.slug])


class SuggestionsShape(serializers.Serializer[Any]):
    query = serializers.CharField()
    terms = TermShape(many=True, help_text="How the question could go on, in words of this store's products.")
    categories = CategoryShape(many=True)
    products = ProductShape(many=True)
    is_degraded = serializers.BooleanField(
        help_text="Another engine than usual answered, or none did in time: then terms and products are missing."
    )


class AlikeShape(serializers.Serializer[Any]):
    mode = serializers.CharField()
    products = ProductShape(many=True, help_text="What can be bought now, the most alike first.")
    is_degraded = serializers.BooleanField(
        help_text="Another engine than usual compared the pictures, or none did in time: then products are missing."
    )
    notice = notice_field()


class PhotoShape(serializers.Serializer[Any]):
    """A photograph is looked at and not kept."""

    photo = serializers.FileField(help_text="JPEG, PNG, WebP, AVIF or GIF of up to 10 MB and 40 megapixels.")
    mode = serializers.ChoiceField(choices=["similar", "colour", "shape"], default="similar")
