"""The forms of a product's options, of their values, and of one row of the variants' grid."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commerce.catalog.application.use_cases.adjust_stock import StockChanged
from commerce.catalog.domain.policies import (
    LONGEST_BARCODE,
    LONGEST_LABEL,
    LONGEST_OPTION_NAME,
    MOST_GRAMS,
    MOST_OPTIONS,
    MOST_PIECES,
    MOST_VARIANTS,
)
from commerce.catalog.domain.skus import LONGEST_SKU
from commerce.core.money import InvalidAmount, Money, example_amount

MOST_VALUES = 100
CHOICES = tuple(f"value{number}" for number in range(MOST_OPTIONS))


def words(label: Any, limit: int, **kwargs: Any) -> forms.CharField:
    """A line that runs in the direction of what is typed."""
    widget = forms.TextInput(attrs={"dir": "auto"})
    return forms.CharField(label=label, max_length=limit, required=False, widget=widget, **kwargs)


def code(label: Any, limit: int) -> forms.CharField:
    """A line of signs that always run from left to right."""
    widget = forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=limit, required=False, widget=widget)


def number(label: Any, largest: int, *, required: bool = False) -> forms.IntegerField:
    """No number input: browsers refuse Arabic digits in those."""
    widget = forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(label=label, min_value=0, max_value=largest, required=required, widget=widget)


def hidden_number(largest: int) -> forms.IntegerField:
    return forms.IntegerField(min_value=0, max_value=largest, required=False, widget=forms.HiddenInput)


class AmountField(forms.CharField):
    """An amount of the store's currency, in digits of either kind; minor units when cleaned, None when empty."""

    currency = ""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"dir": "ltr", "inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=20, required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return Money.parse(text, self.currency).minor
        except InvalidAmount:
            raise forms.ValidationError(
                _("This is not an amount. Please type one as %(example)s.") % {"example": example_amount(self.currency)}
            ) from None


class OptionForm(forms.Form):
    name_ar = words(_("Name, Arabic"), LONGEST_OPTION_NAME)
    name_en = words(_("Name, English"), LONGEST_OPTION_NAME)


class ValueForm(forms.Form):
    ar = words(_("Arabic"), LONGEST_LABEL)
    en = words(_("English"), LONGEST_LABEL)


class VariantForm(forms.Form):
    """`value0` … name the chosen value of each option by its line in the option's card; `shown` is how many pieces
    the page said lie there when `pieces` was typed."""

    id = hidden_number(2**62)
    value0 = hidden_number(MOST_VALUES)
    value1 = hidden_number(MOST_VALUES)
    value2 = hidden_number(MOST_VALUES)
    shown = hidden_number(MOST_PIECES)
    is_active = forms.BooleanField(label=_("On sale"), required=False, initial=True)
    sku = code(_("SKU"), LONGEST_SKU)
    price = AmountField(label=_("Price"))
    compare_at = AmountField(label=_("Former price"))
    cost = AmountField(label=_("Cost"))
    pieces = number(_("Pieces"), MOST_PIECES)
    barcode = code(_("Barcode"), LONGEST_BARCODE)
    weight_grams = number(_("Grams"), MOST_GRAMS)
    label = ""

    def __init__(self, *args: Any, currency: str, may_count: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("price", "compare_at", "cost"):
            field: Any = self.fields[name]
            field.currency = currency
        if not may_count:
            del self.fields["pieces"], self.fields["shown"]

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("sku") and "price" in typed and typed["price"] is None:
            self.add_error("price", _("Please say what it costs."))
        return typed

    @property
    def is_left_out(self) -> bool:
        """Not on sale and without SKU: a combination the store doesn't have."""
        return not self["sku"].value() and not self["is_active"].value()

    @property
    def difference(self) -> int:
        """How many pieces more (or fewer) than the page showed. Nothing typed changes nothing."""
        shown, pieces = (self.cleaned_data.get(name) for name in ("shown", "pieces"))
        return 0 if pieces is None else int(pieces - (shown or 0))


def see_pieces_again(form: Any, refusal: StockChanged) -> None:
    """Sent once more as it is shown, the row speaks of the pieces that lie there now."""
    form.data = form.data.copy()
    form.data[form.add_prefix("shown")] = str(refusal.facts["on_hand"])


ValueRows: Any = forms.formset_factory(
    ValueForm, extra=0, max_num=MOST_VALUES, absolute_max=MOST_VALUES, validate_max=True
)
VariantRows: Any = forms.formset_factory(
    VariantForm, extra=0, max_num=MOST_VARIANTS, absolute_max=2 * MOST_VARIANTS, validate_max=True
)
