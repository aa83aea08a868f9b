"""Settings → Pricing at the desk: VAT, the lowest price promotions may reach, the fee for cash on delivery."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commerce.catalog.application.queries import pricing_terms
from commerce.catalog.application.use_cases.change_pricing_settings import change_pricing_settings
from commerce.catalog.domain.pricing import FloorKind, PriceFloor, PricingTerms, VatCode
from commerce.catalog.interfaces.form_page import FormPage
from commerce.catalog.interfaces.pricing_words import FLOOR_NAMES, VAT_NAMES
from commerce.catalog.interfaces.variant_forms import AmountField
from commerce.catalog.models import PricingSettings
from commerce.core.money import Money
from commerce.core.numerals import western_digits


class PercentField(forms.CharField):
    """A percentage with at most two decimals, in digits of either kind; basis points when cleaned, None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"dir": "ltr", "inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=10, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        text = western_digits(super().clean(value)).replace("٫", ".").strip("%٪ ")
        if not text:
            return None
        whole, point, decimals = text.partition(".")
        is_number = (whole + decimals).isascii() and (whole + decimals).isdecimal() and (not point or decimals)
        if not whole or not is_number or len(decimals) > 2:
            raise forms.ValidationError(gettext_lazy("This is not a percentage."))
        return int(Decimal(text).scaleb(2))


class PricingSettingsForm(forms.Form):
    standard_rate = PercentField(
        label=gettext_lazy("Standard rate of VAT, in percent"),
        help_text=gettext_lazy("Prices contain it. What was ordered keeps the rate of its day."),
    )
    default_vat = forms.ChoiceField(label=gettext_lazy("VAT of products that name none"), choices=VAT_NAMES)
    floor_kind = forms.ChoiceField(
        label=gettext_lazy("No campaign goes below"),
        required=False,
        choices=[("", gettext_lazy("no limit")), *FLOOR_NAMES.items()],
        help_text=gettext_lazy("Gifts are exempt. A cost that nobody typed in limits nothing."),
    )
    floor_amount = AmountField(label=gettext_lazy("The amount, for each piece"))
    floor_share = PercentField(label=gettext_lazy("or the share, in percent"), required=False)
    cash_fee = AmountField(
        label=gettext_lazy("Fee for cash on delivery"), help_text=gettext_lazy("VAT included. Empty: none.")
    )
    cash_fee_vat = forms.ChoiceField(label=gettext_lazy("VAT of the fee"), choices=VAT_NAMES)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("floor_amount", "cash_fee"):
            field: Any = self.fields[name]
            field.currency = currency

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        field = _FIELD_OF_FLOOR.get(typed.get("floor_kind", ""))
        if field and field in typed and typed[field] is None:
            self.add_error(field, _("Please say how much."))
        return typed

    @property
    def floor(self) -> PriceFloor | None:
        kind = self.cleaned_data["floor_kind"]
        return PriceFloor(FloorKind(kind), self.cleaned_data[_FIELD_OF_FLOOR[kind]]) if kind else None


_FIELD_OF_FLOOR = {
    FloorKind.AMOUNT.value: "floor_amount",
    FloorKind.SHARE_OF_LIST.value: "floor_share",
    FloorKind.SHARE_OF_COST.value: "floor_share",
}


class PricingSettingsPage(FormPage):
    model = PricingSettings
    permission_required = "change"
    template_name = "catalog_desk/pricing_settings.html"
    header_icon = "cog"
    saved_text = gettext_lazy("The pricing settings were saved.")

    def form(self, data: Any = None) -> PricingSettingsForm:
        return PricingSettingsForm(data, currency=self.currency, initial=_start(pricing_terms()))

    def save(self, form: PricingSettingsForm) -> str:
        typed = form.cleaned_data
        change_pricing_settings(
            standard_rate=typed["standard_rate"],
            default_vat=VatCode(typed["default_vat"]),
            floor=form.floor,
            cash_fee_minor=typed["cash_fee"] or 0,
            cash_fee_vat=VatCode(typed["cash_fee_vat"]),
        )
        return reverse("catalog_desk:pricing_settings")

    def get_page_title(self) -> str:
        return _("Pricing settings")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"currency": self.currency}


def _start(terms: PricingTerms) -> dict[str, Any]:
    codes = {category.id: category.code.value for category in terms.vat}
    rates = {category.code: category.rate for category in terms.vat}
    start = {
        "standard_rate": _percent(rates[VatCode.STANDARD]),
        "default_vat": codes[terms.default_vat_id],
        "cash_fee_vat": codes[terms.cash_fee.vat_category_id if terms.cash_fee else terms.default_vat_id],
    }
    if terms.cash_fee:
        start["cash_fee"] = f"{Money(terms.cash_fee.amount_minor, terms.currency).decimal:f}"
    if floor := terms.floor:
        is_amount = floor.kind == FloorKind.AMOUNT
        value = f"{Money(floor.value, terms.currency).decimal:f}" if is_amount else _percent(floor.value)
        start |= {"floor_kind": floor.kind.value, _FIELD_OF_FLOOR[floor.kind]: value}
    return start


def _percent(basis_points: int) -> str:
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".") if rest else str(whole)
