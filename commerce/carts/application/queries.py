"""Answers about carts."""

from __future__ import annotations

from django.db.models import Sum

from commerce.carts.domain.policies import line_problem
from commerce.carts.domain.pricing.engine import LineToPrice, price_cart
from commerce.carts.domain.values import CartLineView, CartView, Problem, Shopper
from commerce.carts.models import Cart, CartLine
from commerce.catalog.application.queries import offers_for_variants
from commerce.catalog.domain.values import VariantOffer
from commerce.core.scope import current_tenant_id
from commerce.tenants.models import Tenant

_NOT_TO_BE_HAD = frozenset({Problem.SOLD_OUT, Problem.NO_LONGER_SOLD})


def cart_view(shopper: Shopper | None) -> CartView:
    """The shopper's open cart at the prices of this moment; an empty one for nobody."""
    cart = Cart.objects.open_of(shopper).first() if shopper is not None else None
    return view_of(quantities_in(cart.pk) if cart is not None else {})


def quantities_in(cart_id: int) -> dict[int, int]:
    """Pieces by variant, in the order in which they were put in."""
    return dict(CartLine.objects.filter(cart_id=cart_id).order_by("id").values_list("variant_id", "quantity"))


def piece_count(shopper: Shopper | None) -> int:
    """How many pieces are in the open cart, for the header of each page."""
    if shopper is None:
        return 0
    lines = CartLine.objects.filter(cart__in=Cart.objects.open_of(shopper))
    return lines.aggregate(pieces=Sum("quantity"))["pieces"] or 0


def view_of(quantities: dict[int, int]) -> CartView:
    """These pieces by variant as a cart at the prices of this moment."""
    offers = offers_for_variants(quantities)
    currency = Tenant.objects.values_list("currency", flat=True).get(pk=current_tenant_id())
    lines = tuple(_line(offers[variant], quantity) for variant, quantity in quantities.items() if variant in offers)
    priced = price_cart(
        [
            LineToPrice(line.variant_id, line.quantity, line.offer.unit_price)
            for line in lines
            if line.problem not in _NOT_TO_BE_HAD
        ],
        currency=currency,
    )
    return CartView(
        lines=lines,
        subtotal=priced.subtotal,
        shipping=priced.shipping,
        total=priced.total,
        piece_count=sum(line.quantity for line in lines),
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
