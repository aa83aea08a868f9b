"""A store's till at a gateway of the simulator: shoppers pay at it, and webhooks come back by our own address."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from commerce.core import clock
from commerce.core.events import Event
from commerce.core.money import Money
from commerce.core.outbox import deliver_due
from commerce.core.scope import tenant_scope
from commerce.payments.application.queries import get_payment, payment_is_being_checked
from commerce.payments.application.use_cases.create_payment import create_payment
from commerce.payments.application.use_cases.note_return import note_return
from commerce.payments.application.use_cases.start_payment import Checkout, start_payment
from commerce.payments.application.webhook_addresses import webhook_url
from commerce.payments.domain.conversations import RawRequest
from commerce.payments.domain.events import (
    FundsUnapplied,
    MoreCaptured,
    PageLeftOpen,
    PaymentCaptured,
    PaymentChargedBack,
    PaymentFailed,
    PaymentHeld,
    RefundFailed,
    RefundSucceeded,
    WebhookReceived,
)
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.domain.values import NextAction
from commerce.payments.models import GatewayAccount, GatewayEvent, PaymentAttempt
from commerce.tenants.models import Tenant
from tests.commerce.payments.gateways.counter import STATUS
from tests.commerce.payments.tills import ACCOUNTS, CARDS, FORM, address_of, connect, keys_of, pay_at
from tests.simulators.gateways.payer import ComingBack
from tests.simulators.gateways.running import Simulator

HANDLERS: dict[type[Event], tuple[str, ...]] = {
    PaymentCaptured: (f"{__name__}.hear",),
    MoreCaptured: (),
    PaymentHeld: (),
    PaymentFailed: (f"{__name__}.hear",),
    PageLeftOpen: ("commerce.payments.interfaces.handlers.on_page_left_open",),
    FundsUnapplied: (),
    RefundSucceeded: (),
    RefundFailed: (),
    PaymentChargedBack: (),
    WebhookReceived: ("commerce.payments.interfaces.handlers.on_webhook_received",),
}
HEARD: list[Event] = []
BACK = "http://noor.localhost/back/"
SAR_92 = Money(9200, "SAR")


def hear(event: Event) -> None:
    HEARD.append(event)


class Till:
    """`way` is what its payers choose, by `method`; `gateway`, whose account that goes by."""

    def __init__(self, simulator: Simulator, way: str, merchant: str = "noor") -> None:
        HEARD.clear()
        self.simulator, self.way, self.gateway = simulator, way, ACCOUNTS.get(way, way)
        self.method, self.has_script = (self.gateway, True) if way == FORM else (way, False)
        self.account: GatewayAccount = connect(self.gateway, merchant)
        self.address = address_of(self.account)
        self.listen(merchant)

    def listen(self, merchant: str = "noor") -> None:
        """The merchant copies our address into the gateway's portal."""
        url = webhook_url(self.account.webhook_token)
        if self.gateway == "moyasar":
            keys = keys_of(merchant, "moyasar")["secrets"]
            body = {"url": url, "http_method": "post", "shared_secret": keys["webhook"], "events": []}
            address = f"{self.simulator.hosts['moyasar']}/v1/webhooks"
            httpx.post(address, json=body, auth=(keys["secret_key"], ""), trust_env=False).raise_for_status()
        elif self.gateway == "hyperpay":
            self.simulator.control("merchant", gateway="hyperpay", name=merchant, webhook_url=url)

    def owed(self, subject: str = "order:1", amount: Money = SAR_92) -> int:
        return create_payment(subject=subject, method=self.method, amount=amount, now=clock.now())

    def start(self, payment_id: int) -> NextAction | None:
        checkout = Checkout("1001", "ar", BACK, self.has_script)
        return start_payment(payment_id=payment_id, checkout=checkout, now=clock.now())

    def pay(self, action: NextAction | None, choice: str = "approve") -> ComingBack:
        return pay_at(action, CARDS.get(self.way, choice) if choice == "approve" else choice)

    def paid(self, choice: str = "approve") -> tuple[int, ComingBack]:
        """A payment whose payer has done their part and is on the way back; nobody here knows of it yet."""
        payment_id = self.owed()
        return payment_id, self.pay(self.start(payment_id), choice)

    def come_back(self, payment_id: int, back: ComingBack) -> None:
        request = RawRequest(back.method, {}, back.body, back.query)
        note_return(payment_id=payment_id, request=request, now=clock.now())

    def sent(self) -> list[dict[str, Any]]:
        """What the gateway sent to this account's address, as its own HTTP requests were."""
        return [one for one in self.simulator.deliveries() if one["url"].endswith(self.address)]

    def asked(self) -> int:
        return self.simulator.calls(self.gateway, STATUS[self.gateway])

    def work(self) -> None:
        """The worker handles what lies in the outbox."""
        while deliver_due(now=clock.now()):
            continue


def arrive(sent: dict[str, Any], address: str, **changes: Any) -> HttpResponse:
    """The request arrives at that address of ours, byte for byte but for the changes."""
    body = changes.get("body", sent["body"].encode())
    headers = sent["headers"] | changes.get("headers", {})
    kind = headers.get("Content-Type", "application/json")
    others = {name: value for name, value in headers.items() if name != "Content-Type" and value is not None}
    platform = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    answer: Any = platform.generic(sent["method"], address, body, content_type=kind, headers=others)
    return answer


def status_of(payment_id: int) -> PaymentStatus:
    with transaction.atomic():
        return get_payment(payment_id).status


def is_being_checked(payment_id: int) -> bool:
    with transaction.atomic():
        return payment_is_being_checked(payment_id)


def inbox() -> list[GatewayEvent]:
    with transaction.atomic():
        return list(GatewayEvent.objects.order_by("id"))


def attempts() -> list[PaymentAttempt]:
    with transaction.atomic():
        return list(PaymentAttempt.objects.order_by("id"))


def require_parked_at_souq(sent: dict[str, Any], noor: Till) -> None:
    """Noor's webhook is genuine at the address of Souq, which chose Noor's webhook secret at Moyasar, and finds nothing
    there."""
    souq = Tenant.objects.get(slug="souq")
    with tenant_scope(souq.pk):
        keys = {"secret_key": "sk_test_souq", "webhook": "shared-noor"}
        theirs = address_of(connect("moyasar", "souq", secrets=keys))
    assert arrive(sent, theirs).status_code == 200
    noor.work()
    with tenant_scope(souq.pk):
        assert [event.status for event in inbox()] == ["parked"]


def rewritten(body: str, change: Callable[[dict[str, Any]], None]) -> bytes:
    facts = json.loads(body)
    change(facts)
    return json.dumps(facts).encode()
