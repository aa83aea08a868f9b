"""What a product's pieces cost when several are bought: the desk's page of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from commerce.catalog.application.queries import desk_product, quantity_prices_of
from commerce.catalog.application.use_cases.set_quantity_prices import set_quantity_prices
from commerce.catalog.domain.drafts import VariantDraft
from commerce.catalog.domain.policies import MOST_PIECES
from commerce.catalog.domain.pricing import MOST_QUANTITY_PRICES, TierPrice
from commerce.catalog.interfaces.form_page import FormPage
from commerce.catalog.interfaces.variant_forms import AmountField, number
from commerce.catalog.models import Product
from commerce.core.money import Money

Tiers = dict[int, tuple[TierPrice, ...]]


class QuantityPricesForm(forms.Form):
    """Of each variant so many lines as it can have prices: `pieces_<id>_<line>` and `price_<id>_<line>`."""

    def __init__(self, *args: Any, variants: list[VariantDraft], currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.variants = [variant for variant in variants if variant.is_active]
        for variant in self.variants:
            for line in range(MOST_QUANTITY_PRICES):
                price = AmountField(label=gettext_lazy("Price of each piece"))
                price.currency = currency
                self.fields[f"pieces_{variant.id}_{line}"] = number(gettext_lazy("From so many pieces"), MOST_PIECES)
                self.fields[f"price_{variant.id}_{line}"] = price

    def lines_of(self, variant: VariantDraft) -> list[tuple[forms.BoundField, forms.BoundField]]:
        names = [(f"pieces_{variant.id}_{line}", f"price_{variant.id}_{line}") for line in range(MOST_QUANTITY_PRICES)]
        return [(self[pieces], self[price]) for pieces, price in names]

    def clean(self) -> dict[str, Any]:
        """A line is filled in whole or not at all."""
        for variant in self.variants:
            for fields in self.lines_of(variant):
                typed = [self.cleaned_data.get(field.name) for field in fields]
                empty = [field.name for field, value in zip(fields, typed, strict=True) if value is None]
                if len(empty) == 1 and empty[0] in self.cleaned_data:
                    self.add_error(empty[0], _("Please fill in both."))
        return self.cleaned_data

    def tiers(self) -> Tiers:
        return {
            variant.id: tuple(
                TierPrice(self.cleaned_data[pieces.name], self.cleaned_data[price.name])
                for pieces, price in self.lines_of(variant)
                if self.cleaned_data[pieces.name] is not None
            )
            for variant in self.variants
            if variant.id is not None
        }


class QuantityPrices(FormPage):
    model = Product
    permission_required = "change"
    template_name = "catalog_desk/quantity_prices.html"
    header_icon = "tag"
    saved_text = gettext_lazy("The prices by quantity were saved.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.product = desk_product(kwargs["product_id"])

    def form(self, data: Any = None) -> QuantityPricesForm:
        variants = list(self.product.draft.variants)
        start = _start(quantity_prices_of(self.product.id), self.currency)
        return QuantityPricesForm(data, variants=variants, currency=self.currency, initial=start)

    def save(self, form: QuantityPricesForm) -> str:
        """All of them or none, in the order in which variants are locked everywhere."""
        with transaction.atomic():
            for variant_id, tiers in sorted(form.tiers().items()):
                set_quantity_prices(variant_id=variant_id, tiers=tiers)
        return reverse("catalog_desk:quantity_prices", args=[self.product.id])

    def get_page_title(self) -> str:
        return _("Quantity prices")

    def get_page_subtitle(self) -> str:
        return self.product.draft.title.in_language(get_language() or "ar")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form: QuantityPricesForm = kwargs["form"]
        cards = [
            (variant, _label(variant), Money(variant.price_minor, self.currency), form.lines_of(variant))
            for variant in form.variants
        ]
        return super().get_context_data(**kwargs) | {"cards": cards, "currency": self.currency}

    def pages_above(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailsnippets_catalog_product:list"), "label": _("Products")},
            {
                "url": reverse("wagtailsnippets_catalog_product:edit", args=[self.product.id]),
                "label": self.get_page_subtitle(),
            },
        ]


def _start(tiers: Tiers, currency: str) -> dict[str, Any]:
    start: dict[str, Any] = {}
    for variant_id, rows in tiers.items():
        for line, tier in enumerate(rows):
            start[f"pieces_{variant_id}_{line}"] = tier.at_least
            start[f"price_{variant_id}_{line}"] = f"{Money(tier.price_minor, currency).decimal:f}"
    return start


def _label(variant: VariantDraft) -> str:
    language = get_language() or "ar"
    return " / ".join(value.in_language(language) for value in variant.values)
