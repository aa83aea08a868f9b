"""The line to a gateway: its limits, its breaker, its hosts, its amounts, and what may be kept of what it sends."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.core.breakers import FAILURES, MOST, REST_SECONDS, Breakers
from commerce.core.money import EXPONENTS, Money
from commerce.payments.domain.accounts import Mode
from commerce.payments.domain.conversations import AttemptReference, OperationKind, OperationRequest
from commerce.payments.domain.values import StartRequest
from commerce.payments.infrastructure.hyperpay.gateway import HyperPay
from commerce.payments.infrastructure.hyperpay.hosts import REGIONS as HYPERPAY
from commerce.payments.infrastructure.hyperpay.requests import base_of
from commerce.payments.infrastructure.moyasar.gateway import Moyasar
from commerce.payments.infrastructure.moyasar.hosts import DOMAINS as MOYASAR_PAGES
from commerce.payments.infrastructure.moyasar.hosts import REGIONS as MOYASAR
from commerce.payments.infrastructure.moyasar.hosts import SCRIPT
from commerce.payments.infrastructure.paytabs.gateway import PayTabs
from commerce.payments.infrastructure.paytabs.hosts import DOMAINS as PAYTABS_PAGES
from commerce.payments.infrastructure.paytabs.hosts import REGIONS as PAYTABS
from commerce.payments.infrastructure.transport import client
from commerce.payments.infrastructure.transport.amounts import (
    from_major_units,
    from_minor_units,
    in_major_units,
)
from commerce.payments.infrastructure.transport.answers import Answer, NoClearAnswer, NotSent, Unanswered
from commerce.payments.infrastructure.transport.client import Call, exchange
from commerce.payments.infrastructure.transport.deadlines import Deadline, deadline_of_call
from commerce.payments.infrastructure.transport.hosts import host_for, is_of_the_gateway, script_for
from commerce.payments.infrastructure.transport.keeping import without_secrets
from tests.commerce.payments.gateways.counter import account_of

ROOT = Path(__file__).resolve().parents[4]


class Listener(BaseHTTPRequestHandler):
    """Answers by the path it is asked for."""

    heard: list[str] = []

    def do_GET(self) -> None:
        self.heard.append(self.path)
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/ok")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == "/drip-headers":
            self.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        elif self.path == "/drip-body":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n")
            self.drip(b"{" + b" " * 39)
        else:
            self.answer({"/ok": b'{"a": 1.10}', "/huge": b"[" + b" " * 1_100_000 + b"]", "/text": b'"a"'}[self.path])

    def answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def drip(self, raw: bytes) -> None:
        try:
            for number in range(len(raw)):
                self.wfile.write(raw[number : number + 1])
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            return

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def listener() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "breakers", Breakers())
    Listener.heard = []


def ask(url: str, *, is_repeatable: bool = False) -> Any:
    return exchange(Call("noor", "a question", "GET", url, {}, is_repeatable=is_repeatable)).body


def test_numbers_are_decimals(listener: str) -> None:
    assert ask(f"{listener}/ok") == {"a": Decimal("1.10")}


@pytest.mark.parametrize("path", ["/drip-headers", "/drip-body"])
def test_an_answer_that_trickles_is_given_up_as_a_whole(
    listener: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every single read is short: without the deadline this takes four seconds and is answered."""
    monkeypatch.setattr(client, "ALL_SECONDS", 0.5)
    begun = time.monotonic()
    with pytest.raises(NoClearAnswer, match="ReadTimeout"):
        ask(f"{listener}{path}")
    assert time.monotonic() - begun < 1.5


def test_retries_share_the_one_deadline(listener: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "ALL_SECONDS", 0.5)
    begun = time.monotonic()
    with pytest.raises(NoClearAnswer):
        ask(f"{listener}/drip-headers", is_repeatable=True)
    assert time.monotonic() - begun < 1.5
    assert Listener.heard == ["/drip-headers"]


def test_the_limits_are_what_was_agreed() -> None:
    assert (client.CONNECT_SECONDS, client.READ_SECONDS, client.ALL_SECONDS) == (2, 10, 12)


REQUEST = StartRequest(
    gateway_key=uuid4(), subject="order:1", amount=Money(9200, "SAR"), description="1001", language="ar",
    return_url="https://noor.example/back/", notification_url="https://wasla.example/hooks/x/",
    closes_at=datetime(2026, 11, 28, tzinfo=UTC), is_repeat=True,
)  # fmt: skip
ATTEMPT = AttemptReference(REQUEST.gateway_key, "", REQUEST.amount)
REFUND = OperationRequest(uuid4(), OperationKind.REFUND, ATTEMPT, "payments/1", REQUEST.amount)


