"""Pay by each gateway, refund half, return one piece, refund the rest: desk, shop, books and gateway say the same."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser import shopper
from tests.browser.books import balances, minor, rows, subjects_about, token_in
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.desk import sign_in
from tests.browser.shops import ask, stock_of
from tests.browser.test_paying import CHECK, NOOR, PAY, SOUQ, back_in_the_shop, choose
from tests.simulators.gateways.running import Simulator

OWNERS = {NOOR: "huda@noor.example", SOUQ: "majed@souq.example"}
PIECES = 3
PATIENCE = 30


@dataclass(frozen=True)
class Bought:
    """An order as it was paid; amounts in minor units."""

    host: str
    address: str
    id: int
    total: int
    sku: str

    @property
    def token(self) -> str:
        return token_in(self.address)


def buy(site: Site, page: Any, host: str, prefix: str, language: str, gateway: str) -> Bought:
    """Three pieces, paid at the gateway's own page or ours."""
    page.goto(site.at(host, f"{prefix}/products/"))
    shopper.open_first_product(page)
    sku, product = shopper.sku_on(page), page.url
    for _ in range(PIECES):
        page.goto(product)
        shopper.put_in_cart(page)
    shopper.go_to_checkout(page)
    shopper.fill_checkout(page, gateway)
    shopper.confirm(page)
    choose(page, PAY[language])
    if gateway == "moyasar":
        choose(page, CHECK)
    assert back_in_the_shop(site, page, host) == "confirmed"
    sql = "SELECT id, total_minor FROM orders_order WHERE token = %s"
    order_id, total = ask(site.database, sql, token_in(page.url))
    return Bought(host, page.url, order_id, total, sku)


def open_order(desk: Any, site: Site, order: Bought) -> None:
    desk.goto(site.at(order.host, f"/manage/orders/{order.id}/"))


def send(desk: Any) -> None:
    """All pieces in one shipment, under the carrier's number."""
    desk.locator("form[action$='/shipments/'] button[type=submit]").click()
    desk.locator("button[name=move][value=pack]").click()
    desk.locator("[name=tracking_number]").fill("SMSA 7001")
    desk.locator(".order-shipment button[name=move][value=ship]").click()
    desk.locator(".order-shipment button[name=move][value=deliver]").click()
    desk.wait_for_load_state()


def give_back(desk: Any, amount: int | None = None) -> None:
    """That amount, or what the form proposes: all that is left."""
    form = desk.locator("form[action$='/give-back/']")
    desk.locator("details:has(form[action$='/give-back/']) summary").click()
    if amount is not None:
        form.locator("[name=amount]").fill(f"{amount // 100}.{amount % 100:02}")
    form.locator("[name=reason]").fill("مقاس آخر")
    form.locator("button[type=submit]").click()
    desk.wait_for_load_state()


def take_back(desk: Any, pieces: int) -> None:
    """So many pieces come back, lie on the shelf again, and their money goes to the payer."""
    form = desk.locator("form[action$='/returns/']")
    desk.locator("details:has(form[action$='/returns/']) summary").click()
    form.locator("input[type=number]").first.fill(str(pieces))
    form.locator("button[type=submit]").click()
    for move in ("receive", "refund"):
        desk.locator(f"form[action*='/orders/returns/'] button[name=move][value={move}]").click()
        desk.wait_for_load_state()


def money_on_desk(desk: Any) -> dict[str, int]:
    """What was paid and what was given back, as the order's page says."""
    sums = desk.locator("section:has(#order-money) > .order-sums > div dd")
    paid, refunded = (minor(sums.nth(place).inner_text()) for place in range(2))
    return {"paid": paid, "refunded": refunded}


def wait_until(true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


def refunded_in_books(site: Site, order: Bought) -> int:
    sql = """
        SELECT coalesce(sum(refund.amount_minor), 0)::bigint FROM payments_refund AS refund
        JOIN orders_order AS bought ON bought.payment_id = refund.payment_id
        WHERE bought.token = %s AND refund.status = 'succeeded'
    """
    return int(ask(site.database, sql, order.token)[0])


@pytest.mark.parametrize(
    ("gateway", "host", "prefix", "language"),
    [
        ("moyasar", NOOR, "", "ar"),
        pytest.param("hyperpay", NOOR, "/en", "en", marks=pytest.mark.long),
        pytest.param("paytabs", SOUQ, "/ar", "ar", marks=pytest.mark.long),
    ],
)
def test_pay_refund_half_return_one_piece_refund_the_rest(
    site: Site, gateways: Simulator, letters: Path, visitor: Any, gateway: str, host: str, prefix: str, language: str
) -> None:
    before = len(gateways.journal())
    phone = visitor(PHONE).page
    order = buy(site, phone, host, prefix, language, gateway)
    on_hand, reserved = stock_of(site.database, host, order.sku)
    desk = visitor(DESKTOP).page
    sign_in(desk, site, host, OWNERS[host])
    open_order(desk, site, order)
    assert money_on_desk(desk) == {"paid": order.total, "refunded": 0}
    send(desk)

    half = order.total // 2
    give_back(desk, half)
    assert money_on_desk(desk) == {"paid": order.total, "refunded": half}
    assert balances(site.database, order.token) == {
        "gateway_receivable": order.total - half,
        "order_funds": half - order.total,
    }

    take_back(desk, 1)
    [(share,)] = rows(
        site.database,
        "SELECT amount_minor FROM orders_returnline WHERE amount_minor IS NOT NULL AND line_id IN"
        " (SELECT line.id FROM orders_orderline AS line JOIN orders_order ON orders_order.id = line.order_id"
        " WHERE token = %s)",
        order.token,
    )
    wait_until(lambda: refunded_in_books(site, order) == half + share, "the return was not paid back")
    open_order(desk, site, order)
    assert money_on_desk(desk) == {"paid": order.total, "refunded": half + share}
    assert stock_of(site.database, host, order.sku) == (on_hand + 1, reserved)

    give_back(desk)
    assert money_on_desk(desk) == {"paid": order.total, "refunded": order.total}
    assert desk.locator("form[action$='/give-back/']").count() == 0
    assert balances(site.database, order.token) == {}
    moved = [entry["minor"] for entry in gateways.journal()[before:] if entry["gateway"] == gateway]
    assert moved == [order.total, -half, -share, half + share - order.total]

    phone.goto(order.address)
    told = phone.locator(".refunds .money").all_inner_texts()
    assert [minor(text) for text in told] == [half, share, order.total - half - share]
    assert phone.locator("html").get_attribute("lang") == language
    assert shopper.has_no_sideways_scroll(phone)
    wait_until(lambda: len(subjects_about(letters, order.token)) >= 7, "a letter is missing")
    written = subjects_about(letters, order.token)
    # Placed, paid, sent and delivered are told once, and money three times.
    assert (len(written), len(set(written))) == (7, 5), written
