"""What is asked of the price inspector: which price, for whom, when, and on which way."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from commerce.accounts.application.doors import find_person
from commerce.accounts.application.sign_in_limits import Door
from commerce.accounts.domain.policies import normal_email
from commerce.carts.application.pricing import A_NEW_CUSTOMER, ANYBODY, Asker
from commerce.carts.domain.policies import MOST_CODES, MOST_OF_ONE
from commerce.catalog.interfaces.finding import FindingForm
from commerce.core.numerals import western_digits
from commerce.payments.application.queries import offered_ways
from commerce.promotions.domain.coupons import LONGEST_CODE

AS_BROWSERS_SEND_IT = "%Y-%m-%dT%H:%M"
LONGEST_CITY = 100


class Whom(StrEnum):
    GUEST = "guest"
    NEW_CUSTOMER = "new_customer"
    CUSTOMER = "customer"


WHOM_NAMES = {
    Whom.GUEST: pgettext_lazy("whose price", "A guest"),
    Whom.NEW_CUSTOMER: pgettext_lazy("whose price", "A customer who has not ordered yet"),
    Whom.CUSTOMER: pgettext_lazy("whose price", "A customer of yours"),
}


class InspectorForm(FindingForm):
    """Only who may see orders asks for a customer of the store by name; whether there is one is personal, too.

    Only who may see promotions asks with codes, and for another time: both would tell what shoppers are not told.
    """

    quantity = forms.CharField(
        label=gettext_lazy("Pieces"), max_length=5, widget=forms.TextInput({"inputmode": "numeric"})
    )
    at = forms.DateTimeField(
        label=gettext_lazy("Day and time"),
        required=False,
        input_formats=[AS_BROWSERS_SEND_IT],
        widget=forms.DateTimeInput(format=AS_BROWSERS_SEND_IT, attrs={"type": "datetime-local", "dir": "ltr"}),
        help_text=gettext_lazy("In the store's time. Empty: now."),
    )
    whom = forms.ChoiceField(label=pgettext_lazy("whose price", "For"), widget=forms.RadioSelect())
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail"), required=False, widget=forms.EmailInput({"dir": "ltr"})
    )
    codes = forms.CharField(
        label=gettext_lazy("Codes"),
        required=False,
        max_length=MOST_CODES * (LONGEST_CODE + 1),
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        help_text=gettext_lazy("With spaces between them."),
    )
    payment_method = forms.ChoiceField(label=gettext_lazy("Way to pay"), required=False)
    city = forms.CharField(label=gettext_lazy("City"), required=False, max_length=LONGEST_CITY)

    def __init__(
        self, *args: Any, may_name_customers: bool, may_see_promotions: bool, now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._now = now
        whom: Any = self.fields["whom"]
        named = may_name_customers
        whom.choices = [(each.value, name) for each, name in WHOM_NAMES.items() if named or each is not Whom.CUSTOMER]
        if not may_name_customers:
            del self.fields["email"]
        if not may_see_promotions:
            del self.fields["codes"], self.fields["at"]
        language = get_language() or "ar"
        ways: Any = self.fields["payment_method"]
        ways.choices = [
            ("", _("Not chosen yet")),
            *((each.code, each.name.in_language(language)) for each in offered_ways()),
        ]

    def clean_quantity(self) -> int:
        text = western_digits(self.cleaned_data["quantity"].strip())
        if text.isascii() and text.isdecimal() and 1 <= int(text) <= MOST_OF_ONE:
            return int(text)
        raise forms.ValidationError(_("Please give a quantity from 1 to %(most)d.") % {"most": MOST_OF_ONE})

    def clean_at(self) -> datetime:
        """Not the past: what was promised then is told by the orders of then."""
        at: datetime = self.cleaned_data["at"] or self._now
        if at < self._now.replace(second=0, microsecond=0):
            raise forms.ValidationError(
                _("Please choose a moment from now on. What an order of the past was priced by stands on the order.")
            )
        return max(at, self._now)

    def clean_codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.cleaned_data["codes"].split()))[:MOST_CODES]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("whom") == Whom.CUSTOMER and "email" not in self.errors:
            email = normal_email(self.cleaned_data["email"])
            self._customer = find_person(Door.CUSTOMER, email=email) if email else None
            if self._customer is None:
                self.add_error("email", _("The store has no customer of this e-mail."))
        return self.cleaned_data

    @property
    def instant(self) -> datetime:
        at: datetime = self.cleaned_data.get("at", self._now)
        return at

    def asker(self) -> Asker:
        typed = self.cleaned_data
        whom = {Whom.GUEST: ANYBODY, Whom.NEW_CUSTOMER: A_NEW_CUSTOMER}.get(typed["whom"])
        known = whom or Asker(customer_id=self._customer.pk)  # type: ignore[union-attr]
        return Asker(
            customer_id=known.customer_id,
            city=typed["city"],
            payment_method=typed["payment_method"],
            codes=typed.get("codes", ()),
        )
