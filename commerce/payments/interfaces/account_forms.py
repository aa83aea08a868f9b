"""What a merchant fills in to be paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commerce.payments.application.account_queries import AccountView, WayView
from commerce.payments.domain.accounts import AccountShape, KeyField, Mode, Taking
from commerce.payments.domain.iban import normal_iban
from commerce.payments.interfaces.account_words import FIELDS, LOOKS, REGIONS, TAKINGS

_LTR = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
_LONGEST = 300


class WaysForm(forms.Form):
    """For each way whether it is offered, and its place among the others."""

    def __init__(self, *args: Any, ways: Sequence[WayView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways = ways
        for place, way in enumerate(ways, start=1):
            code = way.method.code
            self.fields[f"offer_{code}"] = forms.BooleanField(
                label=_("Offered"), required=False, initial=way.is_enabled, disabled=not way.is_ready
            )
            self.fields[f"place_{code}"] = forms.IntegerField(
                label=_("Place"),
                min_value=1,
                max_value=99,
                initial=place,
                widget=forms.NumberInput(attrs={"dir": "ltr"}),
            )

    def rows(self) -> list[tuple[WayView, Any, Any]]:
        return [(way, self[f"offer_{way.method.code}"], self[f"place_{way.method.code}"]) for way in self.ways]

    def arranged(self) -> list[tuple[str, bool]]:
        """In the order of the places; of two at one place the one that stood first before."""
        codes = [way.method.code for way in self.ways]
        codes.sort(key=lambda code: self.cleaned_data[f"place_{code}"])
        return [(code, self.cleaned_data[f"offer_{code}"]) for code in codes]


class BankForm(forms.Form):
    bank_name = forms.CharField(label=_("Name of the bank"), max_length=120)
    account_holder = forms.CharField(
        label=_("Account holder"), max_length=120, help_text=_("As the bank writes it: banks compare it.")
    )
    iban = forms.CharField(
        label=_("IBAN"),
        max_length=50,
        help_text=_("SA and 22 digits, with or without spaces."),
        widget=forms.TextInput(attrs=_LTR),
    )

    def clean_iban(self) -> str:
        iban = normal_iban(self.cleaned_data["iban"])
        if iban is None:
            raise forms.ValidationError(_("This is not an IBAN. Please compare it with your bank's."))
        return iban


class AccountForm(forms.Form):
    """The keys of one account. Secrets are never written into the page: empty means as before.

    `is_other_in_use`: shoppers pay with the keys of the other mode, and go on doing so unless somebody says otherwise.
    """

    def __init__(
        self,
        *args: Any,
        gateway: str,
        mode: Mode,
        shape: AccountShape,
        account: AccountView | None,
        can_hold: bool,
        is_other_in_use: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.shape, self.mode, self.gateway = shape, mode, gateway
        regions = [(name, REGIONS[name]) for name in shape.regions[mode]]
        self.fields["region"] = forms.ChoiceField(
            label=_("Region of the account"), choices=regions, initial=account.region if account else regions[0][0]
        )
        if len(regions) == 1:
            self.fields["region"].widget = forms.HiddenInput()
        for field in shape.fields:
            self.fields[field.name] = _key_field(gateway, field, account)
        before = account.taking if account else Taking.AT_ONCE
        if can_hold:
            self.fields["taking"] = forms.TypedChoiceField(
                label=_("When the money becomes yours"),
                help_text=_("Held money is let go by the bank after some days: take it before."),
                choices=[(each.value, words) for each, words in TAKINGS.items()],
                coerce=Taking,
                initial=before.value,
                empty_value=before,
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["is_in_use"] = forms.BooleanField(
            label=_("Shoppers pay with these keys"),
            help_text=_("Shoppers pay with the keys of the other mode now.") if is_other_in_use else "",
            required=False,
            initial=account.is_in_use if account else not is_other_in_use,
        )

    def clean(self) -> dict[str, Any]:
        for field in self.shape.fields:
            typed = self.cleaned_data.get(field.name, "")
            if typed and not field.fits(typed, self.mode):
                self.add_error(field.name, self._not_of_the_kind(field.name))
        return self.cleaned_data

    def _not_of_the_kind(self, name: str) -> str:
        looks = LOOKS.get((self.gateway, name), "")
        refused = _("This is not of the kind this payment company gives out for this mode.")
        return f"{refused} {looks % {'mode': self.mode.value} if looks else ''}".strip()

    def chosen_taking(self) -> Taking:
        taking: Taking = self.cleaned_data.get("taking", Taking.AT_ONCE)
        return taking

    def keys(self) -> list[Any]:
        return [self[field.name] for field in self.shape.fields]

    def secrets(self) -> Mapping[str, str]:
        return {field.name: self.cleaned_data[field.name] for field in self.shape.secrets}

    def settings(self) -> Mapping[str, str]:
        return {field.name: self.cleaned_data[field.name] for field in self.shape.settings}


def _key_field(gateway: str, field: KeyField, account: AccountView | None) -> forms.CharField:
    label, help_text = FIELDS[gateway, field.name]
    is_kept = field.is_secret and account is not None and field.name in account.tails and not account.are_keys_lost
    widget = forms.PasswordInput(attrs=_LTR) if field.is_secret else forms.TextInput(attrs=_LTR)
    if is_kept and account is not None:
        widget.attrs["placeholder"] = f"••••••••{account.tails[field.name]}"
        help_text = _("It is kept. Type a new one to replace it, or leave it empty.")
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=field.is_needed and not is_kept,
        max_length=_LONGEST,
        initial=account.settings.get(field.name, "") if account and not field.is_secret else "",
        widget=widget,
    )
