"""Answers about carts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Sum

from commerce.carts.domain.policies import line_problem
from commerce.carts.domain.pricing.engine import price_cart
from commerce.carts.domain.pricing.inputs import Cart as CartToPrice
from commerce.carts.domain.pricing.inputs import CartLine as LineToPrice
from commerce.carts.domain.pricing.inputs import Occasion, Offer, Terms, VatCategory
from commerce.carts.domain.pricing.rules import compile_promotions
from commerce.carts.domain.values import CartLineView, CartView, Problem, Shopper
from commerce.carts.models import Cart, CartLine
from commerce.catalog.application.queries import offers_for_variants
from commerce.catalog.domain.values import VariantOffer
from commerce.core.money import Money
from commerce.core.scope import current_tenant_id
from commerce.tenants.models import Tenant

# All goods, until stores say which are taxed otherwise: 15 %.
_STANDARD = VatCategory("standard", 1500)
_NOT_TO_BE_HAD = frozenset({Problem.SOLD_OUT, Problem.NO_LONGER_SOLD})


def cart_view(shopper: Shopper | None, *, now: datetime) -> CartView:
    """The shopper's open cart at the prices of `now`; an empty one for nobody."""
    cart = Cart.objects.open_of(shopper).first() if shopper is not None else None
    return view_of(quantities_in(cart.pk) if cart is not None else {}, now=now)


def quantities_in(cart_id: int) -> dict[int, int]:
    """Pieces by variant, in the order in which they were put in."""
    return dict(CartLine.objects.filter(cart_id=cart_id).order_by("id").values_list("variant_id", "quantity"))


def piece_count(shopper: Shopper | None) -> int:
    """How many pieces are in the open cart, for the header of each page."""
    if shopper is None:
        return 0
    lines = CartLine.objects.filter(cart__in=Cart.objects.open_of(shopper))
    return lines.aggregate(pieces=Sum("quantity"))["pieces"] or 0


def view_of(quantities: dict[int, int], *, now: datetime) -> CartView:
    """These pieces by variant as a cart at the prices of `now`."""
    offers = offers_for_variants(quantities)
    store = Tenant.objects.only("currency", "time_zone").get(pk=current_tenant_id())
    lines = tuple(_line(offers[variant], quantity) for variant, quantity in quantities.items() if variant in offers)
    terms = Terms(store.currency, store.time_zone, (_STANDARD,))
    rules = compile_promotions((), terms=terms, occasion=Occasion(now))
    priced = price_cart(_to_price([line for line in lines if line.problem not in _NOT_TO_BE_HAD]), rules)
    return CartView(
        lines=lines,
        subtotal=Money(priced.goods - priced.discount, store.currency),
        shipping=Money(0 if priced.shipping is None else priced.shipping.total, store.currency),
        total=Money(priced.total, store.currency),
        piece_count=sum(line.quantity for line in lines),
    )


def _to_price(lines: Sequence[CartLineView]) -> CartToPrice:
    return CartToPrice(
        lines=tuple(LineToPrice(line.variant_id, line.variant_id, line.quantity) for line in lines),
        offers={line.variant_id: _offer(line.offer) for line in lines},
    )


def _offer(offer: VariantOffer) -> Offer:
    return Offer(
        variant=offer.id,
        product=offer.product_id,
        list_price=offer.unit_price.minor,
        vat=_STANDARD.id,
        compare_at=None if offer.compare_at is None else offer.compare_at.minor,
    )


def _line(offer: VariantOffer, quantity: int) -> CartLineView:
    return CartLineView(
        variant_id=offer.id,
        offer=offer,
        quantity=quantity,
        line_total=offer.unit_price * quantity,
        problem=line_problem(quantity=quantity, available=offer.available, is_sold=offer.active),
        left=max(0, offer.available),
    )
