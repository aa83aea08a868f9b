"""A cart comes back from the order it became."""

from datetime import datetime

from django.db import transaction

from commerce.carts.application.open_cart import fill_cart, fill_codes, lock_open_cart
from commerce.carts.application.queries import quantities_in
from commerce.carts.domain.policies import merged
from commerce.carts.domain.values import CartStatus, Shopper
from commerce.carts.models import Cart


def reopen_cart(*, cart_id: int, now: datetime) -> None:
    """What was ordered from this cart lies in its shopper's open cart again, besides what is there already.

    A cart that is open, or gone, stays as it is.
    """
    with transaction.atomic():
        cart = Cart.objects.select_for_update().filter(pk=cart_id, status=CartStatus.ORDERED).first()
        if cart is None:
            return
        target = lock_open_cart(Shopper(cart.customer_id, cart.guest_key), now)
        fill_cart(target, merged(quantities_in(target.pk), quantities_in(cart.pk)), now)
        fill_codes(target, cart)
        cart.delete()
