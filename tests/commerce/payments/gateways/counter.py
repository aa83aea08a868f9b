"""A store's till at one gateway: starts, pays as a payer would, asks, and moves money back."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx

from commerce.core import clock
from commerce.core.money import Money
from commerce.payments.application.ports import OnlineGateway
from commerce.payments.domain.accounts import GatewayAccount, Mode, Secret
from commerce.payments.domain.conversations import (
    AttemptReference,
    OperationKind,
    OperationRequest,
    RawRequest,
    ReturnHint,
    VerifiedEvent,
)
from commerce.payments.domain.values import (
    ClientToken,
    Snapshot,
    StartRequest,
    StartResult,
)
from commerce.payments.infrastructure.hyperpay.gateway import HyperPay, HyperPayMada
from commerce.payments.infrastructure.moyasar.gateway import Moyasar
from commerce.payments.infrastructure.paytabs.gateway import PayTabs
from tests.commerce.payments.tills import ACCOUNTS, CARDS, SECRETS, pay_at
from tests.simulators.gateways.merchants import known
from tests.simulators.gateways.payer import ComingBack, begin_in_form, pass_check
from tests.simulators.gateways.running import Simulator

ADAPTERS: dict[str, OnlineGateway] = {
    "hyperpay": HyperPay(),
    "hyperpay_mada": HyperPayMada(),
    "paytabs": PayTabs(),
    "moyasar": Moyasar(),
}
BACK = "http://noor.localhost/back/"
# Nobody listens there: what is sent to it is read from the simulator.
HOOK = "http://127.0.0.1:9/hooks/payments/t/"
PORTAL = "http://127.0.0.1:9/hooks/payments/portal/"
SAR_92 = Money(9200, "SAR")
# What faults and counts call the question of how an attempt stands, and the start.
STATUS = {"hyperpay": "status", "paytabs": "query", "moyasar": "status"}
START = {"hyperpay": "checkout", "paytabs": "page", "moyasar": "invoice"}


def account_of(name: str, gateway: str) -> GatewayAccount:
    """Of its own key, so that the breaker knows it from every other test's."""
    facts = next(one for one in known() if (one.name, one.gateway) == (name, gateway)).facts
    return GatewayAccount(
        key=uuid.uuid4().hex,
        gateway=gateway,
        mode=Mode.LIVE if name == "live" else Mode.TEST,
        secrets={key: Secret(value) for key, value in facts.items() if key in SECRETS},
        settings={key: value for key, value in facts.items() if key not in SECRETS},
    )


class Counter:
    """`way` is what is paid with, `name` the gateway that it goes by."""

    def __init__(self, simulator: Simulator, way: str, merchant: str = "noor") -> None:
        self.simulator, self.way, self.name = simulator, way, ACCOUNTS.get(way, way)
        self.gateway = ADAPTERS[way]
        self.merchant = merchant
        self.account = account_of(merchant, self.name)

    def request(self, amount: Money = SAR_92, **more: Any) -> StartRequest:
        page = timedelta(seconds=self.gateway.method.capabilities.page_seconds)
        facts: dict[str, Any] = {"brand": self.gateway.method.brand, "closes_at": clock.now() + page}
        return StartRequest(uuid.uuid4(), "order:1", amount, "1001", "ar", BACK, HOOK, **facts | more)

    def start(self, request: StartRequest | None = None) -> tuple[AttemptReference, StartResult]:
        request = request or self.request()
        result = self.gateway.start(self.account, request)
        return AttemptReference(request.gateway_key, result.snapshot.reference, request.amount, request.brand), result

    def paid(
        self, choice: str = "approve", request: StartRequest | None = None, answer: str = "pass"
    ) -> AttemptReference:
        attempt, result = self.start(request)
        self.pay(result, choice, answer)
        return attempt

    def held(self) -> AttemptReference:
        """A hold, of a kind that each gateway has: at Moyasar a browser alone can ask for one."""
        if self.name != "moyasar":
            return self.paid(request=self.request(captures_later=True))
        request = self.request(has_script=True)
        action = self.gateway.start(self.account, request).next_action
        assert isinstance(action, ClientToken), action
        begun = self.in_browser(action, manual=True)
        pass_check(begun["source"]["transaction_url"])
        return AttemptReference(request.gateway_key, f"payments/{begun['id']}", request.amount)

    def in_browser(
        self, action: ClientToken, number: str = "4111111111111111", minor: int | None = None, **source: Any
    ) -> dict[str, Any]:
        """The payment that Moyasar's form makes of a card."""
        return begin_in_form(action.script_url, action.publishable_key, action.params, number, minor, **source)

    def pay(self, result: StartResult, choice: str = "approve", answer: str = "pass") -> ComingBack:
        choice = CARDS.get(self.way, choice) if choice == "approve" else choice
        return pay_at(result.next_action, choice, answer)

    def find(self, attempt: AttemptReference) -> Snapshot:
        return self.gateway.find(self.account, attempt)

    def hint(self, attempt: AttemptReference, back: ComingBack) -> ReturnHint:
        request = RawRequest(back.method, {}, back.body, back.query)
        return self.gateway.read_return(self.account, attempt, request)

    def operation(self, kind: OperationKind, attempt: AttemptReference, minor: int) -> OperationRequest:
        """As the core would ask for it, knowing how the payment stands."""
        self.let_a_minute_pass()
        seen = self.find(attempt)
        return OperationRequest(
            uuid.uuid4(), kind, attempt, seen.reference, replace(attempt.amount, minor=minor), seen.totals
        )

    def operate(self, operation: OperationRequest) -> Snapshot:
        return {
            OperationKind.CAPTURE: self.gateway.capture,
            OperationKind.VOID: self.gateway.void,
            OperationKind.REFUND: self.gateway.refund,
        }[operation.kind](self.account, operation)

    def let_a_minute_pass(self) -> None:
        """HyperPay lets nobody ask about one thing more than twice in it."""
        self.simulator.control("clock", seconds=61)

    def owed(self) -> int:
        """What the gateway owes the merchant, in minor units."""
        return sum(entry["minor"] for entry in self.simulator.journal() if entry["merchant"] == self.merchant)

    def listen(self) -> None:
        """The merchant tells the gateway's portal where to call."""
        if self.name == "moyasar":
            body = {"url": PORTAL, "http_method": "post", "shared_secret": self.account.secret("webhook"), "events": []}
            keys = (self.account.secret("secret_key"), "")
            answer = httpx.post(f"{self.simulator.hosts['moyasar']}/v1/webhooks", json=body, auth=keys, trust_env=False)
            assert answer.status_code == 201
        else:
            self.simulator.control("merchant", gateway=self.name, name=self.merchant, webhook_url=PORTAL)

    def webhooks(self) -> list[RawRequest]:
        """What was sent to the address in the gateway's portal."""
        return self._sent_to(PORTAL)

    def callbacks(self) -> list[RawRequest]:
        """What was sent to the address of the one request."""
        return self._sent_to(HOOK)

    def _sent_to(self, url: str) -> list[RawRequest]:
        sent = [delivery for delivery in self.simulator.deliveries() if delivery["url"] == url]
        return [RawRequest(one["method"], one["headers"], one["body"].encode()) for one in sent]

    def open(self, request: RawRequest) -> VerifiedEvent:
        return self.gateway.open_webhook(self.account, request)
