"""What the engine answers, as figures."""

from __future__ import annotations

from commerce.carts.domain.pricing.engine import price_cart
from commerce.carts.domain.pricing.outputs import PricedCart
from commerce.carts.domain.pricing.rules import compile_promotions
from tests.commerce.carts.pricing.cases import Case
from tests.commerce.carts.pricing.figures import Figures, VatFigures


def figures(case: Case) -> Figures:
    return figures_of(priced(case))


def priced(case: Case) -> PricedCart:
    rules = compile_promotions(case.promotions, terms=case.terms, occasion=case.occasion, remaining=case.remaining)
    return price_cart(case.cart, rules)


def figures_of(cart: PricedCart) -> Figures:
    shipping, fee = cart.shipping, cart.fee
    return Figures(
        lines={line.id: line.total for line in cart.lines},
        line_vat={line.id: line.vat for line in cart.lines},
        total=cart.total,
        amounts={(one.promotion, one.action): one.amount for one in cart.verdicts if one.amount},
        shares={
            (share.promotion, share.action, line.id): share.amount
            for line in cart.lines
            for share in line.shares
            if share.amount
        },
        gifts={(gift.promotion, gift.action): (gift.variant, gift.quantity) for gift in cart.gifts},
        shipping=None if shipping is None else shipping.total,
        shipping_vat=0 if shipping is None else shipping.vat,
        fee=None if fee is None else fee.total,
        fee_vat=0 if fee is None else fee.vat,
        vat={
            line.category: VatFigures(line.gross, line.taxable, line.vat, line.rounding)
            for line in cart.vat
            if line.gross
        },
    )
