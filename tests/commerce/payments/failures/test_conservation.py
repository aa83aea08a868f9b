"""F50: whatever happens in whatever order, the books are the gateways' journal."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from commerce.core import clock
from commerce.core.errors import Refusal
from commerce.core.money import Money
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.application.use_cases.check_books import check_books
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refresh_payment import refresh_payment
from commerce.payments.application.use_cases.refund_payment import RefundRequest, refund_payment
from commerce.payments.application.use_cases.settle_parked_webhooks import settle_parked_webhooks
from commerce.payments.application.use_cases.start_payment import Checkout, start_payment
from commerce.payments.application.use_cases.void_payment import void_payment
from commerce.payments.domain.values import NextAction
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import balance, journal_of, operations, refunds
from tests.commerce.payments.failures.till import BACK, Till, arrive, attempts
from tests.commerce.payments.tills import GATEWAYS
from tests.simulators.gateways.conservation import charged_twice, refunded_twice

FAULTS = ("drop_before", "drop_after", "error_before", "error_after", "not_json", "half_body")
MOVEMENTS = ("capture", "refund", "void")
UNSETTLED = {"planned", "sent", "unknown", "pending"}


class Day:
    """A day at a till: things happen by the dice, each in its own minute."""

    def __init__(self, till: Till, seed: int) -> None:
        self.till = till
        self.dice = random.Random(seed)  # noqa: S311 - a script, no secret
        self.now: datetime = clock.now()
        self.unpaid: dict[int, NextAction | None] = {}
        self.payments: list[int] = []
        self.told = 0

    def happen(self, steps: int) -> None:
        acts: list[Callable[[], None]] = [
            self.begin, self.begin, self.pay, self.pay, self.come_back, self.hear, self.hear_twice, self.refund,
            self.refund, self.capture, self.void, self.cancel, self.go_wrong, self.settle, self.sweep, self.elsewhere,
        ]  # fmt: skip
        for _ in range(steps):
            act = self.dice.choice(acts)
            self.pass_minutes(1)
            with clock.as_of(self.now):
                try:
                    act()
                except Refusal:
                    continue

    def end(self) -> None:
        """Nothing goes wrong any more, every bank has decided, and the sweeps have their turns."""
        self.till.simulator.control("settle")
        for _ in range(12):
            self.pass_minutes(70)
            with clock.as_of(self.now):
                self.till.simulator.control("settle")
                self.hear()
                settle_parked_webhooks(now=self.now)
                reconcile_payments(now=self.now)

    def pass_minutes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.till.simulator.control("clock", seconds=minutes * 60)

    def begin(self) -> None:
        payment_id = self.till.owed(f"order:{uuid.uuid4()}")
        is_hold = self.till.gateway != "moyasar" and self.dice.random() < 0.4
        checkout = Checkout("1001", "ar", BACK, captures_later=is_hold)
        self.unpaid[payment_id] = start_payment(payment_id=payment_id, checkout=checkout, now=self.now)
        self.payments.append(payment_id)

    def pay(self) -> None:
        ready = [payment_id for payment_id, action in self.unpaid.items() if action is not None]
        if ready:
            payment_id = self.dice.choice(ready)
            self.till.pay(self.unpaid.pop(payment_id), self.dice.choice(["approve", "approve", "approve", "decline"]))

    def one(self) -> int:
        if not self.payments:
            self.begin()
        return self.dice.choice(self.payments)

    def come_back(self) -> None:
        refresh_payment(payment_id=self.one(), now=self.now)

    def hear(self) -> None:
        """The webhooks of late, in any order."""
        sent = self.till.sent()
        late = sent[self.told :]
        self.told = len(sent)
        self.dice.shuffle(late)
        for each in late:
            arrive(each, self.till.address)
        self.till.work()

    def hear_twice(self) -> None:
        for each in self.till.sent():
            arrive(each, self.till.address)
        self.till.work()

    def refund(self) -> None:
        amount = Money(self.dice.choice([1, 100, 4600, 9200]), "SAR")
        request = RefundRequest(amount=amount, key=uuid.uuid4())
        refund_payment(payment_id=self.one(), request=request, now=self.now)

    def capture(self) -> None:
        amount = self.dice.choice([None, Money(5000, "SAR")])
        capture_payment(payment_id=self.one(), amount=amount, now=self.now)

    def void(self) -> None:
        void_payment(payment_id=self.one(), now=self.now)

    def cancel(self) -> None:
        cancel_payment(payment_id=self.one(), now=self.now)

    def go_wrong(self) -> None:
        self.till.simulator.fault(self.dice.choice(FAULTS), self.till.gateway, self.dice.choice(MOVEMENTS))
        if self.till.gateway != "moyasar":
            self.till.simulator.fault(
                "pending", self.till.gateway, "refund", value=self.dice.choice(["approved", "declined"])
            )

    def settle(self) -> None:
        self.till.simulator.control("settle")

    def sweep(self) -> None:
        reconcile_payments(now=self.now)

    def elsewhere(self) -> None:
        """At the gateway's own desk, of what nothing of ours is under way about."""
        if any(one.status in UNSETTLED for one in operations()):
            return
        known = {
            one.gateway_reference.removeprefix("payments/")
            for one in attempts()
            if one.captured_minor - one.refunded_minor - one.refund_pending_minor >= 100
        }
        sales = [line for line in self.till.simulator.journal() if line["kind"] == "sale" and line["movement"] in known]
        if sales:
            movement = self.dice.choice(sales)["movement"]
            self.till.simulator.control("elsewhere", reference=movement, kind="refund", minor=100)


def live(till: Till, seed: int, steps: int) -> None:
    if till.gateway == "paytabs":
        address = f"http://localhost{till.address}"
        till.simulator.control("merchant", gateway="paytabs", name="noor", webhook_url=address)
    day = Day(till, seed)
    day.happen(steps)
    day.end()
    journal = till.simulator.journal()
    assert charged_twice(journal) == refunded_twice(journal) == []
    unclear = [one for one in operations() if one.status in UNSETTLED]
    assert unclear == []
    assert balance("gateway_receivable") == journal_of(till.simulator)
    assert balance("refunds_in_flight") == 0
    assert all(one.status in {"succeeded", "failed"} for one in refunds())
    assert check_books(now=day.now) == 0


@pytest.mark.parametrize("gateway", GATEWAYS)
@pytest.mark.parametrize("seed", range(2))
def test_f50_the_books_are_the_journal(till: OpenTill, gateway: str, seed: int) -> None:
    live(till(gateway), seed, 40)


@pytest.mark.long
@pytest.mark.parametrize("gateway", GATEWAYS)
@pytest.mark.parametrize("seed", range(100, 130))
def test_f50_the_books_are_the_journal_after_longer_days(till: OpenTill, gateway: str, seed: int) -> None:
    live(till(gateway), seed, 150)
