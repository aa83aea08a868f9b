"""How one price comes about, step by step, in the words of the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commerce.carts.application.inspecting import Inspection
from commerce.carts.domain.pricing.catalogue import is_in_force, lowest, shelf
from commerce.carts.domain.pricing.hints import hints
from commerce.carts.domain.pricing.inputs import FloorKind, Offer, Remaining
from commerce.carts.domain.pricing.outputs import PricedLine, PriceSource, Share
from commerce.carts.interfaces.price_story import ToldVat, in_language, in_sentences, vat_lines
from commerce.carts.interfaces.price_words import Manner, why_words
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money
from commerce.promotions.domain.actions import Layer
from commerce.promotions.domain.goods import Id


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the sum; `is_sum` where what stands above is added up."""

    label: str
    amount: Money
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Something that has its say only when its condition holds: `state` says whether it does."""

    label: str
    amount: Money
    state: str
    counts: bool


class PriceSteps:
    """The words of one inspection. `lists` are the names of price lists; `names` those of promotions."""

    def __init__(
        self, inspection: Inspection, *, lists: Mapping[int, Bilingual], names: Mapping[Id, Bilingual], manner: Manner
    ) -> None:
        self._of = inspection
        self._line: PricedLine = inspection.priced.lines[0]
        self._lists, self._names, self._manner = lists, names, manner

    def steps(self) -> Iterator[Step]:
        """From the list price of one piece to what is to be paid."""
        line, priced = self._line, self._of.priced
        yield self._step(_("List price of a piece"), self._of.offer.list_price)
        if line.list_price != line.unit_price or line.source is not PriceSource.LIST:
            yield self._step(self._source(line), line.unit_price)
        if line.quantity > 1:
            pieces = ngettext("%(pieces)d piece", "%(pieces)d pieces", line.quantity) % {"pieces": line.quantity}
            yield self._step(pieces, line.gross)
        for share in line.shares:
            yield self._step(self._share(share), -share.amount)
        if priced.fee is not None:
            yield self._step(_("Fee for paying in cash"), priced.fee.total)
        yield self._step(_("To pay"), priced.total, is_sum=True)

    def vat(self) -> Iterator[str]:
        """What of the sum is VAT, for each rate."""
        for told in vat_lines(self._of.priced):
            yield self._vat(told)

    def quantity_prices(self) -> list[Row]:
        return [
            Row(
                ngettext("From %(pieces)d piece", "From %(pieces)d pieces", tier.at_least) % {"pieces": tier.at_least},
                self._money(tier.price),
                _("reached") if tier.at_least <= self._line.quantity else _("not reached"),
                counts=tier.at_least <= self._line.quantity,
            )
            for tier in self._of.offer.tiers
        ]

    def scheduled_prices(self) -> list[Row]:
        return [
            Row(
                in_language(self._lists.get(int(each.price_list)), each.price_list),
                self._money(each.price),
                self._when(each.starts_at, each.ends_at),
                counts=is_in_force(each, self._of.prices.instant),
            )
            for each in self._of.offer.price_lists
        ]

    def floor(self, *, may_see_costs: bool) -> str:
        """How low promotions may take a piece. One made from the cost is told to those who may see costs."""
        floor, offer = self._of.prices.terms.floor, self._of.offer
        if floor is None:
            return _("The store sets no lowest price for offers.")
        is_of_cost = floor.kind is FloorKind.SHARE_OF_COST
        if is_of_cost and not may_see_costs:
            return _("The lowest price for offers is a share of the cost, which is shown to who may edit products.")
        if is_of_cost and offer.cost is None:
            return _("The lowest price for offers is a share of the cost. No cost is known, so it holds nothing back.")
        least = lowest(offer, shelf(offer, self._line.quantity, self._of.prices.instant), floor)
        return _("Offers take a piece no lower than %(amount)s.") % {"amount": self._said(least)}

    def next(self, *, with_those_to_come: bool) -> Iterator[str]:
        """What more could be had now, and, for who may hear of offers to come, until when the price holds."""
        for hint in hints(self._of.priced):
            yield f"{in_language(self._names.get(hint.promotion), hint.promotion)}: {why_words(hint.why, self._manner)}"
        if not with_those_to_come:
            return
        if self._of.until is None or self._of.afterwards is None:
            yield _("No date or hour of the day changes this price; it holds until something is edited.")
            return
        words = {"when": self._manner.moment(self._of.until.isoformat())}
        then = self._of.afterwards.total
        if then == self._of.priced.total:
            yield _("On %(when)s the next offer or scheduled price begins or ends; this price stays the same.") % words
        else:
            yield _("It holds until %(when)s. From then on it is %(amount)s.") % (words | {"amount": self._said(then)})

    def left(self, promotion: Id) -> str:
        """What the limits of the promotion leave; nothing where it has none."""
        left = self._of.prices.remaining.get(promotion, Remaining())
        parts = []
        if left.uses is not None:
            parts.append(_("uses: %(number)s") % {"number": left.uses})
        if left.customer_uses is not None:
            parts.append(_("uses by one customer: %(number)s") % {"number": left.customer_uses})
        if left.budget is not None:
            parts.append(_("budget: %(amount)s") % {"amount": self._said(left.budget)})
        if left.pieces is not None:
            parts.append(_("reduced pieces: %(number)s") % {"number": left.pieces})
        return _("Left of it: %(parts)s.") % {"parts": _(", ").join(parts)} if parts else ""

    def _money(self, minor: int) -> Money:
        return Money(minor, self._of.priced.currency)

    def _said(self, minor: int) -> str:
        return in_sentences(self._money(minor))

    def _step(self, label: str, minor: int, *, is_sum: bool = False) -> Step:
        return Step(label, self._money(minor), is_sum)

    def _source(self, line: PricedLine) -> str:
        if line.source is PriceSource.TIER:
            pieces = int(str(line.source_id))
            return ngettext(
                "Price of a piece from %(pieces)d piece on", "Price of a piece from %(pieces)d pieces on", pieces
            ) % {"pieces": pieces}
        if line.source is PriceSource.PRICE_LIST:
            name = in_language(self._lists.get(int(str(line.source_id))), str(line.source_id))
            return _("Scheduled price “%(name)s”") % {"name": name}
        return _("Price of a piece")

    def _share(self, share: Share) -> str:
        name = {"name": in_language(self._names.get(share.promotion), share.promotion)}
        words = _("“%(name)s”, off the order") if share.layer is Layer.ORDER else _("“%(name)s”, off the goods")
        return words % name

    def _vat(self, told: ToldVat) -> str:
        facts = {"rate": told.rate, "vat": in_sentences(told.vat), "taxable": in_sentences(told.taxable)}
        if told.rounding.is_zero:
            return _("VAT of %(rate)s contained: %(vat)s, on %(taxable)s.") % facts
        rounding = facts | {"rounding": in_sentences(told.rounding)}
        return _("VAT of %(rate)s contained: %(vat)s, on %(taxable)s; rounding %(rounding)s.") % rounding

    def _when(self, starts_at: datetime | None, ends_at: datetime | None) -> str:
        now = self._of.prices.instant
        if starts_at is not None and now < starts_at:
            return _("begins on %(when)s") % {"when": self._manner.moment(starts_at.isoformat())}
        if ends_at is None:
            return _("in force")
        return _("in force until %(when)s") % {"when": self._manner.moment(ends_at.isoformat())}


def list_ids(offer: Offer) -> set[int]:
    """The price lists that have something to say about the offer."""
    return {int(each.price_list) for each in offer.price_lists}
