"""A cart becomes an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from commerce.carts.application.open_cart import find_open_cart
from commerce.carts.application.queries import quantities_in, view_of
from commerce.carts.domain.values import CartStatus, CartView, Shopper


@dataclass(frozen=True, slots=True)
class TakenCart:
    id: int
    view: CartView


def take_cart(*, shopper: Shopper, now: datetime) -> TakenCart | None:
    """The shopper's open cart, locked, seen at today's prices and marked as ordered; None when there is none.

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
    return TakenCart(cart.pk, view_of(quantities_in(cart.pk), now=now))
