"""What a shopper fills in to order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from commerce.orders.application.use_cases.place_order import OrderRequest
from commerce.orders.domain.policies import LONGEST, details_problems, normal_address, normal_contact, region_of
from commerce.orders.domain.values import Contact, DeliveryAddress
from commerce.payments.domain.values import PaymentMethod

REQUIRED = _("Please fill this in.")

PROBLEMS = {
    "required": REQUIRED,
    "too_long": _("This is too long."),
    "invalid_phone": _("This is not a phone number the carrier can call. Example: 05X XXX XXXX"),
    "invalid_email": _("This is not an e-mail address. Example: name@example.com"),
    "invalid_short_address": _("A short address has four letters and four digits. Example: RRRD2929"),
    "invalid_building_number": _("A building number has up to five digits."),
    "invalid_postal_code": _("A postal code has five digits."),
    "address_incomplete": _("Needed where there is no short address."),
}


def _text(*, required: bool = False, most: int = 1000, **kwargs: Any) -> forms.CharField:
    return forms.CharField(required=required, max_length=most, error_messages={"required": REQUIRED}, **kwargs)


def has_script(request: HttpRequest) -> bool:
    """Whether the browser that sent a form of ours runs scripts: one of ours has said so in it."""
    return said_has_script(request.POST)


def said_has_script(data: Mapping[str, Any]) -> bool:
    return data.get("has_script") == "1"


class CheckoutForm(forms.Form):
    """Shows every problem beside its field, and keeps what was typed."""

    phone = _text(required=True, most=40, label=_("Mobile number"))
    name = _text(required=True, most=LONGEST["name"], label=_("Full name"))
    email = _text(label=_("E-mail"))
    short_address = _text(most=20, label=_("Short national address"))
    city = _text(required=True, most=LONGEST["city"], label=_("City"))
    district = _text(most=LONGEST["district"], label=_("District"))
    street = _text(most=LONGEST["street"], label=_("Street"))
    building_number = _text(label=_("Building number"))
    postal_code = _text(label=_("Postal code"))
    notes = _text(most=LONGEST["notes"], label=_("Notes for the carrier"), widget=forms.Textarea)
    payment_method = forms.ChoiceField(
        label=_("Payment"),
        error_messages={"required": _("Please choose how to pay."), "invalid_choice": _("Please choose how to pay.")},
    )

    def __init__(self, *args: Any, currency: str, ways: Sequence[PaymentMethod], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region_of(currency)
        self.ways = ways
        field = self.fields["payment_method"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(method.code, method.code) for method in ways]

    def clean_payment_method(self) -> str:
        """What needs a script is not for browsers without one, which are not offered it either."""
        code: str = self.cleaned_data["payment_method"]
        way = next(method for method in self.ways if method.code == code)
        if not way.capabilities.offered_without_script and not said_has_script(self.data):
            raise forms.ValidationError(_("Please choose how to pay."))
        return code

    def clean(self) -> dict[str, Any]:
        contact, address = self.contact(), self.address()
        self.show(details_problems(normal_contact(contact, self.region), normal_address(address), self.region))
        return self.cleaned_data

    def show(self, problems: dict[str, str]) -> None:
        """Put problems, a code by field, beside their fields."""
        for name, code in problems.items():
            if name not in self.errors:
                self.add_error(name, PROBLEMS[code])

    def contact(self) -> Contact:
        return Contact(**{name: self._typed(name) for name in ("name", "phone", "email")})

    def address(self) -> DeliveryAddress:
        names = ("city", "district", "street", "building_number", "postal_code", "short_address", "notes")
        return DeliveryAddress(**{name: self._typed(name) for name in names})

    def _typed(self, name: str) -> str:
        return str(self.cleaned_data.get(name, ""))

    def request(self, **others: Any) -> OrderRequest:
        """What a valid form asks for; `others` are the total that was seen and the language."""
        method = self.cleaned_data["payment_method"]
        return OrderRequest(contact=self.contact(), address=self.address(), payment_method=method, **others)
