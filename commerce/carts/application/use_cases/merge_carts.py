"""A guest signs in: two carts become one."""

from datetime import datetime

from django.db import transaction

from commerce.carts.application.open_cart import fill_cart, fill_codes, find_open_cart, lock_open_cart
from commerce.carts.application.queries import quantities_in
from commerce.carts.domain.policies import merged
from commerce.carts.domain.values import Shopper


def merge_carts(*, guest: Shopper, customer: Shopper, now: datetime) -> None:
    """The customer's open cart holds the guest's pieces too, within a cart's limits; the guest's is gone.

    A second run finds no guest's cart and changes nothing. The guest's cart is locked first.
    """
    with transaction.atomic():
        source = find_open_cart(guest)
        if source is None:
            return
        target = lock_open_cart(customer, now)
        fill_cart(target, merged(quantities_in(target.pk), quantities_in(source.pk)), now)
        fill_codes(target, source)
        source.delete()
