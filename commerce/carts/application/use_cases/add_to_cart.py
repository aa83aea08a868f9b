"""Putting something in the cart."""

from datetime import datetime

from django.db import transaction

from commerce.carts.application.open_cart import lock_open_cart
from commerce.carts.application.queries import quantities_in
from commerce.carts.application.required_offers import more_of
from commerce.carts.domain.values import Shopper
from commerce.carts.models import CartLine
from commerce.catalog.domain.values import VariantOffer


def add_to_cart(*, shopper: Shopper, variant_id: int, quantity: int, now: datetime) -> VariantOffer:
    """The shopper's open cart holds that many pieces more; returns what was added.

    Refuses NotFound for what is not sold here, NotEnoughLeft, InvalidQuantity, and CartFull.
    """
    with transaction.atomic():
        cart = lock_open_cart(shopper, now)
        quantities = quantities_in(cart.pk)
        wanted, offer = more_of(quantities, variant_id, quantity)
        CartLine.objects.update_or_create(cart=cart, variant_id=variant_id, defaults={"quantity": wanted})
        cart.was_changed(now)
    return offer
