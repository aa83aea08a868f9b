"""What the cart's refusals say to a shopper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from commerce.core.refusal_words import Words


def _left(facts: Mapping[str, Any]) -> str:
    left = int(facts["left"])
    if left == 0:
        return _("This is sold out now.")
    return ngettext("Only %(left)d piece is left.", "Only %(left)d pieces are left.", left) % {"left": left}


CART_WORDS: dict[str, Words] = {
    "not_enough_left": _left,
    "invalid_quantity": gettext_noop("Please give a quantity from 1 to %(most)d."),
    "cart_code_missing": gettext_noop("Please type a code."),
    "cart_code_unknown": gettext_noop("There is no code “%(code)s”. Please check its letters and digits."),
    "cart_codes_full": gettext_noop("A cart takes at most %(most)d codes. Take one out first."),
    "cart_full": gettext_noop("A cart holds at most %(most)d different products."),
}
# Of all that may be missing, what a cart misses is a product.
IN_THE_CART: dict[str, Words] = {"not_found": gettext_noop("This is no longer sold.")}
