"""The last ten pieces and forty buyers, over HTTP, against the site as it runs."""

from __future__ import annotations

import http.client
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from django.db import transaction
from django.http import HttpResponse

from commerce.carts.application.use_cases.add_to_cart import add_to_cart
from commerce.carts.domain.values import Shopper
from commerce.carts.interfaces.shoppers import remember_guest
from commerce.core.scope import tenant_scope
from commerce.orders.models import Order
from commerce.tenants.models import Tenant
from tests.browser.server import running_site
from tests.commerce.carts.shop import NOON, pieces_of, put_on_shelf
from tests.commerce.orders.browsing import DETAILS
from tests.support.databases import admin_dsn
from tests.support.together import at_once
from wasla_site.launcher.roles import app_dsn

BUYERS, PIECES = 40, 10
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass
class Answer:
    status: int
    location: str
    text: str

    @property
    def hidden(self) -> dict[str, str]:
        return {name: unescape(value) for name, value in HIDDEN.findall(self.text)}


class Buyer:
    """A browser without scripts, with one product in the cart."""

    def __init__(self, port: int, shopper: Shopper) -> None:
        self.port = port
        response = HttpResponse()
        remember_guest(response, shopper)
        self.cookies = {name: morsel.value for name, morsel in response.cookies.items()}

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {
            "Host": f"noor.localhost:{self.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            connection.request(method, path, urlencode(fields) if fields else None, headers)
            response = connection.getresponse()
            for cookie in response.msg.get_all("Set-Cookie") or []:
                name, _, value = cookie.split(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(response.status, response.headers.get("Location", ""), response.read().decode())
        finally:
            connection.close()

    def read_checkout(self) -> dict[str, str]:
        """The form as this buyer would send it."""
        page = self.ask("GET", "/en/checkout/")
        assert page.status == 200, page
        wanted = {name: page.hidden[name] for name in ("csrfmiddlewaretoken", "idempotency_key", "seen_total")}
        return DETAILS | {"payment_method": "cash_on_delivery"} | wanted


@dataclass(frozen=True)
class Shop:
    port: int
    tenant_id: int
    variant: int
    database: str

    def buyer(self, name: str) -> Buyer:
        shopper = Shopper(guest_key=name)
        with tenant_scope(self.tenant_id), transaction.atomic():
            add_to_cart(shopper=shopper, variant_id=self.variant, quantity=1, now=NOON)
            return Buyer(self.port, shopper)

    def stands(self) -> tuple[int, tuple[int, int]]:
        """Orders, and pieces on hand and reserved."""
        with tenant_scope(self.tenant_id), transaction.atomic():
            return Order.objects.count(), pieces_of(self.variant)


@pytest.fixture
def shop(own_database: str, tmp_path: Path) -> Iterator[Shop]:
    noor = Tenant.objects.get(slug="noor")
    with tenant_scope(noor.pk), transaction.atomic():
        variant = put_on_shelf("OUD", pieces=PIECES)
    with running_site(own_database, tmp_path / "media", tmp_path / "site.log") as port:
        yield Shop(port, noor.pk, variant, own_database)


def outcome(answer: Answer) -> str:
    if answer.status not in {302, 303}:
        return f"{answer.status}: {answer.text[:200]}"
    return "ordered" if "/orders/" in answer.location else f"sent to {answer.location}"


@pytest.mark.long
def test_ten_orders_thirty_clean_refusals_and_no_error_page(shop: Shop) -> None:
    buyers = [shop.buyer(f"buyer-{number}") for number in range(BUYERS)]
    forms = [buyer.read_checkout() for buyer in buyers]

    def order(number: int) -> str:
        return outcome(buyers[number].ask("POST", "/en/checkout/", forms[number]))

    answers = Counter(at_once(*(partial(order, number) for number in range(BUYERS))))
    assert answers == {"ordered": PIECES, "sent to /en/cart/": BUYERS - PIECES}
    assert shop.stands() == (PIECES, (PIECES, PIECES))
    refused = next(buyer for buyer in buyers if "messages" in buyer.cookies)
    assert "nothing has been ordered" in refused.ask("GET", "/en/cart/").text


@pytest.mark.long
def test_who_waits_too_long_sends_the_same_order_again_and_has_it_once(shop: Shop) -> None:
    sara = shop.buyer("sara")
    form = sara.read_checkout()
    with psycopg.connect(app_dsn(admin_dsn(), shop.database)) as other:
        other.execute("SELECT set_config('app.tenant', %s, true)", [str(shop.tenant_id)])
        other.execute("SELECT FROM catalog_stocklevel WHERE variant_id = %s FOR UPDATE", [shop.variant])
        busy = sara.ask("POST", "/en/checkout/", form)
    assert busy.status == 503
    assert "What you sent has not been done yet" in busy.text
    assert shop.stands() == (0, (PIECES, 0))
    again = busy.hidden
    assert {name: again[name] for name in form if name != "csrfmiddlewaretoken" and form[name]} == {
        name: value for name, value in form.items() if name != "csrfmiddlewaretoken" and value
    }
    assert outcome(sara.ask("POST", "/en/checkout/", again)) == "ordered"
    assert outcome(sara.ask("POST", "/en/checkout/", again)) == "ordered"
    assert shop.stands() == (1, (PIECES, 1))
