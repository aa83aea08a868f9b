"""What staff type about a move, or about what did not agree, besides amounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commerce.orders.application.use_cases.ship_fulfilment import LONGEST_TRACKING_NUMBER

_LONGEST_REASON = 300


def _reason(label: Any, *, is_asked_for: bool = False) -> forms.CharField:
    """What the page insists on (`is_asked_for`) is left to the use case here."""
    widget = forms.TextInput(attrs={"required": True} if is_asked_for else {})
    return forms.CharField(label=label, max_length=_LONGEST_REASON, required=False, widget=widget)


def _restock() -> forms.BooleanField:
    return forms.BooleanField(label=_("Put the pieces back on the shelf"), required=False, initial=True)


class CancelForm(forms.Form):
    reason = _reason(_("Reason for cancelling"), is_asked_for=True)


class CameBackForm(forms.Form):
    restock = _restock()
    reason = _reason(_("What the courier says"))


class ReturnForm(forms.Form):
    """What is said when pieces arrive, or are not taken back."""

    restock = _restock()
    reason = _reason(_("Why it is refused, if you refuse it"))


class ShipForm(forms.Form):
    tracking_number = forms.CharField(
        label=_("Tracking number, if there is one"),
        max_length=LONGEST_TRACKING_NUMBER,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )


class SettledForm(forms.Form):
    """How a finding was settled; of a movement, what the payment company says became of it."""

    reason = _reason(_("How it was settled"), is_asked_for=True)

    def __init__(self, *args: Any, is_of_movement: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_of_movement:
            self.fields["reason"].label = _("What the payment company says")
