"""What marketers type: amounts, percentages and pieces, in digits of either kind, and codes; kept as they read them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail import blocks

from commerce.core.money import InvalidAmount, Money, example_amount
from commerce.core.numerals import western_digits
from commerce.promotions.domain.actions import WHOLE
from commerce.promotions.domain.coupons import as_seen
from commerce.tenants.application.queries import currency_in_scope

_TYPED = {"dir": "ltr", "inputmode": "decimal", "autocomplete": "off"}


class InvalidShare(ValueError):
    """The text is no percentage of at most two decimals."""


def share_of(text: str) -> int:
    """Basis points of a percentage as people type it: "15", "12.5", "١٢٫٥ ٪". Raises InvalidShare."""
    typed = western_digits(text).strip().rstrip("%٪").strip().replace("٫", ".")
    try:
        points = Decimal(typed).scaleb(2)
    except InvalidOperation:
        raise InvalidShare(text) from None
    if not points.is_finite() or points != points.to_integral_value() or abs(points) > WHOLE:
        raise InvalidShare(text)
    return int(points)


def share_text(share: int) -> str:
    """15 for 1500 basis points, 12.5 for 1250."""
    return f"{Decimal(share).scaleb(-2):f}".rstrip("0").rstrip(".")


class AmountField(forms.CharField):
    """An amount of the store's currency above nothing, as a plain number; cleaned again it stays as it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, widget=forms.TextInput(attrs=_TYPED), **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "")
        if not text:
            return ""
        currency = currency_in_scope()
        try:
            amount = Money.parse(text, currency)
        except InvalidAmount:
            raise forms.ValidationError(
                _("This is not an amount. Please type one as %(example)s.") % {"example": example_amount(currency)}
            ) from None
        return f"{amount.decimal:f}"


class PercentField(forms.CharField):
    """A percentage as a plain number; cleaned again it stays as it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=10, widget=forms.TextInput(attrs=_TYPED), **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "")
        if not text:
            return ""
        try:
            return share_text(share_of(text))
        except InvalidShare:
            raise forms.ValidationError(_("This is not a percentage up to 100.")) from None


def whole_number() -> forms.TextInput:
    """No number input: browsers refuse Arabic digits in those."""
    return forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"})


class PiecesField(forms.IntegerField):
    """A whole number above nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=2**31 - 1, widget=whole_number(), **kwargs)

    def to_python(self, value: Any) -> int | None:
        number: int | None = super().to_python(western_digits(value) if isinstance(value, str) else value)
        return number


class CodeField(forms.CharField):
    """A code or how codes begin, as people see it: letters of any script, read from the side on which they begin."""

    def __init__(self, max_length: int, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "spellcheck": "false"})
        super().__init__(max_length=max_length, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        return as_seen(str(super().to_python(value) or ""))


class _TypedBlock(blocks.FieldBlock):
    field_class: type[forms.Field]

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field = self.field_class(required=required, help_text=help_text)
        super().__init__(**kwargs)

    class Meta:
        icon = "decimal"


class AmountBlock(_TypedBlock):
    field_class = AmountField


class PercentBlock(_TypedBlock):
    field_class = PercentField


class PiecesBlock(_TypedBlock):
    field_class = PiecesField


class CodeBlock(blocks.FieldBlock):
    def __init__(self, max_length: int, required: bool = True, **kwargs: Any) -> None:
        self.field = CodeField(max_length, required=required)
        super().__init__(**kwargs)

    class Meta:
        icon = "key"
