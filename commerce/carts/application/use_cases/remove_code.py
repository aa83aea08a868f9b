"""Taking a code out of the cart again."""

from datetime import datetime

from django.db import transaction

from commerce.carts.application.open_cart import find_open_cart
from commerce.carts.domain.values import Shopper
from commerce.carts.models import CartCode
from commerce.promotions.domain.coupons import code_key


def remove_code(*, shopper: Shopper, code: str, now: datetime) -> None:
    """The shopper's open cart has the code no more; one that it had not stays away."""
    with transaction.atomic():
        cart = find_open_cart(shopper)
        if cart is not None and CartCode.objects.filter(cart=cart, code_key=code_key(code)).delete()[0]:
            cart.was_changed(now)
