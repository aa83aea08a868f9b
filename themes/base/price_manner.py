"""How amounts, times and names stand in what shoppers are told of prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commerce.carts.interfaces.price_words import Manner
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money
from commerce.payments.application.queries import method_name
from commerce.promotions.domain.goods import Id
from themes.base.markup import amount_text


def manner_of(currency: str, zone: str, promotions: Mapping[Id, Bilingual], instant: str | None) -> Manner:
    """Promotions by the name they were published under, ways of paying by what shoppers call them."""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]

    def names(kind: str, ids: Sequence[Id]) -> str:
        return _(", ").join(_named(kind, each, promotions).in_language(language) for each in ids)

    return Manner(currency, zone, amount=amount_words, names=names, instant=instant)


def _named(kind: str, named: Id, promotions: Mapping[Id, Bilingual]) -> Bilingual:
    if kind == "promotions":
        return promotions.get(named, Bilingual(str(named), str(named)))
    if kind == "payment_methods":
        return method_name(str(named))
    return Bilingual(str(named), str(named))


def amount_words(amount: Money) -> str:
    """In words of a sentence, where no sign can be drawn."""
    return _with_unit(amount_text(amount), amount.currency)


def amount_off_words(amount: Money) -> str:
    """As `amount_words`, with the minus of what is taken off: with its number a left-to-right island in plain text."""
    number = f"\N{MINUS SIGN}{amount_text(amount)}"
    return _with_unit(f"\N{LEFT-TO-RIGHT ISOLATE}{number}\N{POP DIRECTIONAL ISOLATE}", amount.currency)


def _with_unit(number: str, currency: str) -> str:
    unit = _("riyals") if currency == "SAR" else currency
    return f"{number} {unit}"
