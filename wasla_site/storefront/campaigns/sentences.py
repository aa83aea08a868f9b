"""What a promotion does, in plain sentences of one language: pure functions from a value to text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from commerce.core.bilingual import Bilingual
from commerce.core.money import Money
from commerce.promotions.domain import actions
from commerce.promotions.domain.actions import WHOLE
from commerce.promotions.domain.goods import EVERYTHING, Kinds, Match
from commerce.promotions.domain.limits import Limits
from commerce.promotions.domain.values import Conditions, Hours, Promotion
from themes.base.price_manner import amount_words
from wasla_site.storefront.campaigns.typed_fields import share_text

# A number with its unit reads from the left in a sentence of either direction.
FIRST, LAST = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called, by id. What has no name here is gone from the store."""

    products: Mapping[Any, Bilingual] = field(default_factory=dict)
    variants: Mapping[Any, Bilingual] = field(default_factory=dict)
    categories: Mapping[Any, Bilingual] = field(default_factory=dict)
    collections: Mapping[Any, Bilingual] = field(default_factory=dict)
    tags: Mapping[Any, Bilingual] = field(default_factory=dict)
    payment_methods: Mapping[Any, Bilingual] = field(default_factory=dict)
    cities: Mapping[Any, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Speech:
    """`language` ("ar", "en"), and the store's currency and time zone (IANA), in which it is said.

    To shoppers, not `to_staff`, it is not said that something is gone, nor what is excepted and has no name here.
    """

    language: str
    currency: str
    zone: str
    names: Names = Names()
    to_staff: bool = True

    def amount(self, minor: int) -> str:
        return f"{FIRST}{amount_words(Money(minor, self.currency))}{LAST}"

    def instant(self, instant: datetime) -> str:
        there = instant.astimezone(ZoneInfo(self.zone))
        return f"{FIRST}{formats.date_format(there, 'DATETIME_FORMAT')}{LAST}"

    def hour(self, moment: time) -> str:
        return f"{FIRST}{formats.time_format(moment, 'TIME_FORMAT')}{LAST}"

    def names_of(
        self,
        ids: Collection[Any],
        named: Mapping[Any, Bilingual],
        join: Callable[[Iterable[str]], str] | None = None,
    ) -> str:
        """Parted by "or" where `join` says nothing else."""
        opened, closed = "«»" if self.language == "ar" else "“”"
        names = sorted(named[one].in_language(self.language) for one in ids if one in named)
        found = [f"{opened}{name}{closed}" for name in names]
        gone = len(ids) - len(found)
        if gone and self.to_staff:
            found.append(ngettext("%(count)s that is gone", "%(count)s that are gone", gone) % {"count": gone})
        return (join or either)(found) if found else _("a selection")


@dataclass(frozen=True, slots=True)
class Sentences:
    """One for each action, then one for each condition that is set."""

    actions: tuple[str, ...]
    conditions: tuple[str, ...]


def sentences_of(promotion: Promotion, speech: Speech) -> Sentences:
    """What the promotion gives, and when and for whom, in the language of `speech`."""
    with translation.override(speech.language):
        return Sentences(
            tuple(_action(action, promotion.goods, speech) for action in promotion.actions),
            tuple(_conditions(promotion.conditions, speech)),
        )


def limit_sentences(promotion: Promotion, limits: Limits, speech: Speech) -> tuple[str, ...]:
    """How far it goes, in the language of `speech`; empty without limits."""
    with translation.override(speech.language):
        return tuple(_limits(promotion.cap_per_order, limits, speech))


def percent(share: int) -> str:
    return f"{FIRST}{share_text(share)}%{LAST}"


def pieces(count: int) -> str:
    return npgettext("in an offer", "%(count)s piece", "%(count)s pieces", count) % {"count": count}


def pieces_first(count: int) -> str:
    """Where nothing governs them: Arabic has another form for two."""
    return npgettext("first in an offer", "%(count)s piece", "%(count)s pieces", count) % {"count": count}


def pieces_more(count: int) -> str:
    return npgettext("in an offer", "%(count)s piece more", "%(count)s pieces more", count) % {"count": count}


def either(parts: Iterable[str]) -> str:
    """ "a", "a or b", "a, b or c"."""
    *first, last = parts
    return _("%(first)s or %(last)s") % {"first": _(", ").join(first), "last": last} if first else last


def every(parts: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"; in Arabic with "and" before each."""
    *first, last = parts
    if not first:
        return last
    return _("%(first)s and %(last)s") % {"first": pgettext("in a list with and", ", ").join(first), "last": last}


def goods(match: Match, speech: Speech, *, is_counted: bool = False) -> str:
    """ "everything", or what is meant and what is not; where pieces are counted "any products", for two of everything
    are not two."""
    named = _kinds(match.only, speech, either)
    said = _(" that are also ").join(named) or (_("any products") if is_counted else _("everything"))
    but_not = _kinds(match.but_not if speech.to_staff else _sold(match.but_not, speech.names), speech, every)
    if match.but_not_reduced:
        but_not.append(_("what is reduced already"))
    return _("%(goods)s except %(others)s") % {"goods": said, "others": every(but_not)} if but_not else said


def _sold(kinds: Kinds, names: Names) -> Kinds:
    """Without goods that have no name, for they are not on sale."""
    return replace(
        kinds,
        products=frozenset(one for one in kinds.products if one in names.products),
        variants=frozenset(one for one in kinds.variants if one in names.variants),
    )


def _kinds(kinds: Kinds, speech: Speech, join: Callable[[Iterable[str]], str]) -> list[str]:
    names = speech.names
    table = (
        (kinds.products, names.products, "%(names)s"),
        (kinds.variants, names.variants, "%(names)s"),
        (kinds.categories, names.categories, _("goods in %(names)s")),
        (kinds.collections, names.collections, _("goods of the collection %(names)s")),
        (kinds.tags, names.tags, _("goods tagged %(names)s")),
    )
    said = []
    for ids, named, text in table:
        if ids and (speech.to_staff or any(one in named for one in ids)):
            said.append(text % {"names": speech.names_of(ids, named, join)})
        elif ids:
            said.append(_("a selection"))
    return list(dict.fromkeys(said))


def _action(action: actions.Action, aimed: Match, speech: Speech) -> str:
    if isinstance(action, actions.ItemAction):
        return _item_action(action, aimed, speech)
    return _later_action(action, aimed, speech)


def _item_action(action: actions.ItemAction, aimed: Match, speech: Speech) -> str:
    said = aimed_goods(action, aimed, speech, is_counted=isinstance(action, actions.BuyGet))
    match action:
        case actions.PercentOff(share=share):
            return _("%(percent)s off %(goods)s.") % {"percent": percent(share), "goods": said}
        case actions.AmountOffPiece(amount=amount):
            return _("%(amount)s off each piece of %(goods)s.") % {"amount": speech.amount(amount), "goods": said}
        case actions.AmountOffLine(amount=amount):
            return _("%(amount)s off each product in the cart, however many pieces, of %(goods)s.") % {
                "amount": speech.amount(amount), "goods": said,
            }  # fmt: skip
        case actions.BuyGet():
            return _buy_get(action, said, speech)
        case actions.BundlePrice(parts=parts, price=price):
            return _bundle(parts, price, aimed, speech)


def _later_action(action: actions.OrderAction | actions.ShippingAction, aimed: Match, speech: Speech) -> str:
    match action:
        case actions.SpendSteps(steps=steps):
            said = aimed_goods(action, aimed, speech)
            return " ".join(_step(step, said, speech) for step in steps)
        case actions.Gift(variant=variant, quantity=quantity):
            return _("A gift with the order: %(pieces)s of %(gift)s.") % {
                "pieces": pieces_first(quantity), "gift": speech.names_of([variant], speech.names.variants),
            }  # fmt: skip
        case actions.PercentOffShipping(share=share) if share == WHOLE:
            return _("Delivery is free.")
        case actions.PercentOffShipping() | actions.AmountOffShipping():
            return _("%(off)s off the delivery.") % {"off": _off(action, speech)}
        case actions.PercentOffOrder() | actions.AmountOffOrder():
            return _of_order(_off(action, speech), aimed, aimed_goods(action, aimed, speech))


def _off(action: Any, speech: Speech) -> str:
    return percent(action.share) if hasattr(action, "share") else speech.amount(action.amount)


def aimed_goods(action: actions.Action, aimed: Match, speech: Speech, *, is_counted: bool = False) -> str:
    return goods(getattr(action, "goods", None) or aimed, speech, is_counted=is_counted)


def _of_order(off: str, aimed: Match, said: str) -> str:
    if aimed == EVERYTHING:
        return _("%(off)s off the whole order.") % {"off": off}
    return _("%(off)s off the sum of %(goods)s.") % {"off": off, "goods": said}


def _buy_get(action: actions.BuyGet, said: str, speech: Speech) -> str:
    facts = {"bought": pieces(action.buy), "goods": said, "percent": percent(action.share)}
    if action.gets is not None:
        facts |= {"got": pieces(action.get), "others": goods(action.gets, speech, is_counted=True)}
        if action.share == WHOLE:
            return _("Whoever buys %(bought)s of %(goods)s gets %(got)s of %(others)s for nothing.") % facts
        return _("Whoever buys %(bought)s of %(goods)s gets %(percent)s off %(got)s of %(others)s.") % facts
    facts["more"] = pieces_more(action.get)
    if action.share == WHOLE:
        return _("Whoever buys %(bought)s of %(goods)s gets %(more)s for nothing; the cheapest are free.") % facts
    return _("Whoever buys %(bought)s of %(goods)s gets %(percent)s off %(more)s, the cheapest.") % facts


def _bundle(parts: Iterable[actions.Part], price: int, aimed: Match, speech: Speech) -> str:
    said = _(" with ").join(
        _("%(pieces)s of %(goods)s")
        % {
            "pieces": (pieces if place else pieces_first)(part.pieces),
            "goods": goods(part.goods or aimed, speech, is_counted=True),
        }
        for place, part in enumerate(parts)
    )
    return _("%(parts)s: %(price)s for all together.") % {"parts": said, "price": speech.amount(price)}


def _step(step: actions.Step, said: str, speech: Speech) -> str:
    off = percent(step.share) if step.share else speech.amount(step.amount)
    return _("Whoever spends %(sum)s or more on %(goods)s gets %(off)s off.") % {
        "sum": speech.amount(step.at_least), "goods": said, "off": off,
    }  # fmt: skip


def _conditions(conditions: Conditions, speech: Speech) -> Iterator[str]:
    yield from _interval(conditions, speech)
    if conditions.hours:
        yield _("Only %(hours)s.") % {"hours": either(_window(hours, speech) for hours in conditions.hours)}
    if conditions.minimum_spend is not None:
        yield _("Only for a sum of %(sum)s or more.") % {"sum": speech.amount(conditions.minimum_spend)}
    if conditions.minimum_pieces is not None:
        yield _("Only from %(pieces)s on.") % {"pieces": pieces(conditions.minimum_pieces)}
    if conditions.needs_code:
        yield _("Only with a coupon code.")
    if conditions.first_order:
        yield _("Only on a customer's first order.")
    if conditions.segments:
        yield _("Only for these customers: %(segments)s.") % {"segments": either(sorted(map(str, conditions.segments)))}
    if conditions.cities:
        cities = sorted(speech.names.cities.get(city, str(city)) for city in conditions.cities)
        yield _("Only for delivery to %(cities)s.") % {"cities": either(cities)}
    if conditions.payment_methods:
        methods = speech.names_of(conditions.payment_methods, speech.names.payment_methods)
        yield _("Only when paid by %(methods)s.") % {"methods": methods}


def _interval(conditions: Conditions, speech: Speech) -> Iterator[str]:
    begins, ends = conditions.starts_at, conditions.ends_at
    if begins and ends:
        yield _("From %(begins)s until %(ends)s.") % {"begins": speech.instant(begins), "ends": speech.instant(ends)}
    elif begins:
        yield _("From %(begins)s on.") % {"begins": speech.instant(begins)}
    elif ends:
        yield _("Until %(ends)s.") % {"ends": speech.instant(ends)}


def _window(hours: Hours, speech: Speech) -> str:
    facts = {"opens": speech.hour(hours.opens), "closes": speech.hour(hours.closes)}
    if hours.days == frozenset(range(7)):
        return _("from %(opens)s until %(closes)s every day") % facts
    # A week as the store's people count it begins on Sunday.
    days = [_day_name(day) for day in sorted(hours.days, key=lambda day: (day + 1) % 7)]
    return _("on %(days)s from %(opens)s until %(closes)s") % {**facts, "days": every(days)}


def _day_name(day: int) -> str:
    return (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))[day]


def _limits(per_order: int | None, limits: Limits, speech: Speech) -> Iterator[str]:
    if per_order is not None:
        yield _("At most %(amount)s off one order.") % {"amount": speech.amount(per_order)}
    if limits.budget is not None:
        yield _("It ends when %(amount)s have been given away.") % {"amount": speech.amount(limits.budget)}
    if limits.uses is not None:
        yield ngettext("%(count)s order may use it.", "%(count)s orders may use it.", limits.uses) % {
            "count": limits.uses
        }
    if limits.customer_uses is not None:
        yield ngettext(
            "Each customer may use it %(count)s time.",
            "Each customer may use it %(count)s times.",
            limits.customer_uses,
        ) % {"count": limits.customer_uses}
    if limits.pieces is not None:
        yield ngettext("%(count)s piece is reduced in all.", "%(count)s pieces are reduced in all.", limits.pieces) % {
            "count": limits.pieces
        }
