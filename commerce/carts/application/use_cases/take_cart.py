"""A cart becomes an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from commerce.carts.application.open_cart import find_open_cart
from commerce.carts.application.pricing import ANYBODY, Asker, StorePrices
from commerce.carts.application.queries import held_in_cart, seen
from commerce.carts.application.told_prices import told
from commerce.carts.domain.pricing.outputs import PricedCart
from commerce.carts.domain.values import CartStatus, CartView, Shopper


@dataclass(frozen=True, slots=True)
class TakenCart:
    """What was in the cart, as its shopper is told of it, as it was priced, and what it was priced by."""

    id: int
    view: CartView
    priced: PricedCart
    prices: StorePrices


def take_cart(*, shopper: Shopper, now: datetime, asker: Asker = ANYBODY) -> TakenCart | None:
    """The shopper's open cart, locked, seen at today's prices and marked as ordered; None when there is none.

    `asker` says what is known of the way: phone, city, way of paying.

    Runs in the transaction that places the order (TransactionManagementError without one): rolled back, the cart is
    open again. Whoever changes the cart meanwhile waits, and then starts a new one.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a cart is taken inside the transaction that orders it")
    cart = find_open_cart(shopper)
    if cart is None:
        return None
    cart.status = CartStatus.ORDERED
    cart.changed_at = now
    cart.save(update_fields=["status", "changed_at"])
    held = held_in_cart(cart.pk)
    offers, to_price = seen(held.quantities, now=now, asker=held.asker_of(shopper, asker))
    priced = to_price.priced()
    return TakenCart(cart.pk, told(held.quantities, offers, to_price, priced), priced, to_price.prices)
