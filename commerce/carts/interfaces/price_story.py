"""How a price was found, in the words of the desk: line by line, offer by offer, and the VAT in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commerce.carts.domain.pricing.outputs import CodeVerdict, PricedCart, PricedLine, PriceSource, Verdict
from commerce.carts.interfaces.price_words import Manner, cut_words, why_words
from commerce.core.amounts import spelt
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money
from commerce.payments.application.queries import method_name
from commerce.promotions.domain.goods import Id


@dataclass(frozen=True, slots=True)
class Told:
    """One offer or code: what it gave (None: no amount), and everything that is to be said about it.

    `promotion` is the offer's; None: it is a code.
    """

    promotion: Id | None
    name: str
    applies: bool
    amount: Money | None
    is_gift: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line from its price to what is paid: `off` is what each offer takes, `vat` the VAT in `paid`."""

    title: str
    quantity: int
    unit_price: Money
    source: str
    gross: Money
    off: tuple[tuple[str, Money], ...]
    paid: Money
    vat: Money


@dataclass(frozen=True, slots=True)
class ToldVat:
    """One rate on the document: `taxable` + `vat` + `rounding` = `gross`."""

    rate: str
    taxable: Money
    vat: Money
    rounding: Money
    gross: Money


def price_lines(priced: PricedCart, titles: Mapping[int, str], names: Mapping[Id, Bilingual]) -> list[ToldLine]:
    """In the order of variants; `titles` as they were sold under."""

    def money(minor: int) -> Money:
        return Money(minor, priced.currency)

    return [
        ToldLine(
            title=titles.get(int(line.variant), str(line.variant)),
            quantity=line.quantity,
            unit_price=money(line.unit_price),
            source=_source(line),
            gross=money(line.gross),
            off=tuple(
                (in_language(names.get(share.promotion), share.promotion), money(share.amount))
                for share in line.shares
                if share.amount
            ),
            paid=money(line.total),
            vat=money(line.vat),
        )
        for line in priced.lines
    ]


def _source(line: PricedLine) -> str:
    if line.source is PriceSource.PRICE_LIST:
        return _("scheduled price")
    if line.source is PriceSource.TIER:
        return _("price by quantity")
    return _("list price")


def narrowed_note(priced: PricedCart) -> str:
    """That a better price may exist; nothing of a price that is the best."""
    if not priced.narrowed:
        return ""
    return _("So many offers share these goods that not every way was tried: this is the best price that was found.")


def vat_lines(priced: PricedCart) -> list[ToldVat]:
    return [
        ToldVat(
            f"{line.rate / 100:g}%",
            *(Money(minor, priced.currency) for minor in (line.taxable, line.vat, line.rounding, line.gross)),
        )
        for line in priced.vat
    ]


def price_story(priced: PricedCart, names: Mapping[Id, Bilingual], zone: str) -> list[Told]:
    """Offers in the order of their strength, then the codes that were entered. `zone` is the store's clock."""
    manner = manner_of(priced, names, zone)
    given = {(gift.promotion, gift.action) for gift in priced.gifts}
    offers = [_offer(verdict, names, given, manner) for verdict in priced.verdicts]
    return offers + [_code(code, manner) for code in priced.codes]


def manner_of(priced: PricedCart, names: Mapping[Id, Bilingual], zone: str) -> Manner:
    """How the desk writes amounts, instants and names."""
    return Manner(priced.currency, zone, amount=in_sentences, names=_namer(names), instant=priced.instant)


def in_sentences(amount: Money) -> str:
    """As it is read in a sentence of either direction, by itself."""
    return f"\N{FIRST STRONG ISOLATE}{spelt(amount)}\N{POP DIRECTIONAL ISOLATE}"


def _offer(verdict: Verdict, names: Mapping[Id, Bilingual], given: set[tuple[Id, int]], manner: Manner) -> Told:
    return Told(
        promotion=verdict.promotion,
        name=in_language(names.get(verdict.promotion), verdict.promotion),
        applies=verdict.applies,
        amount=Money(verdict.amount, manner.currency) if verdict.applies and verdict.amount else None,
        is_gift=(verdict.promotion, verdict.action) in given,
        notes=tuple(_notes(verdict, manner)),
    )


def _notes(verdict: Verdict, manner: Manner) -> Iterator[str]:
    yield from (why_words(why, manner) for why in verdict.whys)
    yield from (cut_words(cut) for cut in verdict.cut_by)


def _code(code: CodeVerdict, manner: Manner) -> Told:
    whys = tuple(why_words(why, manner) for why in code.whys)
    name = _("Code %(code)s") % {"code": code.code}
    return Told(None, name, code.applies, None, is_gift=False, notes=whys)


def _namer(names: Mapping[Id, Bilingual]) -> Callable[[str, Sequence[Id]], str]:
    def named(kind: str, ids: Sequence[Id]) -> str:
        if kind == "promotions":
            return _(", ").join(in_language(names.get(each), each) for each in ids)
        if kind == "payment_methods":
            return _(", ").join(in_language(method_name(str(each)), each) for each in ids)
        return _(", ").join(str(each) for each in ids)

    return named


def in_language(name: Bilingual | None, otherwise: Id) -> str:
    return str(otherwise) if name is None else name.in_language(get_language() or "ar")