@pytest.mark.parametrize(
    ("gateway", "call"),
    [
        (HyperPay(), lambda one, account: one.find_operation(account, REFUND)),
        (PayTabs(), lambda one, account: one.start(account, REQUEST)),
        (Moyasar(), lambda one, account: one.find(account, ATTEMPT)),
    ],
    ids=lambda one: type(one).__name__,
)
def test_all_requests_of_one_call_share_one_deadline(monkeypatch: pytest.MonkeyPatch, gateway: Any, call: Any) -> None:
    deadlines: list[Deadline] = []

    def once(_call: Call, deadline: Deadline) -> Answer:
        deadlines.append(deadline)
        return Answer(200, {"result": {"code": "700.400.580"}}, "")

    monkeypatch.setattr(client, "_once", once)
    account = account_of("noor", gateway.method.provider)
    call(gateway, account)
    assert len(deadlines) > 1
    assert len(set(deadlines)) == 1
    call(gateway, account)
    assert len(set(deadlines)) == 2, "the next call has its own"


def test_for_a_request_that_no_time_is_left_for_nobody_is_called(listener: str) -> None:
    with deadline_of_call(0), pytest.raises(NotSent, match="no_time_left"):
        ask(f"{listener}/ok")
    assert Listener.heard == []
    assert ask(f"{listener}/ok"), "and the breaker has learned nothing from it"


@contextmanager
def silent(addresses: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A host of so many addresses at which nobody answers: its queue is full, and what comes is dropped."""
    with ExitStack() as stack:
        server = stack.enter_context(closing(socket.socket()))
        server.bind(("0.0.0.0", 0))  # noqa: S104
        server.listen(0)
        port = server.getsockname()[1]
        for _ in range(4):
            waiting = stack.enter_context(closing(socket.socket()))
            waiting.setblocking(False)
            with suppress(BlockingIOError):
                waiting.connect(("127.0.0.1", port))
        known = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{n + 2}", port)) for n in range(addresses)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda host, *facts, **others: known)
        yield f"http://slow.example:{port}/"


@pytest.mark.parametrize("addresses", [1, 8])
def test_a_host_of_several_silent_addresses_costs_no_more_than_one(
    monkeypatch: pytest.MonkeyPatch, addresses: int
) -> None:
    monkeypatch.setattr(client, "CONNECT_SECONDS", 0.5)
    with silent(addresses, monkeypatch) as url:
        begun = time.monotonic()
        with pytest.raises(NotSent, match="ConnectTimeout"):
            ask(url)
        assert time.monotonic() - begun < 1.5, "eight times the limit is four seconds"


def test_an_address_that_answers_is_found_behind_one_that_does_not(
    listener: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(listener.rsplit(":", 1)[1])
    known = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (at, port)) for at in ("127.0.0.9", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *facts, **others: known)
    assert ask(f"http://two.example:{port}/ok")


@pytest.mark.parametrize(
    ("path", "code"), [("/moved", "http_302"), ("/huge", "answer_too_large"), ("/text", "not_json")]
)
def test_what_is_no_answer_is_none(listener: str, path: str, code: str) -> None:
    with pytest.raises(NoClearAnswer, match=code):
        ask(f"{listener}{path}")
    assert Listener.heard == [path]


def test_a_proxy_of_the_environment_is_not_used(listener: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert ask(f"{listener}/ok")


def test_a_host_without_tls_is_sent_nothing(listener: str) -> None:
    with pytest.raises(NotSent):
        ask(f"{listener.replace('http:', 'https:')}/ok")
    assert Listener.heard == []


def test_a_name_that_leads_nowhere_is_sent_nothing() -> None:
    with pytest.raises(NotSent, match="ConnectError"):
        ask("http://gateway.invalid/ok")


def test_a_host_that_takes_no_connection_is_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its queue of connections is full, so the third knocks in vain."""
    monkeypatch.setattr(client, "CONNECT_SECONDS", 0.2)
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for one in (first, second):
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        with pytest.raises(NotSent, match="ConnectTimeout"):
            ask(f"http://127.0.0.1:{full.getsockname()[1]}/ok")


def test_what_is_raised_holds_nothing_of_the_request(listener: str) -> None:
    """Not even in the exception it came from, which would hold the request and its keys."""
    key = "sk_live_" + "1" * 24
    for url, kind in ((f"{listener}/text", NoClearAnswer), ("http://gateway.invalid/ok", NotSent)):
        with pytest.raises(kind) as caught:
            exchange(Call("noor", "a question", "GET", url, {"Authorization": key}))
        assert caught.value.__context__ is None
        assert caught.value.__cause__ is None
        shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value.__dict__)
        assert key not in shown
    assert key not in repr(Call("noor", "x", "POST", listener, {"Authorization": key}, key.encode()))


