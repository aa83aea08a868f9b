"""The gateways' pages in a real browser: the widget, the page and the form; without scripts where that is promised."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from commerce.payments.domain.conversations import AttemptReference, RawRequest
from commerce.payments.domain.values import ClientToken, NextAction, Outcome, Redirect, Widget
from tests.browser.conftest import CHROMIUM_FLAGS, PHONE
from tests.commerce.payments.gateways.counter import Counter
from tests.simulators.gateways.running import Simulator

pytestmark = pytest.mark.xdist_group("browser")


class Shop(BaseHTTPRequestHandler):
    """One page, and the address payers come back to."""

    page: str = ""
    arrived: list[RawRequest] = []

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if path == "/back/":
            self.arrived.append(RawRequest("GET", {}, b"", query))
        self.answer(self.page if path == "/pay/" else "back in the shop")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.arrived.append(RawRequest("POST", dict(self.headers), body))
        self.answer("back in the shop")

    def answer(self, html: str) -> None:
        raw = f'<!doctype html><html lang="ar"><meta charset="utf-8"><body>{html}</body></html>'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "Chromium is missing: `make test` installs it, or says what to install"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def visitor(browser: Browser, *, with_scripts: bool = True) -> Page:
    Shop.arrived = []
    context = browser.new_context(viewport=PHONE, java_script_enabled=with_scripts)  # type: ignore[arg-type]
    return context.new_page()


def start(counter: Counter, shop: str, *, has_script: bool = False) -> tuple[AttemptReference, NextAction]:
    request = replace(counter.request(has_script=has_script), return_url=f"{shop}/back/")
    result = counter.gateway.start(counter.account, request)
    assert result.next_action is not None, result.snapshot
    return AttemptReference(request.gateway_key, result.snapshot.reference, request.amount), result.next_action


def choose(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("choices", "outcome"),
    [
        (["ادفع بمدى"], Outcome.CAPTURED),
        (["بطاقة مرفوضة"], Outcome.DECLINED),
        (["بطاقة تطلب التحقق الإضافي", "Confirm"], Outcome.CAPTURED),
        (["بطاقة تطلب التحقق الإضافي", "Fail the check"], Outcome.DECLINED),
    ],
)
def test_hyperpays_widget_in_a_shops_own_page(
    simulator: Simulator, shop: str, browser: Browser, choices: list[str], outcome: Outcome
) -> None:
    counter = Counter(simulator, "hyperpay")
    attempt, action = start(counter, shop)
    assert isinstance(action, Widget)
    Shop.page = (
        f'<form action="{action.form_action}" class="paymentWidgets" data-brands="VISA MADA"></form>'
        f'<script src="{action.script_url}" crossorigin="anonymous"></script>'
    )
    page = visitor(browser)
    page.goto(f"{shop}/pay/")
    for words in choices:
        choose(page, words)
    page.wait_for_url(f"{shop}/back/**")
    assert counter.gateway.read_return(counter.account, attempt, Shop.arrived[-1]).is_about_this
    assert counter.find(attempt).outcome is outcome


@pytest.mark.sampled
@pytest.mark.parametrize("with_scripts", [True, False])
def test_paytabs_page_leads_back_by_a_signed_post_from_another_site(
    simulator: Simulator, shop: str, browser: Browser, with_scripts: bool
) -> None:
    counter = Counter(simulator, "paytabs")
    attempt, action = start(counter, shop)
    assert isinstance(action, Redirect)
    page = visitor(browser, with_scripts=with_scripts)
    page.goto(action.url)
    assert page.locator("html").get_attribute("dir") == "rtl"
    choose(page, "بطاقة تطلب التحقق الإضافي")
    choose(page, "أؤكد")
    if not with_scripts:
        choose(page, "عودة إلى المتجر")
    page.wait_for_url(f"{shop}/back/")
    assert Shop.arrived[-1].method == "POST"
    assert counter.gateway.read_return(counter.account, attempt, Shop.arrived[-1]).is_about_this
    assert counter.find(attempt).outcome is Outcome.CAPTURED


def test_moyasars_invoice_needs_no_script(simulator: Simulator, shop: str, browser: Browser) -> None:
    counter = Counter(simulator, "moyasar")
    attempt, action = start(counter, shop)
    assert isinstance(action, Redirect)
    page = visitor(browser, with_scripts=False)
    page.goto(action.url)
    choose(page, "Pay with mada")
    page.wait_for_url(f"{shop}/back/**")
    seen = counter.find(attempt)
    assert (seen.outcome, seen.brand) == (Outcome.CAPTURED, "mada")


def test_moyasars_form_pays_from_the_shops_own_page(simulator: Simulator, shop: str, browser: Browser) -> None:
    counter = Counter(simulator, "moyasar")
    attempt, action = start(counter, shop, has_script=True)
    assert isinstance(action, ClientToken)
    options: dict[str, Any] = {**action.params, "publishable_api_key": action.publishable_key, "element": "#card"}
    options["metadata"] = {"attempt": options.pop("metadata[attempt]")}
    Shop.page = (
        f'<div id="card"></div><script src="{action.script_url}"></script>'
        f"<script>Moyasar.init({json.dumps(options, ensure_ascii=False)})</script>"
    )
    page = visitor(browser)
    page.goto(f"{shop}/pay/")
    choose(page, "ادفع")
    choose(page, "Confirm")
    page.wait_for_url(f"{shop}/back/**")
    hint = counter.gateway.read_return(counter.account, attempt, Shop.arrived[-1])
    assert counter.find(replace(attempt, reference=hint.reference)).outcome is Outcome.CAPTURED
