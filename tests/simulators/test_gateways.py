"""The simulator is what the other tests lean on: its rules, its journal, its postman and its pages are tried here."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx
import pytest

from commerce.payments.domain.conversations import OperationKind
from tests.commerce.payments.gateways.counter import Counter
from tests.simulators.gateways.conservation import charged_twice, differences, refunded_twice, totals
from tests.simulators.gateways.faults import KINDS, Fault, Faults
from tests.simulators.gateways.payer import pay_on_page
from tests.simulators.gateways.paying import in_major, in_minor
from tests.simulators.gateways.running import Simulator

ENTRY = {"gateway": "paytabs", "merchant": "noor", "currency": "SAR", "movement": "m1", "key": "k1"}
SALE, REFUND = {**ENTRY, "kind": "sale", "minor": 9200}, {**ENTRY, "kind": "refund", "minor": -3000}


class Shop(BaseHTTPRequestHandler):
    """Hears webhooks, and answers them as it is told."""

    answers: list[tuple[int, bytes]] = []
    heard: list[str] = []

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append(f"{self.command} {self.path}")
        status, body = self.answers.pop(0) if self.answers else (200, b"200 OK")
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_PUT = do_POST  # noqa: N815 - the server's own name

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def shop() -> Iterator[str]:
    Shop.answers, Shop.heard = [], []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hooks/"
    server.shutdown()
    thread.join()
    server.server_close()


# — money —


def test_the_journal_and_books_that_agree_differ_in_nothing() -> None:
    assert totals([SALE, REFUND]) == {("paytabs", "noor", "SAR"): 6200}
    assert differences([SALE, REFUND], {("paytabs", "noor", "SAR"): 6200}) == {}


def test_a_single_minor_unit_too_much_is_seen_and_so_is_a_merchant_too_many() -> None:
    assert differences([SALE], {("paytabs", "noor", "SAR"): 9201}) == {("paytabs", "noor", "SAR"): (9200, 9201)}
    assert differences([], {("moyasar", "souq", "KWD"): 5}) == {("moyasar", "souq", "KWD"): (0, 5)}
    assert differences([SALE], {}) == {("paytabs", "noor", "SAR"): (9200, 0)}


def test_money_taken_or_given_back_twice_under_one_key_is_seen() -> None:
    assert charged_twice([SALE, REFUND]) == []
    assert charged_twice([SALE, SALE]) == ["k1"]
    assert refunded_twice([SALE, REFUND]) == []
    assert refunded_twice([REFUND, REFUND]) == ["k1"]


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(9200, "SAR", "92.00"), (5, "KWD", "0.005"), (500, "JPY", "500"), (0, "SAR", "0.00")],
)
def test_its_own_reckoning_of_amounts(minor: int, currency: str, text: str) -> None:
    assert (in_major(minor, currency), in_minor(text, currency)) == (text, minor)
    assert in_minor(f"{text}1", "JPY" if currency == "JPY" else currency) != minor


@pytest.mark.parametrize("gateway", ["hyperpay", "paytabs", "moyasar"])
def test_without_our_adapters_care_money_would_be_taken_twice(simulator: Simulator, gateway: str) -> None:
    """The negative control of every "charged once": two starts under one key, both paid."""
    counter = Counter(simulator, gateway)
    request = counter.request()
    for _ in range(2):
        counter.pay(counter.gateway.start(counter.account, request))
        simulator.control("clock", seconds=121)
    assert charged_twice(simulator.journal()) == [str(request.gateway_key)]


def test_a_chargeback_takes_money_from_the_merchant(simulator: Simulator) -> None:
    counter = Counter(simulator, "hyperpay")
    counter.listen()
    reference = counter.find(counter.paid()).reference.removeprefix("payments/")
    simulator.control("elsewhere", reference=reference, kind="chargeback", minor=9200)
    assert counter.owed() == 0
    assert counter.open(counter.webhooks()[-1]).kind == "chargeback"


# — switches —


def test_a_switch_hits_what_it_names_as_often_as_it_says() -> None:
    faults = Faults()
    faults.switch(Fault("delay", "paytabs", "query", times=2))
    assert faults.take("delay", "moyasar", "query") is None
    assert faults.take("delay", "paytabs", "page") is None
    assert [faults.take("delay", "paytabs", "query") is not None for _ in range(3)] == [True, True, False]


def test_who_asked_before_it_started_over_takes_no_fault_of_who_asks_after(simulator: Simulator) -> None:
    counter = Counter(simulator, "paytabs")
    simulator.fault("delay", "paytabs", "page", value="0.6")
    with ThreadPoolExecutor(max_workers=1) as other:
        late = other.submit(counter.start)
        until = time.monotonic() + 10
        while not simulator.calls("paytabs", "page") and time.monotonic() < until:
            time.sleep(0.01)
        simulator.control("reset")
        simulator.fault("error_before", "paytabs", "page")
        assert late.result()[1].snapshot.code != "http_500"
    assert counter.start()[1].snapshot.code == "http_500"


def test_a_share_hits_about_so_many_and_the_same_ones_every_time() -> None:
    def hits() -> list[bool]:
        faults = Faults(seed=7)
        faults.switch(Fault("drop_after", times=-1, share=0.06))
        return [faults.take("drop_after", "paytabs", "page") is not None for _ in range(2_000)]

    assert hits() == hits()
    assert 80 < sum(hits()) < 160


def test_a_switch_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="gremlins"):
        Faults().switch(Fault("gremlins"))
    assert "drop_after" in KINDS


# — webhooks —


def test_webhooks_are_repeated_until_they_are_answered(simulator: Simulator, shop: str) -> None:
    counter = Counter(simulator, "hyperpay")
    simulator.control("merchant", gateway="hyperpay", name="noor", webhook_url=shop)
    Shop.answers = [(500, b""), (404, b""), (204, b"")]
    counter.paid()
    assert simulator.deliveries()[0]["answers"] == [500]
    for seconds in (61, 121, 3_600):
        simulator.control("clock", seconds=seconds)
        simulator.deliveries()
    assert simulator.deliveries()[0]["answers"] == [500, 404, 204]
    assert len(Shop.heard) == 3


def test_paytabs_wants_its_answer_word_for_word(simulator: Simulator, shop: str) -> None:
    simulator.control("merchant", gateway="paytabs", name="noor", webhook_url=shop)
    Shop.answers = [(200, b"OK"), (202, b"200 OK")]
    Counter(simulator, "paytabs").paid()
    simulator.deliveries()
    simulator.control("clock", seconds=61)
    simulator.deliveries()
    assert len(Shop.heard) == 2


def test_moyasar_calls_by_the_verb_it_was_told(simulator: Simulator, shop: str) -> None:
    counter = Counter(simulator, "moyasar")
    hook = {"url": shop, "http_method": "put", "shared_secret": "s", "events": ["payment_paid"]}
    keys = (counter.account.secret("secret_key"), "")
    httpx.post(f"{simulator.hosts['moyasar']}/v1/webhooks", json=hook, auth=keys, trust_env=False)
    counter.paid()
    simulator.deliveries()
    assert Shop.heard == ["PUT /hooks/"]


def test_what_is_held_goes_out_in_another_order(simulator: Simulator) -> None:
    counter = Counter(simulator, "paytabs")
    simulator.control("hold")
    keys = [str(counter.paid().key) for _ in range(5)]
    assert simulator.deliveries() == []
    simulator.control("release", order="reversed")
    assert [re.search(r'"cart_id": "([^"]+)"', one["body"])[1] for one in simulator.deliveries()] == keys[::-1]  # type: ignore[index]


@pytest.mark.parametrize(("fault", "value", "number"), [("webhook_never", "", 0), ("webhook_duplicate", "3", 3)])
def test_none_or_many(simulator: Simulator, fault: str, value: str, number: int) -> None:
    simulator.fault(fault, value=value)
    Counter(simulator, "paytabs").paid()
    assert len(simulator.deliveries()) == number


def test_a_late_one_comes_late(simulator: Simulator) -> None:
    simulator.fault("webhook_late", value="3600")
    Counter(simulator, "paytabs").paid()
    assert simulator.deliveries() == []
    simulator.control("clock", seconds=3601)
    assert len(simulator.deliveries()) == 1


def test_a_webhook_may_arrive_before_the_answer_it_is_about(simulator: Simulator, shop: str) -> None:
    counter = Counter(simulator, "hyperpay")
    simulator.control("merchant", gateway="hyperpay", name="noor", webhook_url=shop)
    refund = counter.operation(OperationKind.REFUND, counter.paid(), 100)
    simulator.deliveries()
    Shop.heard.clear()
    simulator.fault("webhook_first", "hyperpay", "refund")
    counter.operate(refund)
    assert Shop.heard == ["POST /hooks/"]


def test_a_publishable_key_reads_nothing_and_moves_nothing_back(simulator: Simulator) -> None:
    counter = Counter(simulator, "moyasar")
    payment = counter.find(counter.paid()).reference
    keys = (counter.account.setting("publishable_key"), "")
    base = f"{simulator.hosts['moyasar']}/v1"
    for method, path in (("GET", payment), ("POST", f"{payment}/refund"), ("GET", "payments"), ("POST", "invoices")):
        assert httpx.request(method, f"{base}/{path}", auth=keys, json={}, trust_env=False).status_code == 403
    assert counter.owed() == 9200


# — pages —


@pytest.mark.parametrize("gateway", ["paytabs", "moyasar"])
def test_a_paid_page_is_closed(simulator: Simulator, gateway: str) -> None:
    counter = Counter(simulator, gateway)
    _, result = counter.start()
    counter.pay(result)
    with pytest.raises(AssertionError, match="closed"):
        pay_on_page(result.next_action.url)  # type: ignore[union-attr]


def test_a_page_speaks_the_payers_language(simulator: Simulator) -> None:
    _, result = Counter(simulator, "paytabs").start()
    html = httpx.get(result.next_action.url, trust_env=False).text  # type: ignore[union-attr]
    assert 'dir="rtl"' in html
    assert "92.00 SAR" in html
    assert "ادفع" in html


def test_the_forms_script_is_served(simulator: Simulator) -> None:
    source: Any = httpx.get(f"{simulator.hosts['moyasar']}/moyasar.js", trust_env=False)
    assert "window.Moyasar" in source.text
    assert source.headers["Access-Control-Allow-Origin"] == "*"
