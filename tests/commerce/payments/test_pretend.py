"""The practice gateway speaks the port like any other, and sends its late word by HTTP."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from threading import Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from commerce.core import clock
from commerce.core.money import Money
from commerce.payments.application.accounts import account_for
from commerce.payments.application.ports import gateway_for
from commerce.payments.application.queries import get_payment
from commerce.payments.application.use_cases.create_payment import create_payment
from commerce.payments.application.use_cases.start_payment import start_payment
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.domain.values import Offline, Outcome, Redirect, StartRequest
from commerce.payments.infrastructure.pretend import SETTLING, Play, choose
from commerce.payments.infrastructure.pretend_notifications import AGAIN, send_notifications
from commerce.payments.models import PaymentAttempt, PretendPayment
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON

AMOUNT = Money(24900, "SAR")
PRACTICE = account_for("pretend")


@pytest.fixture(autouse=True)
def _nobody_listens(settings: Any) -> None:
    settings.EVENT_HANDLERS = "tests.commerce.payments.scripted.HANDLERS"


def request_for(key: uuid.UUID, notification_url: str = "http://localhost:1/hooks/payments/x/") -> StartRequest:
    return StartRequest(key, "order:1", AMOUNT, "1001", "ar", "/back/", notification_url)


@pytest.mark.parametrize("code", ["pretend", "cash_on_delivery"])
def test_every_shipped_gateway_keeps_the_ports_promises(at_noor: Tenant, code: str) -> None:
    gateway, key = gateway_for(code), uuid.uuid4()
    account = account_for(code)
    assert gateway.method.code == code
    assert gateway.method.name.ar
    assert gateway.method.name.en
    first, again = (gateway.start(account, request_for(key)) for _ in range(2))
    assert first == again
    assert first.snapshot.outcome is Outcome.PENDING
    assert isinstance(first.next_action, Offline if gateway.method.capabilities.offline else Redirect)
    assert gateway.find(account, AttemptReference(key, first.snapshot.reference, AMOUNT)).outcome is Outcome.PENDING


def test_it_knows_nothing_it_was_not_told(at_noor: Tenant) -> None:
    assert (
        gateway_for("pretend").find(PRACTICE, AttemptReference(uuid.uuid4(), "", AMOUNT)).outcome is Outcome.NOT_FOUND
    )


@pytest.mark.parametrize(
    ("play", "at_once", "later"),
    [
        (Play.APPROVE, Outcome.CAPTURED, Outcome.CAPTURED),
        (Play.DECLINE, Outcome.DECLINED, Outcome.DECLINED),
        (Play.TIME_OUT, Outcome.UNKNOWN, Outcome.NOT_FOUND),
        (Play.CONFIRM_LATER, Outcome.SETTLING, Outcome.CAPTURED),
    ],
)
def test_the_four_plays(at_noor: Tenant, play: Play, at_once: Outcome, later: Outcome) -> None:
    gateway, key = gateway_for("pretend"), uuid.uuid4()
    reference = gateway.start(PRACTICE, request_for(key)).snapshot.reference
    choose(reference, play, NOON)
    for instant, outcome in ((NOON, at_once), (NOON + SETTLING, later)):
        with clock.as_of(instant):
            answer = gateway.find(PRACTICE, AttemptReference(key, reference, AMOUNT))
        assert (answer.outcome, answer.amount, answer.reference) == (outcome, AMOUNT, reference)


class Listener(BaseHTTPRequestHandler):
    status = 200
    heard: list[tuple[str, dict[str, str]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((self.path, json.loads(body)))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def listener() -> Iterator[str]:
    Listener.heard, Listener.status = [], 200
    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hooks/payments/t/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_late_word_is_sent_when_it_is_due_and_until_it_is_heard(at_noor: Tenant, listener: str) -> None:
    start = gateway_for("pretend").start(PRACTICE, request_for(uuid.uuid4(), listener))
    choose(start.snapshot.reference, Play.CONFIRM_LATER, NOON)
    assert send_notifications(now=NOON) == 0
    Listener.status = 503
    due = NOON + SETTLING
    assert send_notifications(now=due) == 0
    assert send_notifications(now=due + timedelta(seconds=1)) == 0
    Listener.status = 200
    assert send_notifications(now=due + AGAIN) == 1
    assert send_notifications(now=due + 3 * AGAIN) == 0
    assert Listener.heard == [("/hooks/payments/t/", {"reference": start.snapshot.reference})] * 2


def test_a_shop_that_does_not_answer_is_called_again(at_noor: Tenant) -> None:
    start = gateway_for("pretend").start(PRACTICE, request_for(uuid.uuid4()))
    choose(start.snapshot.reference, Play.CONFIRM_LATER, NOON)
    assert send_notifications(now=NOON + SETTLING) == 0
    with transaction.atomic():
        assert PretendPayment.objects.get().notified_at is None


def test_a_notification_makes_us_ask_and_believes_nothing_else(at_noor: Tenant) -> None:
    payment = create_payment(subject="order:1", method="pretend", amount=AMOUNT, now=NOON)
    start_payment(payment_id=payment, description="1001", language="ar", return_url="/back/", now=NOON)
    with transaction.atomic():
        attempt = PaymentAttempt.objects.get()
    platform = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    address = f"/hooks/payments/{attempt.notification_token}/"
    answer = platform.post(address, {"status": "CAPTURED", "amount": "249.00"})
    assert (answer.status_code, answer.content) == (200, b"200 OK")
    with transaction.atomic():
        assert get_payment(payment).status is PaymentStatus.PENDING
    choose(attempt.gateway_reference, Play.APPROVE, NOON)
    platform.post(address)
    with transaction.atomic():
        assert get_payment(payment).status is PaymentStatus.CAPTURED
    assert platform.post("/hooks/payments/guessed/").status_code == 404
    assert platform.get(address).status_code == 405


def test_the_command_says_how_many_it_asked_about(at_noor: Tenant) -> None:
    payment = create_payment(subject="order:1", method="pretend", amount=AMOUNT, now=NOON)
    start_payment(payment_id=payment, description="1001", language="ar", return_url="/back/", now=NOON)
    said = StringIO()
    with clock.as_of(NOON + timedelta(hours=1)):
        call_command("reconcile_payments", stdout=said)
    assert said.getvalue() == "Asked about 1 payment attempts.\n"
