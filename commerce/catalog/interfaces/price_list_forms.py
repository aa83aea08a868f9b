"""The form of scheduled prices: when, and what each variant costs then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commerce.catalog.domain.policies import LONGEST_NAME
from commerce.catalog.domain.pricing import PriceListDraft
from commerce.catalog.domain.values import VariantOffer
from commerce.catalog.interfaces.finding import FindingForm
from commerce.catalog.interfaces.variant_forms import AmountField, words
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money

PRICE = "price_"


def _instant(label: Any, help_text: Any) -> forms.DateTimeField:
    """In the store's time, with the browser's own picker, which needs no script."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=widget, help_text=help_text)


class PriceListForm(FindingForm):
    """Has a field for each of the offers: `price_<variant id>`. An empty one: not in the list."""

    name_ar = words(_("Name, Arabic"), LONGEST_NAME)
    name_en = words(_("Name, English"), LONGEST_NAME)
    starts_at = _instant(_("Starts"), _("Empty: at once."))
    ends_at = _instant(_("Ends"), _("From this minute on the normal prices are back. Empty: never."))
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offers: Iterable[VariantOffer], currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = list(offers)
        for offer in self.offers:
            field = AmountField(label=_("Scheduled price"))
            field.currency = currency
            self.fields[f"{PRICE}{offer.id}"] = field

    @property
    def rows(self) -> list[tuple[VariantOffer, forms.BoundField]]:
        return [(offer, self[f"{PRICE}{offer.id}"]) for offer in self.offers]

    def see_again(self, version: str) -> None:
        """Sent once more as it is shown, the form speaks of the list as it is now."""
        data: Any = self.data
        self.data = data.copy()
        self.data["version"] = version  # type: ignore[index]

    def draft(self, now: datetime) -> PriceListDraft:
        typed = self.cleaned_data
        prices = {offer.id: typed[f"{PRICE}{offer.id}"] for offer in self.offers}
        return PriceListDraft(
            name=Bilingual(typed["name_ar"], typed["name_en"]),
            starts_at=typed["starts_at"] or now,
            ends_at=typed["ends_at"],
            prices={variant_id: price for variant_id, price in prices.items() if price is not None},
        )


def price_list_start(draft: PriceListDraft, currency: str) -> Mapping[str, Any]:
    """What the form of a list shows before anybody types."""
    prices = {f"{PRICE}{pk}": f"{Money(price, currency).decimal:f}" for pk, price in draft.prices.items()}
    return {
        "name_ar": draft.name.ar,
        "name_en": draft.name.en,
        "starts_at": draft.starts_at,
        "ends_at": draft.ends_at,
        "version": draft.version,
        **prices,
    }
