"""What somebody is told whose price can't be read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from commerce.core.money import EXPONENTS
from search_index.interfaces.asked import Asked, plain_amount


def price_problems(asked: Asked, currency: str) -> dict[str, str]:
    """By the parameters that say no price of this currency."""
    words = _("Write a price, as in %(example)s.") % {"example": _example(currency)}
    return {name: words for name in ("from", "to") if name in asked.misread}


def _example(currency: str) -> str:
    """Forty-nine and a half, with the decimals of the currency; of one that has none, forty-nine."""
    return plain_amount(99 * 10 ** EXPONENTS[currency] // 2, currency)