# — the breaker —


def test_it_opens_after_failures_in_a_row_and_lets_one_try_after_a_rest() -> None:
    breakers = Breakers()
    for _ in range(FAILURES):
        assert breakers.lets_through("noor", 0)
        breakers.failed("noor", 0)
    assert not breakers.lets_through("noor", REST_SECONDS - 1)
    assert breakers.lets_through("souq", 0)
    assert breakers.lets_through("noor", REST_SECONDS)
    assert not breakers.lets_through("noor", REST_SECONDS)
    breakers.failed("noor", REST_SECONDS)
    assert not breakers.lets_through("noor", 2 * REST_SECONDS - 1)
    assert breakers.lets_through("noor", 2 * REST_SECONDS)
    breakers.succeeded("noor")
    assert all(breakers.lets_through("noor", 2 * REST_SECONDS) for _ in range(3))


def test_a_success_in_between_counts_anew() -> None:
    breakers = Breakers()
    for _ in range(3):
        for _ in range(FAILURES - 1):
            breakers.failed("noor", 0)
        breakers.succeeded("noor")
    assert breakers.lets_through("noor", 0)


@pytest.mark.parametrize("later", ["circuit_open", "ConnectError"])
def test_what_may_have_arrived_once_is_not_told_as_never_sent(
    listener: str, monkeypatch: pytest.MonkeyPatch, later: str
) -> None:
    """The first try opens the breaker, or the gateway is gone when it is tried again."""
    troubles: list[Unanswered] = [NoClearAnswer("http_500"), NotSent("ConnectError"), NotSent("ConnectError")]

    def once(call: Call, deadline: Deadline) -> Any:
        raise troubles.pop(0)

    monkeypatch.setattr(client, "_once", once)
    if later == "circuit_open":
        for _ in range(FAILURES - 1):
            client.breakers.failed("noor", time.monotonic())
    with pytest.raises(NoClearAnswer, match="http_500"):
        ask(f"{listener}/ok", is_repeatable=True)
    assert len(troubles) == (2 if later == "circuit_open" else 0)


def test_it_remembers_a_bounded_number_of_accounts() -> None:
    breakers = Breakers()
    for _ in range(FAILURES):
        breakers.failed("noor", 0)
    for number in range(MOST):
        breakers.succeeded(str(number))
    assert len(breakers._states) == MOST
    assert breakers.lets_through("noor", 0)


# — hosts —


def test_every_host_is_https() -> None:
    hosts = [host for regions in (*HYPERPAY.values(), PAYTABS, MOYASAR) for host in regions.values()]
    assert all(host.startswith("https://") and not host.endswith("/") for host in hosts)


def test_a_region_chooses_among_the_hosts_and_nothing_else_does(settings: Any) -> None:
    settings.GATEWAY_HOSTS = {}
    account = replace(account_of("noor", "paytabs"), region="sa")
    for region in ("", "SA", "https://evil.example", "../sa"):
        with pytest.raises(NotSent, match="unknown_region"):
            host_for(replace(account, region=region), PAYTABS)
    assert host_for(account, PAYTABS) == "https://secure.paytabs.sa"
    settings.GATEWAY_HOSTS = {"paytabs": "http://127.0.0.1:8700/paytabs/"}
    assert host_for(account, PAYTABS) == "http://127.0.0.1:8700/paytabs"


@pytest.mark.parametrize(("region", "mode"), [("test", Mode.LIVE), ("eu", Mode.TEST), ("global", Mode.TEST)])
def test_hyperpays_hosts_of_tests_are_for_accounts_of_tests(settings: Any, region: str, mode: Mode) -> None:
    settings.GATEWAY_HOSTS = {}
    account = replace(account_of("noor", "hyperpay"), region=region, mode=mode)
    with pytest.raises(NotSent, match="unknown_region"):
        base_of(account)
    other = Mode.LIVE if mode is Mode.TEST else Mode.TEST
    assert base_of(replace(account, mode=other)).endswith("oppwa.com")


