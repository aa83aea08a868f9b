"""A store that holds first: a shopper pays by mada, the pieces are sent, and only then the money is taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import shopper
from tests.browser.books import balances, minor, token_in
from tests.browser.conftest import PHONE, Site
from tests.browser.desk import sign_in
from tests.browser.shops import ask
from tests.browser.test_money_journey import OWNERS, money_on_desk, send, wait_until
from tests.browser.test_paying import NOOR, back_in_the_shop, begin, choose
from tests.simulators.gateways.merchants import known
from tests.simulators.gateways.running import Simulator

# What is written on the form's own button, and on the desk.
PAY_BY_MADA = "ادفع بمدى"
HELD = "محجوز لدى بنك العميل"
ACCOUNT = "/manage/payments/hyperpay/test/"


def take(owner: Any, site: Site, when: str) -> None:
    """The merchant says when the money of HyperPay becomes the store's."""
    owner.goto(site.at(NOOR, ACCOUNT))
    owner.locator(f"[name=taking][value={when}]").check()
    owner.locator("form:has([name=taking]) button[type=submit]").last.click()
    owner.wait_for_load_state()


@pytest.fixture
def owner(site: Site, visitor: Any) -> Iterator[Any]:
    """Of a store that holds first at HyperPay, as long as the test lasts; with a phone."""
    page = visitor(PHONE).page
    sign_in(page, site, NOOR, OWNERS[NOOR])
    take(page, site, "when_sent")
    yield page
    take(page, site, "at_once")


def channel_of_mada() -> str:
    [facts] = [one.facts for one in known() if (one.name, one.gateway) == ("noor", "hyperpay")]
    return facts["entity_mada"]


@pytest.mark.long
def test_mada_is_held_by_its_own_channel_and_taken_with_the_shipment(
    site: Site, gateways: Simulator, visitor: Any, owner: Any
) -> None:
    before, held_before = len(gateways.journal()), set(gateways.holds())
    phone = visitor(PHONE).page
    begin(site, phone, NOOR, "", "hyperpay_mada")
    assert phone.locator("form.paymentWidgets").get_attribute("data-brands") == "MADA"
    assert shopper.has_no_sideways_scroll(phone)
    assert gateways.control("sessions")[-1]["entityId"] == channel_of_mada()
    choose(phone, PAY_BY_MADA)
    assert back_in_the_shop(site, phone, NOOR) == "confirmed"
    assert phone.locator("html").get_attribute("dir") == "rtl"

    token = token_in(phone.url)
    order_id, total = ask(site.database, "SELECT id, total_minor FROM orders_order WHERE token = %s", token)
    assert (len(set(gateways.holds()) - held_before), gateways.journal()[before:]) == (1, [])
    owner.goto(site.at(NOOR, f"/manage/orders/{order_id}/"))
    sums = owner.locator("section:has(#order-money) > .order-sums > div")
    [held] = [minor(line) for line in sums.all_inner_texts() if HELD in line]
    assert (held, balances(site.database, token)) == (total, {"holds": total, "holds_contra": -total})
    assert shopper.has_no_sideways_scroll(owner)

    send(owner)
    wait_until(lambda: bool(gateways.journal()[before:]), "nothing was taken with the shipment")
    [taken] = gateways.journal()[before:]
    assert (taken["kind"], taken["minor"]) == ("capture", total)
    assert set(gateways.holds()) == held_before
    owner.goto(site.at(NOOR, f"/manage/orders/{order_id}/"))
    assert money_on_desk(owner) == {"paid": total, "refunded": 0}
    assert HELD not in owner.locator("section:has(#order-money)").inner_text()
    assert balances(site.database, token) == {"gateway_receivable": total, "order_funds": -total}
    phone.reload()
    assert shopper.has_no_sideways_scroll(phone)
