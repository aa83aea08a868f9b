"""The shopper's open cart, locked."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from commerce.carts.domain.policies import MOST_CODES
from commerce.carts.domain.values import CartStatus, Shopper
from commerce.carts.models import Cart, CartCode, CartLine
from commerce.core.kept_statements import kept_statement


def find_open_cart(shopper: Shopper) -> Cart | None:
    """The shopper's open cart, locked until the transaction ends. One that was ordered meanwhile is none."""
    if shopper.customer_id is None:
        carts = _locked_of_guest(guest_key=shopper.guest_key)
    else:
        carts = _locked_of_customer(customer_id=shopper.customer_id)
    return next(iter(carts), None)


@kept_statement
def _locked_of_guest(guest_key: Any) -> QuerySet[Any]:
    return Cart.objects.select_for_update().open().filter(customer__isnull=True, guest_key=guest_key)


@kept_statement
def _locked_of_customer(customer_id: Any) -> QuerySet[Any]:
    return Cart.objects.select_for_update().open().filter(customer_id=customer_id)


def lock_open_cart(shopper: Shopper, now: datetime) -> Cart:
    """As `find_open_cart`; a new cart where there is none."""
    while True:
        cart = find_open_cart(shopper)
        if cart is not None:
            return cart
        try:
            with transaction.atomic():
                return Cart.objects.create(
                    status=CartStatus.OPEN,
                    customer_id=shopper.customer_id,
                    guest_key=shopper.guest_key,
                    created_at=now,
                    changed_at=now,
                )
        except IntegrityError:  # another request of the same shopper made it first
            continue


def fill_cart(cart: Cart, quantities: dict[int, int], now: datetime) -> None:
    """The locked cart holds at least these lines, with exactly these quantities."""
    CartLine.objects.bulk_create(
        [CartLine(cart=cart, variant_id=variant, quantity=quantity) for variant, quantity in quantities.items()],
        update_conflicts=True,
        unique_fields=["tenant", "cart", "variant"],
        update_fields=["quantity"],
    )
    cart.was_changed(now)


def fill_codes(cart: Cart, source: Cart) -> None:
    """The locked cart has the other's codes besides its own, as many as a cart takes."""
    room = MOST_CODES - CartCode.objects.filter(cart=cart).count()
    known = CartCode.objects.filter(cart=cart).values("code_key")
    new = CartCode.objects.filter(cart=source).exclude(code_key__in=known).order_by("id")[: max(0, room)]
    CartCode.objects.bulk_create([CartCode(cart=cart, code=row.code, code_key=row.code_key) for row in new])
