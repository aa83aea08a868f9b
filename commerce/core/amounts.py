"""How staff read amounts: one way of writing money in each language."""

from django.conf import settings
from django.utils.translation import get_language

from commerce.core.bilingual import Bilingual
from commerce.core.money import Money

_ARABIC_UNITS = {"SAR": "ريال"}


def amount_words(amount: Money) -> Bilingual:
    """The number and its currency: 1,249.00 ريال, 1,249.00 SAR. A minus stands on the left of its number."""
    number = f"{abs(amount.decimal):,.{amount.exponent}f}"
    if amount.is_negative:
        number = f"\N{LEFT-TO-RIGHT ISOLATE}\N{MINUS SIGN}{number}\N{POP DIRECTIONAL ISOLATE}"
    unit = _ARABIC_UNITS.get(amount.currency, amount.currency)
    return Bilingual(ar=f"{number} {unit}", en=f"{number} {amount.currency}")


def spelt(amount: Money) -> str:
    """As `amount_words`, in the active language."""
    return amount_words(amount).in_language(get_language() or settings.LANGUAGE_CODE)
