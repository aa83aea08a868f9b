"""What form fields are called and how they behave, by name: one wording for every page that asks."""

from dataclasses import dataclass, field, replace

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LATIN = {"dir": "ltr", "autocapitalize": "off", "spellcheck": "false"}
DIGITS = {"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}


@dataclass(frozen=True, slots=True)
class Asking:
    """An empty label or hint leaves the form's own. `condition` says of a field when it is needed, where it is neither
    always nor never."""

    label: Promise | str = ""
    hint: Promise | str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    condition: Promise | str = ""


_WITHOUT_SHORT_ADDRESS = _("(without a short address)")

ASKINGS: dict[str, Asking] = {
    "phone": Asking(
        _("Mobile number"),
        _("The carrier calls this number before delivery. For example 05X XXX XXXX"),
        {**LATIN, "autocomplete": "tel", "inputmode": "tel"},
    ),
    "name": Asking(_("Full name"), attributes={"autocomplete": "name"}),
    "email": Asking(_("E-mail"), attributes={**LATIN, "autocomplete": "email", "inputmode": "email"}),
    "password": Asking(_("Password"), attributes={"dir": "ltr"}),
    "short_address": Asking(
        _("Short national address"),
        _("Four letters and four digits, for example RRRD2929. Carriers ask for it."),
        {**LATIN, "autocapitalize": "characters", "autocomplete": "off"},
        condition=_("(or the address below)"),
    ),
    "city": Asking(_("City"), attributes={"autocomplete": "address-level2"}),
    "district": Asking(_("District"), attributes={"autocomplete": "address-level3"}, condition=_WITHOUT_SHORT_ADDRESS),
    "street": Asking(_("Street"), attributes={"autocomplete": "address-line1"}, condition=_WITHOUT_SHORT_ADDRESS),
    "building_number": Asking(_("Building number"), attributes=DIGITS, condition=_WITHOUT_SHORT_ADDRESS),
    "postal_code": Asking(_("Postal code"), attributes={**DIGITS, "autocomplete": "postal-code"}),
    "notes": Asking(_("Notes for the carrier"), attributes={"rows": "3", "autocomplete": "off"}),
    "payment_method": Asking(_("Way to pay")),
    "name_ar": Asking(attributes={"dir": "rtl"}),
    "name_en": Asking(attributes={"dir": "ltr"}),
    "slug": Asking(attributes={**LATIN, "autocomplete": "off"}),
    "owner_name": Asking(attributes={"autocomplete": "name"}),
    "owner_email": Asking(attributes={**LATIN, "autocomplete": "email", "inputmode": "email"}),
    "owner_password": Asking(attributes={"dir": "ltr", "autocomplete": "new-password"}),
}


def asking_for(bound: BoundField) -> Asking:
    """The theme's wording for a field of this name; what it leaves open the form itself says."""
    asking = ASKINGS.get(bound.name, Asking())
    return replace(asking, label=asking.label or bound.label, hint=asking.hint or bound.help_text)
