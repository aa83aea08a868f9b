"""A gateway that answers what a test has told it to, and remembers how it was called."""

from collections.abc import Callable
from typing import ClassVar

from django.db import connection

from commerce.core.bilingual import Bilingual
from commerce.core.events import Event
from commerce.core.money import Money
from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.capabilities import Capabilities
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.events import (
    FundsUnapplied,
    MoreCaptured,
    PaymentCaptured,
    PaymentChargedBack,
    PaymentFailed,
    PaymentHeld,
    RefundFailed,
    RefundSucceeded,
)
from commerce.payments.domain.values import (
    Outcome,
    PaymentMethod,
    Redirect,
    Snapshot,
    StartRequest,
    StartResult,
)

SETTING = {"scripted": f"{__name__}.ScriptedGateway"}
HANDLERS: dict[type[Event], tuple[str, ...]] = {
    PaymentCaptured: (f"{__name__}.hear",),
    PaymentFailed: (f"{__name__}.hear",),
    MoreCaptured: (),
    PaymentHeld: (),
    FundsUnapplied: (),
    RefundSucceeded: (),
    RefundFailed: (),
    PaymentChargedBack: (),
}
HEARD: list[Event] = []
AMOUNT = Money(9200, "SAR")


def hear(event: Event) -> None:
    HEARD.append(event)


def captured(amount: Money = AMOUNT) -> Snapshot:
    return Snapshot(Outcome.CAPTURED, "ref-1", amount)


class ScriptedGateway:
    method = PaymentMethod("scripted", Bilingual("", "Scripted"), Bilingual("", ""), Capabilities())
    start_answer: ClassVar[StartResult]
    find_answer: ClassVar[Snapshot]
    during_start: ClassVar[Callable[[], object] | None]
    started: ClassVar[list[StartRequest]]

    @classmethod
    def reset(cls) -> None:
        cls.start_answer = StartResult(Snapshot(Outcome.PENDING, "ref-1"), Redirect("https://gateway.example/pay"))
        cls.find_answer = Snapshot(Outcome.PENDING, "ref-1")
        cls.during_start = None
        cls.started = []
        HEARD.clear()

    def capabilities(self, account: GatewayAccount, brand: str = "") -> Capabilities:
        return self.method.capabilities

    def start(self, account: GatewayAccount, request: StartRequest) -> StartResult:
        assert not connection.in_atomic_block
        self.started.append(request)
        if ScriptedGateway.during_start is not None:
            ScriptedGateway.during_start()
        return self.start_answer

    def find(self, account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
        assert not connection.in_atomic_block
        return self.find_answer
