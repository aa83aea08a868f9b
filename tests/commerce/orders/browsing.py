"""A browser without JavaScript, buying."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.test import Client

from commerce.catalog.models import Variant
from commerce.orders.models import Order
from tests.commerce.carts.shop import pieces_of
from tests.simulators.gateways.payer import ComingBack, pay_on_page

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


def order_it(client: Client, method: str = "paytabs", **changes: str) -> Any:
    page = client.get("/checkout/")
    hiddens = {name: hidden(page, name) for name in ("idempotency_key", "seen_total")}
    return client.post("/checkout/", DETAILS | {"payment_method": method} | hiddens | changes)


def the_order() -> Order:
    with transaction.atomic():
        order: Order = Order.objects.select_related("payment").get()
        return order


def come_back(client: Client, back: ComingBack) -> Any:
    """As the gateway sends the payer's browser."""
    parts = urlsplit(back.url)
    kind = "application/x-www-form-urlencoded"
    return client.generic(back.method, f"{parts.path}?{parts.query}", back.body, content_type=kind)


def pay(client: Client, page: str, choice: str = "approve") -> Order:
    """Chooses on the gateway's page, and comes back to the order's."""
    home = come_back(client, pay_on_page(page, choice))
    assert home["Location"].endswith(f"/orders/{the_order().token}/")
    assert client.get(home["Location"]).status_code == 200
    return the_order()


def buy(client: Client, choice: str = "approve") -> Order:
    """Orders, and pays with PayTabs."""
    return pay(client, order_it(client)["Location"], choice)
