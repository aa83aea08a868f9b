"""Entering a code."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.carts.application.open_cart import lock_open_cart
from commerce.carts.application.queries import codes_in
from commerce.carts.application.required_codes import more_codes
from commerce.carts.domain.values import Shopper
from commerce.carts.models import CartCode
from commerce.promotions.domain.coupons import code_key


def enter_code(*, shopper: Shopper, code: str, now: datetime) -> None:
    """The shopper's open cart has this code, whether it gives something already or not; twice is once.

    Refuses NoCodeTyped, UnknownCode and TooManyCodes.
    """
    with transaction.atomic():
        cart = lock_open_cart(shopper, now)
        entered = codes_in(cart.pk)
        for new in more_codes(entered, code)[len(entered) :]:
            CartCode.objects.create(cart=cart, code=new, code_key=code_key(new))
            cart.was_changed(now)
