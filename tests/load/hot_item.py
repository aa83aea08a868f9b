"""One item that everybody wants: carts with a piece of it each, those who order them, and what the database says then.

Everything `place_order` does is done, as behind a page: only the page, and the worker, are left out.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q, Sum

from commerce.carts.domain.values import CartStatus, Shopper
from commerce.carts.models import Cart, CartLine
from commerce.catalog.application.use_cases.reserve_stock import OutOfStock
from commerce.catalog.domain.values import ReservationState
from commerce.catalog.models import StockMovement, StockReservation
from commerce.core import clock
from commerce.core.actors import GUEST
from commerce.core.money import Money
from commerce.orders.application.use_cases.pay_order import pay_order
from commerce.orders.application.use_cases.place_order import OrderRequest, place_order
from commerce.orders.application.use_cases.receive_payer import receive_payer
from commerce.orders.domain.values import Contact
from commerce.orders.models import Order, OrderLine
from commerce.payments.domain.conversations import RawRequest
from commerce.payments.domain.values import Redirect
from tests.commerce.carts.shop import pieces_of, put_on_shelf
from tests.commerce.orders.checkout import ADDRESS
from tests.load.figures import REFUSED, SOLD, Shelf, Span, Waited
from tests.simulators.gateways.payer import pay_on_page

PRICE = Money(9_900, "SAR")


def put_up(sku: str, pieces: int) -> int:
    """So many pieces of a new item on the shelf; its variant's id."""
    with transaction.atomic():
        return put_on_shelf(sku, pieces=pieces, price_minor=PRICE.minor)


def fill_carts(variant_id: int, crowd: str, carts: int) -> None:
    """A piece lies in the cart of each of so many guests."""
    now = clock.now()
    with transaction.atomic():
        filled = Cart.objects.bulk_create(
            Cart(guest_key=_guest(crowd, number), status=CartStatus.OPEN, created_at=now, changed_at=now)
            for number in range(carts)
        )
        CartLine.objects.bulk_create(CartLine(cart=cart, variant_id=variant_id, quantity=1) for cart in filled)


def ordering(crowd: str) -> Callable[[int], str]:
    """Each orders what lies in a cart, to pay at the door."""

    def order(number: int) -> str:
        return SOLD if _place(crowd, number, "cash_on_delivery") is not None else REFUSED

    return order


def paying(crowd: str, gateway: str) -> Callable[[int], str | Waited]:
    """Each orders what lies in a cart, pays on the gateway's page, and comes back."""

    def pay(number: int) -> str | Waited:
        order_id = _place(crowd, number, gateway)
        if order_id is None:
            return REFUSED
        with transaction.atomic():
            token = Order.objects.values_list("token", flat=True).get(pk=order_id)
        address = f"http://noor.localhost/orders/{token}/return/"
        began = time.monotonic()
        step = pay_order(order_id=order_id, actor=GUEST, return_url=address, now=clock.now())
        begun = Span(began, time.monotonic())
        if not isinstance(step, Redirect):
            return f"the gateway wants {step}"
        back = pay_on_page(step.url)
        returned = time.monotonic()
        receive_payer(token=token, request=RawRequest(back.method, {}, back.body, back.query), now=clock.now())
        return Waited(SOLD, [begun, Span(returned, time.monotonic())])

    return pay


def shelf_of(variant_id: int, pieces: int) -> Shelf:
    """What the database says of the item; there were so many pieces."""
    with transaction.atomic():
        promised = StockReservation.objects.filter(variant_id=variant_id).aggregate(
            held=Sum("quantity", filter=Q(state=ReservationState.HELD), default=0),
            taken=Sum("quantity", filter=Q(state=ReservationState.COMMITTED), default=0),
        )
        moved = StockMovement.objects.filter(variant_id=variant_id).aggregate(
            on_hand=Sum("delta_on_hand"), reserved=Sum("delta_reserved")
        )
        ordered = OrderLine.objects.filter(variant_id=variant_id).aggregate(pieces=Sum("quantity", default=0))
        return Shelf(
            pieces=pieces,
            ordered=ordered["pieces"],
            held=promised["held"],
            taken=promised["taken"],
            level=pieces_of(variant_id),
            movements=(moved["on_hand"], moved["reserved"]),
        )


def _place(crowd: str, number: int, payment_method: str) -> int | None:
    """The order's id; None when the item is sold out."""
    request = OrderRequest(
        contact=Contact(name="سارة العتيبي", phone=f"05{50_000_000 + number}", email="sara@example.com"),
        address=ADDRESS,
        payment_method=payment_method,
        seen_total=PRICE,
        language="ar",
    )
    shopper, now = Shopper(guest_key=_guest(crowd, number)), clock.now()
    try:
        return place_order(shopper=shopper, request=request, idempotency_key=f"{crowd}-{number}", now=now)
    except OutOfStock:
        return None


def _guest(crowd: str, number: int) -> str:
    return f"{crowd}-{number}"