@pytest.mark.parametrize(
    ("url", "is_good"),
    [
        ("https://secure.paytabs.sa/payment/page/1", True),
        ("https://paytabs.com/x", True),
        ("http://secure.paytabs.sa/payment/page/1", False),
        ("https://secure.paytabs.sa.evil.example/", False),
        ("https://evilpaytabs.sa/", False),
        ("https://secure.paytabs.sa@evil.example/", False),
        ("https://secure.paytabs.sa:8443/", False),
        ("https://user@secure.paytabs.sa/", False),
        ("javascript:alert(1)//secure.paytabs.sa", False),
        ("//secure.paytabs.sa/x", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_payers_are_sent_to_the_gateways_own_domains(settings: Any, url: str, is_good: bool) -> None:
    settings.GATEWAY_HOSTS = {}
    assert is_of_the_gateway(account_of("noor", "paytabs"), url, PAYTABS_PAGES) is is_good


def test_a_script_comes_from_the_gateways_own_host_or_from_the_simulator(settings: Any) -> None:
    account = account_of("noor", "moyasar")
    settings.GATEWAY_HOSTS = {}
    assert script_for(account, SCRIPT) == "https://cdn.moyasar.com/mpf/1.15.0/moyasar.js"
    settings.GATEWAY_HOSTS = {"moyasar": "http://127.0.0.1:8700/moyasar/"}
    assert script_for(account, SCRIPT) == "http://127.0.0.1:8700/moyasar/moyasar.js"


def test_or_to_the_simulator_where_the_hosts_are_its(settings: Any) -> None:
    settings.GATEWAY_HOSTS = {"moyasar": "http://127.0.0.1:8700/moyasar"}
    account = account_of("noor", "moyasar")
    assert is_of_the_gateway(account, "http://127.0.0.1:8700/moyasar/pay/1", MOYASAR_PAGES)
    assert not is_of_the_gateway(account, "http://127.0.0.1:8701/moyasar/pay/1", MOYASAR_PAGES)


PRODUCTION = {
    "SECRET_KEY": "x", "DATABASE_URL": "postgres://a:b@127.0.0.1/c", "EMAIL_URL": "consolemail://",
    "DJANGO_SETTINGS_MODULE": "wasla_site.settings.production", "PATH": os.environ["PATH"],
}  # fmt: skip


def test_production_does_not_start_without_a_key_to_seal_with() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; print(settings.DEBUG)"],
        cwd=ROOT, env=PRODUCTION, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "GATEWAY_SEAL_KEYS is empty" in done.stderr


@pytest.mark.parametrize("keys", ["0a" * 31, "zz" * 32, f"{'0a' * 32},short"])
def test_production_does_not_start_with_a_key_that_is_none(keys: str) -> None:
    """It would fail when the first store enters its keys, or the first shopper pays."""
    done = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; print(settings.DEBUG)"],
        cwd=ROOT, env=PRODUCTION | {"GATEWAY_SEAL_KEYS": keys}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "no key of 64 hexadecimal digits" in done.stderr
    assert keys not in done.stderr


def test_production_does_not_start_with_a_simulator() -> None:
    facts = PRODUCTION | {"GATEWAY_SEAL_KEYS": "0a" * 32}
    code = "from django.conf import settings; print(settings.GATEWAY_HOSTS)"
    for hosts, is_refused in (("", False), ("paytabs=http://127.0.0.1:8700/paytabs", True)):
        environment = facts | ({"GATEWAY_HOSTS": hosts} if hosts else {})
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert ("GATEWAY_HOSTS sends money to a simulator" in done.stderr) is is_refused, done.stderr
        assert (done.returncode != 0) is is_refused


# — amounts —


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (9200, "SAR", "92.00"), (10, "SAR", "0.10"), (29, "SAR", "0.29"), (1, "SAR", "0.01"),
        (100_500, "SAR", "1005.00"),
        (1234, "KWD", "1.234"), (5, "KWD", "0.005"), (500, "JPY", "500"), (10**15, "SAR", "10000000000000.00"),
    ],
)  # fmt: skip
def test_amounts_have_exactly_the_currencys_decimals(minor: int, currency: str, text: str) -> None:
    assert in_major_units(Money(minor, currency)) == text
    assert from_major_units(text, currency) == Money(minor, currency)


@given(st.integers(0, 10**15), st.sampled_from(sorted(EXPONENTS)))
def test_no_amount_is_lost_on_the_way(minor: int, currency: str) -> None:
    amount = Money(minor, currency)
    text = in_major_units(amount)
    assert from_major_units(text, currency) == amount
    assert from_major_units(json.loads(text, parse_float=Decimal), currency) == amount


@pytest.mark.parametrize(
    ("value", "currency", "expected"),
    [
        ("12.3", "SAR", Money(1230, "SAR")), (12, "SAR", Money(1200, "SAR")),
        (Decimal("0.29"), "SAR", Money(29, "SAR")),
        ("92.005", "SAR", None), ("", "SAR", None), ("nan", "SAR", None), ("Infinity", "SAR", None),
        ("1e9999", "SAR", None), ("1e999999", "SAR", None), (Decimal("-1e999999"), "SAR", None),
        (None, "SAR", None), (True, "SAR", None), ([1], "SAR", None), ("92.00", "", None), ("92.00", "XXX", None),
        ("500.5", "JPY", None), ("99999999999999999999", "SAR", None),
    ],
)  # fmt: skip
def test_only_whole_minor_units_of_a_known_currency_are_read(value: Any, currency: str, expected: Money | None) -> None:
    assert from_major_units(value, currency) == expected


@pytest.mark.parametrize("value", ["100", Decimal("100.0"), True, None, [100]])
def test_minor_units_are_whole_numbers_and_nothing_else(value: Any) -> None:
    assert from_minor_units(value, "SAR") is None
    assert from_minor_units(100, "SAR") == Money(100, "SAR")


# — keeping —


def test_what_is_kept_holds_no_secret_and_no_card() -> None:
    kept = without_secrets({
        "secret_token": "s3cret",
        "data": {"source": {"token": "token_1", "number": "4111 1111 1111 1111", "cvc": "123"}},
        "list": ["5200000000000007"], "card": {"holder": "Sara Ahmed", "last4Digits": "1111", "bin": "411111"},
        "amount": Decimal("92.00"), "id": "8ac7a4a27b4c7867017b510d33dd7188", "rrn": "535412345678x", "empty": "",
    })  # fmt: skip
    for hidden in ("s3cret", "token_1", "4111 1111", "5200000000000007", "Sara", '"123"'):
        assert hidden not in kept
    for shown in ("92.00", "8ac7a4a27b4c7867017b510d33dd7188", '"last4Digits": "1111"'):
        assert shown in kept


@pytest.mark.parametrize(
    "body",
    [
        {"number": 4111111111111111}, {"number": Decimal(4111111111111111)}, {"4111111111111111": "approved"},
        ["card4111111111111111"], ["4111.1111.1111.1111"], ["4111-1111-1111-1111"], ["٤١١١١١١١١١١١١١١١"],
    ],
)  # fmt: skip
def test_no_cards_number_is_kept_however_it_is_written(body: Any) -> None:
    kept = without_secrets(body)
    assert "1111" not in kept
    assert "١١١١" not in kept
    assert "…" in kept


@pytest.mark.parametrize(
    ("body", "hidden"),
    [
        ({"source": {"type": "creditcard", "name": "Sara Ahmed", "month": 7, "year": 31}}, ("Sara", "7", "31")),
        ({"CVV": "123", "cvv2": "123", "Security-Code": "123"}, ("123",)),
        ([";4111111111111111=31071010000012345678?"], ("3107", "12345678")),
        (["%B4111111111111111^AHMED/SARA^31071010000012345678?"], ("SARA", "3107")),
        ({"payment_info": {"expiryMonth": 7, "expiryYear": 31}}, ("7", "31")),
    ],
)
def test_nothing_else_of_a_card_is_kept(body: Any, hidden: tuple[str, ...]) -> None:
    kept = without_secrets(body)
    assert not [one for one in hidden if one in kept]


def test_what_names_a_payment_is_kept() -> None:
    body = {
        "tran_ref": "TST2215201242166", "id": "8ac7a4a27b4c7867017b510d33dd7188", "amount": 920000,
        "customer_details": {"name": "Sara Ahmed"}, "sent": 1795878000000, "timestamp": "2026-11-28 22:20:30.285+0000",
    }  # fmt: skip
    assert json.loads(without_secrets(body)) == body
