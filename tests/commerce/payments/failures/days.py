"""Days at a till: whatever can happen does, in any order, and at every moment the books are the payments' sums.

A machine of Hypothesis: it draws what happens, and shortens what fails. Each day has a database of its own, so that a
day that failed says nothing about the next.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import wraps
from random import Random
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from commerce.core import clock
from commerce.core.errors import Refusal
from commerce.core.money import Money
from commerce.core.scope import tenant_scope
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.application.use_cases.check_books import check_books
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refresh_payment import refresh_payment
from commerce.payments.application.use_cases.refund_payment import RefundRequest, refund_payment
from commerce.payments.application.use_cases.settle_parked_webhooks import settle_parked_webhooks
from commerce.payments.application.use_cases.start_payment import Checkout, start_payment
from commerce.payments.application.use_cases.void_payment import void_payment
from commerce.payments.application.webhook_addresses import webhook_url
from commerce.payments.domain.values import NextAction
from commerce.tenants.models import Tenant
from tests.commerce.payments.failures.money import balance, journal_of, operations, refunds
from tests.commerce.payments.failures.till import BACK, Till, arrive, attempts
from tests.commerce.payments.failures.together import together
from tests.simulators.gateways.conservation import charged_twice, refunded_twice
from tests.simulators.gateways.running import Simulator

FAULTS = ("drop_before", "drop_after", "error_before", "error_after", "not_json", "half_body")
MOVEMENTS = ("capture", "refund", "void")
UNSETTLED = {"planned", "sent", "unknown", "pending"}
LONGEST_WAIT = timedelta(minutes=70)

Clone = Callable[[], Any]
Act = Callable[..., None]
which = st.integers(0, 5)


def at_its_minute(act: Act) -> Act:
    """A minute goes by; a refusal is an answer too."""

    @wraps(act)
    def acted(day: Day, **drawn: Any) -> None:
        day.pass_time(timedelta(minutes=1))
        with clock.as_of(day.now):
            try:
                act(day, **drawn)
            except Refusal:
                return

    return acted


class Day(RuleBasedStateMachine):
    """Subclasses say where: at which gateway of which simulator, and what makes a database."""

    gateway: ClassVar[str]
    simulator: ClassVar[Simulator]
    clone: ClassVar[Clone]

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.open.enter_context(type(self).clone())
        self.noor = Tenant.objects.get(slug="noor")
        self.open.enter_context(tenant_scope(self.noor.pk))
        self.simulator.control("reset")
        self.till = Till(self.simulator, self.gateway)
        if self.gateway == "paytabs":
            address = webhook_url(self.till.account.webhook_token)
            self.simulator.control("merchant", gateway="paytabs", name="noor", webhook_url=address)
        self.now: datetime = clock.now()
        self.unpaid: list[tuple[int, NextAction | None]] = []
        self.payments: list[int] = []
        self.told = 0

    def pass_time(self, time: timedelta) -> None:
        self.now += time
        self.simulator.control("clock", seconds=time.total_seconds())

    def teardown(self) -> None:
        with self.open:
            self.end()
            self.require_conservation()

    def end(self) -> None:
        """Nothing goes wrong any more, every bank has decided, and the sweeps have their turns."""
        for _ in range(12):
            self.pass_time(LONGEST_WAIT)
            with clock.as_of(self.now):
                self.simulator.control("settle")
                self.take_in(self.late())
                settle_parked_webhooks(now=self.now)
                reconcile_payments(now=self.now)

    def require_conservation(self) -> None:
        journal = self.simulator.journal()
        assert charged_twice(journal) == refunded_twice(journal) == []
        assert [one for one in operations() if one.status in UNSETTLED] == []
        assert balance("gateway_receivable") == journal_of(self.simulator)
        assert balance("refunds_in_flight") == 0
        assert all(one.status in {"succeeded", "failed"} for one in refunds())
        assert check_books(now=self.now) == 0

    def late(self) -> list[dict[str, Any]]:
        """The webhooks nobody has taken in yet."""
        sent = self.till.sent()
        late = sent[self.told :]
        self.told = len(sent)
        return late

    def take_in(self, events: list[dict[str, Any]]) -> None:
        for each in events:
            arrive(each, self.till.address)
        self.till.work()

    def payment(self, number: int) -> int:
        return self.payments[number % len(self.payments)]

    @invariant()
    def the_books_are_the_sums(self) -> None:
        assert check_books(now=self.now) == 0
        assert balance("order_funds") <= 0
        assert balance("unapplied_funds") <= 0

    @rule(is_hold=st.booleans())
    @at_its_minute
    def begin(self, is_hold: bool) -> None:
        payment_id = self.till.owed(f"order:{uuid.uuid4()}")
        checkout = Checkout("1001", "ar", BACK, captures_later=is_hold and self.gateway != "moyasar")
        action = start_payment(payment_id=payment_id, checkout=checkout, now=self.now)
        self.payments.append(payment_id)
        if action is not None:
            self.unpaid.append((payment_id, action))

    @precondition(lambda self: self.unpaid)
    @rule(number=which, choice=st.sampled_from(["approve", "approve", "refuse"]))
    @at_its_minute
    def pay(self, number: int, choice: str) -> None:
        _, action = self.unpaid.pop(number % len(self.unpaid))
        self.till.pay(action, choice)

    @precondition(lambda self: self.payments)
    @rule(number=which)
    @at_its_minute
    def come_back(self, number: int) -> None:
        refresh_payment(payment_id=self.payment(number), now=self.now)

    @rule(order=st.randoms())
    @at_its_minute
    def hear(self, order: Random) -> None:
        late = self.late()
        order.shuffle(late)
        self.take_in(late)

    @rule()
    @at_its_minute
    def hear_everything_again(self) -> None:
        self.take_in(self.till.sent())

    @precondition(lambda self: self.payments)
    @rule(number=which)
    @at_its_minute
    def hear_sweep_and_come_back_at_once(self, number: int) -> None:
        late, payment_id, now = self.late(), self.payment(number), self.now
        together(
            self.noor,
            lambda: self.take_in(late),
            lambda: self.take_in(late[::-1]),
            lambda: reconcile_payments(now=now),
            lambda: refresh_payment(payment_id=payment_id, now=now),
        )

    @precondition(lambda self: self.payments)
    @rule(number=which, minor=st.sampled_from([1, 100, 4600, 9200]))
    @at_its_minute
    def refund(self, number: int, minor: int) -> None:
        request = RefundRequest(amount=Money(minor, "SAR"), key=uuid.uuid4())
        refund_payment(payment_id=self.payment(number), request=request, now=self.now)

    @precondition(lambda self: self.payments)
    @rule(number=which, minor=st.none() | st.just(5000))
    @at_its_minute
    def capture(self, number: int, minor: int | None) -> None:
        amount = None if minor is None else Money(minor, "SAR")
        capture_payment(payment_id=self.payment(number), amount=amount, now=self.now)

    @precondition(lambda self: self.payments)
    @rule(number=which)
    @at_its_minute
    def void(self, number: int) -> None:
        void_payment(payment_id=self.payment(number), now=self.now)

    @precondition(lambda self: self.payments)
    @rule(number=which)
    @at_its_minute
    def cancel(self, number: int) -> None:
        cancel_payment(payment_id=self.payment(number), now=self.now)

    @rule(fault=st.sampled_from(FAULTS), movement=st.sampled_from(MOVEMENTS))
    @at_its_minute
    def go_wrong(self, fault: str, movement: str) -> None:
        self.simulator.fault(fault, self.gateway, movement)

    @precondition(lambda self: self.gateway != "moyasar")
    @rule(verdict=st.sampled_from(["approved", "declined"]))
    @at_its_minute
    def take_days_over_the_next_refund(self, verdict: str) -> None:
        self.simulator.fault("pending", self.gateway, "refund", value=verdict)

    @rule()
    @at_its_minute
    def decide(self) -> None:
        self.simulator.control("settle")

    @rule()
    @at_its_minute
    def sweep(self) -> None:
        reconcile_payments(now=self.now)

    @precondition(lambda self: self.payments)
    @rule(number=which)
    @at_its_minute
    def refund_elsewhere(self, number: int) -> None:
        """At the gateway's own desk, of what nothing of ours is under way about.

        A gateway that only keeps sums tells of it before we ask it for anything: otherwise it is a person's (F46).
        """
        if any(one.status in UNSETTLED for one in operations()):
            return
        known = {
            one.gateway_reference.removeprefix("payments/")
            for one in attempts()
            if one.captured_minor - one.refunded_minor - one.refund_pending_minor >= 100
        }
        lines = self.simulator.journal()
        sales = [one["movement"] for one in lines if one["kind"] == "sale" and one["movement"] in known]
        if sales:
            movement = sales[number % len(sales)]
            self.simulator.control("elsewhere", reference=movement, kind="refund", minor=100)
        if self.gateway == "moyasar":
            self.take_in(self.late())
