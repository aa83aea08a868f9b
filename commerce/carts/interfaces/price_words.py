"""What the reasons of prices say to a shopper, and to staff who look at a price."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from commerce.carts.domain.pricing.outputs import Cut, Why
from commerce.carts.domain.pricing.reasons import Reason
from commerce.core.money import Money
from commerce.promotions.domain.goods import Id


def _ids_as_they_are(_kind: str, ids: Sequence[Id]) -> str:
    return ", ".join(str(one) for one in ids)


@dataclass(frozen=True, slots=True)
class Manner:
    """How facts stand in a sentence: amounts of `currency`, instants by the wall clock of `zone`, names for ids.

    `names` is asked with a kind (promotions, cities, payment_methods, variant) and ids. `instant` is the one at which
    it is told, in ISO 8601: a date of its year goes without the year, and with None none does.
    """

    currency: str
    zone: str
    amount: Callable[[Money], str] = str
    names: Callable[[str, Sequence[Id]], str] = _ids_as_they_are
    instant: str | None = None

    def money(self, fact: object) -> str:
        assert isinstance(fact, int)
        return self.amount(Money(fact, self.currency))

    def moment(self, fact: object) -> str:
        local = self._there(str(fact))
        is_this_year = self.instant is not None and local.year == self._there(self.instant).year
        return _("%(day)s at %(time)s") % {
            "day": date_format(local, "l j F" if is_this_year else "l j F Y"),
            "time": date_format(local, "TIME_FORMAT"),
        }

    def _there(self, instant: str) -> datetime:
        return datetime.fromisoformat(instant).astimezone(ZoneInfo(self.zone))

    def named(self, kind: str, fact: object) -> str:
        return self.names(kind, list(fact) if isinstance(fact, list | tuple) else [fact])  # type: ignore[list-item]


Facts = Mapping[str, object]


def why_words(why: Why, manner: Manner) -> str:
    """The reason in the active language, with its facts. A reason without words is a defect (KeyError)."""
    words = REASON_WORDS[why.reason]
    return words(why.facts, manner) if callable(words) else _(words)


def cut_words(cut: Cut) -> str:
    """What made a discount smaller than promised, in the active language."""
    return _(CUT_WORDS[cut])


def _opens(facts: Facts, manner: Manner) -> str:
    if "opens_at" in facts:
        return _("The offer is on again from %(when)s.") % {"when": manner.moment(facts["opens_at"])}
    return _("The offer is not on again before it ends.")


def _more_pieces(facts: Facts, _manner: Manner) -> str:
    missing = int(str(facts["missing"]))
    words = ngettext(
        "Add %(missing)d piece more of the goods of this offer.",
        "Add %(missing)d pieces more of the goods of this offer.",
        missing,
    )
    return words % {"missing": missing}


def _set_incomplete(facts: Facts, _manner: Manner) -> str:
    missing = int(str(facts["missing"]))
    words = ngettext(
        "Add %(missing)d piece more to complete the set.",
        "Add %(missing)d pieces more to complete the set.",
        missing,
    )
    return words % {"missing": missing}


def _spend_more(facts: Facts, manner: Manner) -> str:
    return _("Add goods of this offer for %(missing)s more.") % {"missing": manner.money(facts["missing"])}


REASON_WORDS: dict[Reason, str | Callable[[Facts, Manner], str]] = {
    Reason.NOT_STARTED: lambda facts, manner: (
        _("The offer starts on %(when)s.") % {"when": manner.moment(facts["starts_at"])}
    ),
    Reason.ENDED: lambda facts, manner: _("The offer ended on %(when)s.") % {"when": manner.moment(facts["ended_at"])},
    Reason.OUTSIDE_HOURS: _opens,
    Reason.CODE_NEEDED: gettext_noop("The offer needs a code."),
    Reason.CODE_USED_UP: gettext_noop("This code has been used."),
    Reason.CODE_UNKNOWN: gettext_noop("There is no such code."),
    Reason.USED_UP: gettext_noop("The offer has been used as often as it could be."),
    Reason.CUSTOMER_USED_UP: gettext_noop("You have used this offer as often as you could."),
    Reason.BUDGET_SPENT: gettext_noop("The offer has been used up."),
    Reason.STOCK_CAP_SPENT: gettext_noop("All pieces at the reduced price are sold."),
    Reason.SIGN_IN: gettext_noop("Sign in to see whether the offer is yours."),
    Reason.OTHER_SEGMENT: gettext_noop("The offer is for other customers."),
    Reason.NOT_FIRST_ORDER: gettext_noop("The offer is for a first order."),
    Reason.CHOOSE_CITY: lambda facts, manner: (
        _("Choose your city; the offer is for %(cities)s.") % {"cities": manner.named("cities", facts["cities"])}
    ),
    Reason.OTHER_CITY: lambda facts, manner: (
        _("The offer is for deliveries to %(cities)s.") % {"cities": manner.named("cities", facts["cities"])}
    ),
    Reason.CHOOSE_PAYMENT_METHOD: lambda facts, manner: (
        _("Choose how to pay; the offer is for %(methods)s.")
        % {"methods": manner.named("payment_methods", facts["payment_methods"])}
    ),
    Reason.OTHER_PAYMENT_METHOD: lambda facts, manner: (
        _("The offer is for who pays by %(methods)s.")
        % {"methods": manner.named("payment_methods", facts["payment_methods"])}
    ),
    Reason.NO_GOODS: gettext_noop("None of the goods of this offer is in the cart."),
    Reason.SPEND_MORE: _spend_more,
    Reason.MORE_PIECES: _more_pieces,
    Reason.SET_INCOMPLETE: _set_incomplete,
    Reason.CHOOSE_DELIVERY: gettext_noop("Choose a delivery; the offer is about its price."),
    Reason.GIFT_UNAVAILABLE: gettext_noop("The gift is out of stock."),
    Reason.KEPT_APART: lambda facts, manner: (
        _("The offer does not go together with %(promotions)s.")
        % {"promotions": manner.named("promotions", facts["promotions"])}
        if "promotions" in facts
        else _("The offer does not go together with another one that applies.")
    ),
    Reason.BETTER_OFFER: lambda facts, manner: (
        _("You get more from %(promotions)s.") % {"promotions": manner.named("promotions", facts["promotions"])}
        if "promotions" in facts
        else _("You get more from another offer.")
    ),
    Reason.AT_FLOOR: gettext_noop("The price can't be lowered any further."),
    Reason.NO_EFFECT: gettext_noop("The offer takes nothing off this cart."),
}

CUT_WORDS: dict[Cut, str] = {
    Cut.FLOOR: gettext_noop("Less, because the price can't be lowered any further."),
    Cut.CAP_PER_ORDER: gettext_noop("As much as the offer gives to one order."),
    Cut.BUDGET: gettext_noop("What was left of the offer."),
    Cut.STOCK_CAP: gettext_noop("For as many pieces as were left at the reduced price."),
    Cut.OTHERS: gettext_noop("Less, because other offers took off the rest."),
}
