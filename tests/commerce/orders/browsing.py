"""A browser without JavaScript, buying."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.test import Client

from commerce.catalog.models import Variant
from commerce.orders.models import Order
from tests.commerce.carts.shop import pieces_of

DETAILS = {
    "phone": "٠٥٥١٢٣٤٥٦٧",
    "name": "سارة العتيبي",
    "email": "",
    "city": "الرياض",
    "short_address": "RRRD2929",
}


def variant() -> int:
    with transaction.atomic():
        return int(Variant.objects.get().pk)


def shelf() -> tuple[int, int]:
    with transaction.atomic():
        return pieces_of(Variant.objects.get().pk)


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found is not None
    return found[1]


def order_it(client: Client, method: str = "pretend", **changes: str) -> Any:
    page = client.get("/checkout/")
    hiddens = {name: hidden(page, name) for name in ("idempotency_key", "seen_total")}
    return client.post("/checkout/", DETAILS | {"payment_method": method} | hiddens | changes)


def the_order() -> Order:
    with transaction.atomic():
        order: Order = Order.objects.select_related("payment").get()
        return order


def play(client: Client, outcome: str) -> Order:
    """Orders, chooses on the practice page, and comes back."""
    gateway_page = order_it(client)["Location"]
    back = client.post(gateway_page, {"outcome": outcome})
    home = client.get(back["Location"])
    assert home["Location"].endswith(f"/orders/{the_order().token}/")
    assert client.get(home["Location"]).status_code == 200
    return the_order()
