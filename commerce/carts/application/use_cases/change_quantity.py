"""Changing how many of something are in the cart."""

from datetime import datetime

from django.db import transaction

from commerce.carts.application.open_cart import find_open_cart
from commerce.carts.application.required_offers import require_offer
from commerce.carts.domain.values import Shopper
from commerce.carts.models import CartLine


def change_quantity(*, shopper: Shopper, variant_id: int, quantity: int, now: datetime) -> None:
    """The line of that variant holds so many pieces; nought takes it out. A line that is not there stays away.

    Refuses NotFound for what is no longer sold, NotEnoughLeft and InvalidQuantity; taking out is never refused.
    """
    with transaction.atomic():
        cart = find_open_cart(shopper)
        line = CartLine.objects.filter(cart=cart, variant_id=variant_id).first() if cart is not None else None
        if cart is None or line is None:
            return
        if quantity == 0:
            line.delete()
        else:
            require_offer(variant_id, quantity)
            line.quantity = quantity
            line.save(update_fields=["quantity"])
        cart.was_changed(now)
