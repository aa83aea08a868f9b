"""What staff type about an order's money."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commerce.core.money import InvalidAmount
from commerce.payments.application.use_cases.capture_payment import CaptureTooLarge
from commerce.payments.application.use_cases.collect_payment import NotCollectable
from commerce.payments.application.use_cases.confirm_transfer import (
    BankReferenceUsed,
    Difference,
    TransferConfirmedBefore,
    TransferOfOtherAmount,
)
from commerce.payments.application.use_cases.give_back_by_hand import ByHandNeedsReference
from commerce.payments.application.use_cases.refund_payment import RefundOfNothing, RefundTooLarge
from commerce.payments.domain.bank_references import normal_reference

# Beside which field a refusal is said; all others are said above the form.
BESIDE = {
    **dict.fromkeys(
        (
            InvalidAmount.code,
            CaptureTooLarge.code,
            RefundOfNothing.code,
            RefundTooLarge.code,
            TransferOfOtherAmount.code,
        ),
        "amount",
    ),
    **dict.fromkeys((BankReferenceUsed.code, TransferConfirmedBefore.code), "bank_reference"),
    ByHandNeedsReference.code: "reference",
}
BESIDE_COLLECTED = dict.fromkeys((InvalidAmount.code, NotCollectable.code), "collected")
_AMOUNT = {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}


def _amount(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20,
        widget=forms.TextInput(attrs=_AMOUNT),
        error_messages={"required": _("Please give the amount.")},
    )


def _reason() -> forms.CharField:
    return forms.CharField(
        label=pgettext_lazy("refund", "Reason"),
        max_length=300,
        error_messages={"required": _("Please give the reason.")},
    )


class GiveBackForm(forms.Form):
    """`key` makes a form that is sent twice one refund."""

    amount = _amount(_("Amount to give back"))
    reason = _reason()
    key = forms.UUIDField(widget=forms.HiddenInput)


class ReturnUnappliedForm(forms.Form):
    """`attempt` took it; empty: it was taken by hand."""

    attempt = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    reason = _reason()
    key = forms.UUIDField(widget=forms.HiddenInput)


class HandedBackForm(forms.Form):
    """Of what `attempt` took; `discrepancy` tells that it did not go back; empty: its way gives nothing back."""

    amount = _amount(_("Amount given back"))
    reference = forms.CharField(
        label=_("The bank's reference, or how it was given back"),
        max_length=300,
        error_messages={"required": _("Please give the bank's reference, or say how it was given back.")},
    )
    attempt = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    discrepancy = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)


class HeldMoneyForm(forms.Form):
    amount = _amount(_("Amount to take"))


class CollectedForm(forms.Form):
    collected = _amount(_("Collected at the door"))


_LONGEST_REFERENCE = 60


class TransferForm(forms.Form):
    amount = _amount(_("Amount that arrived"))
    bank_reference = forms.CharField(
        label=_("The bank's reference"),
        max_length=_LONGEST_REFERENCE,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        error_messages={"required": _("Please give the bank's reference.")},
    )
    difference = forms.TypedChoiceField(
        label=_("Another amount arrived"),
        choices=[
            (Difference.AWAITED.value, _("Record it and wait for the rest")),
            (Difference.WAIVED.value, _("Record it and take the order as paid")),
        ],
        coerce=Difference,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_bank_reference(self) -> str:
        reference: str = self.cleaned_data["bank_reference"]
        if not 0 < len(normal_reference(reference)) <= _LONGEST_REFERENCE:
            raise forms.ValidationError(_("Please give the bank's reference."))
        return reference
