"""A priced cart as shoppers are told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from commerce.carts.application.pricing import CartToPrice
from commerce.carts.domain.policies import line_problem
from commerce.carts.domain.pricing.hints import hints
from commerce.carts.domain.pricing.outputs import CodeVerdict, PricedCart, PricedLine, PriceSource, Share
from commerce.carts.domain.values import CartLineView, CartView, CodeView, Discount, GiftView, Hint
from commerce.catalog.domain.values import VariantOffer
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money
from commerce.promotions.domain.actions import Layer
from commerce.promotions.domain.goods import Id

Names = Mapping[Id, Bilingual]


def told(
    quantities: Mapping[int, int], offers: Mapping[int, VariantOffer], cart: CartToPrice, priced: PricedCart
) -> CartView:
    """The cart's lines in the order of `quantities`, those that count nothing at their list price."""
    currency, names = priced.currency, {pk: each.name for pk, each in cart.prices.promotions.items()}
    by_variant = {line.variant: line for line in priced.lines}
    lines = tuple(
        _line(offers[variant], pieces, by_variant.get(variant), names)
        for variant, pieces in quantities.items()
        if variant in offers
    )
    discounts = discounts_of((share for line in priced.lines for share in line.shares), Layer.ORDER, names, currency)
    off = sum(each.amount.minor for each in discounts)
    return CartView(
        lines=lines,
        gifts=tuple(
            GiftView(int(gift.variant), cart.gifts[int(gift.variant)], gift.quantity, names[gift.promotion])
            for gift in priced.gifts
        ),
        subtotal=Money(priced.goods - priced.discount + off, currency),
        discounts=discounts,
        shipping=Money(0 if priced.shipping is None else priced.shipping.total, currency),
        fee=None if priced.fee is None else Money(priced.fee.total, currency),
        total=Money(priced.total, currency),
        vat=Money(sum(line.vat for line in priced.vat), currency),
        piece_count=sum(line.quantity for line in lines),
        codes=tuple(_code(code, names) for code in priced.codes),
        hints=tuple(Hint(names[each.promotion], each.applies, each.why) for each in hints(priced)),
        names=names,
        zone=cart.prices.terms.zone,
        instant=priced.instant,
    )


def discounts_of(shares: Iterable[Share], layer: Layer, names: Names, currency: str) -> tuple[Discount, ...]:
    """What each promotion takes off in that layer, in the order of the shares."""
    amounts: dict[Id, int] = {}
    for share in shares:
        if share.layer is layer and share.amount:
            amounts[share.promotion] = amounts.get(share.promotion, 0) + share.amount
    return tuple(Discount(int(pk), names[pk], Money(amount, currency)) for pk, amount in amounts.items())


def after_items(line: PricedLine) -> int:
    """What is left on the line after promotions of single goods."""
    return line.gross - sum(share.amount for share in line.shares if share.layer is Layer.ITEM)


def _was(line: PricedLine) -> int | None:
    """The former price of the line's pieces: as on a card, and where a piece is dearer now, that."""
    former = max(each for each in (line.compare_at, line.list_price, line.unit_price) if each is not None)
    was = former * line.quantity
    return was if was > after_items(line) else None


def _line(offer: VariantOffer, quantity: int, priced: PricedLine | None, names: Names) -> CartLineView:
    currency = offer.unit_price.currency
    was = None if priced is None else _was(priced)
    return CartLineView(
        variant_id=offer.id,
        offer=offer,
        quantity=quantity,
        unit_price=offer.unit_price if priced is None else Money(priced.unit_price, currency),
        discounts=() if priced is None else discounts_of(priced.shares, Layer.ITEM, names, currency),
        line_total=offer.unit_price * quantity if priced is None else Money(after_items(priced), currency),
        problem=line_problem(quantity=quantity, available=offer.available, is_sold=offer.active),
        left=max(0, offer.available),
        source=PriceSource.LIST if priced is None else priced.source,
        was=None if was is None else Money(was, currency),
    )


def _code(code: CodeVerdict, names: Names) -> CodeView:
    return CodeView(code.code, None if code.promotion is None else names.get(code.promotion), code.whys)
