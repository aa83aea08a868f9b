"""Days at a till: whatever can happen does, in any order, and at every moment the books are the payments' sums.

A machine of Hypothesis: it draws what happens, and shortens what fails. Each day has a database of its own, so that a
day that failed says nothing about the next. What really moved is counted from the books and the gateway's journal when
a day is over (`HAPPENED`): a machine whose acts are all refused would prove nothing.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import wraps
from random import Random
from typing import Any, ClassVar

from django.conf import settings
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from commerce.core import clock
from commerce.core.breakers import Breakers
from commerce.core.errors import Refusal
from commerce.core.money import Money
from commerce.core.scope import tenant_scope
from commerce.payments.application.hand_returns import owed_by_hand
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.application.use_cases.check_books import check_books
from commerce.payments.application.use_cases.expire_payment import expire_payment
from commerce.payments.application.use_cases.give_back_by_hand import HandedBack, give_back_by_hand
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refresh_payment import refresh_payment
from commerce.payments.application.use_cases.refund_payment import RefundRequest, refund_payment
from commerce.payments.application.use_cases.settle_parked_webhooks import settle_parked_webhooks
from commerce.payments.application.use_cases.start_payment import Checkout, start_payment
from commerce.payments.application.use_cases.void_payment import void_payment
from commerce.payments.application.webhook_addresses import webhook_url
from commerce.payments.domain.values import NextAction
from commerce.payments.infrastructure.transport import client
from commerce.tenants.models import Tenant
from tests.commerce.payments.failures.crowd import truths
from tests.commerce.payments.failures.money import HOLDING, STAFF, balance, journal_of, operations, payment, refunds
from tests.commerce.payments.failures.till import BACK, Till, arrive, attempts
from tests.commerce.payments.tills import FORM
from tests.simulators.gateways.conservation import charged_twice, refunded_twice
from tests.simulators.gateways.running import Simulator
from tests.support.together import outcomes

FAULTS = ("drop_before", "drop_after", "error_before", "error_after", "not_json", "half_body")
UNSETTLED = {"planned", "sent", "unknown", "pending"}
# No gateway closes its page sooner.
PAGE_IS_OPEN = timedelta(minutes=19)
LONGEST_WAIT = timedelta(minutes=70)

NOBODY_THERE = "http://127.0.0.1:9/gateway"

# How often what happened in the days since this was cleared, by what it is.
HAPPENED: Counter[str] = Counter()

Clone = Callable[[], Any]
Act = Callable[..., None]
which = st.integers(0, 5)
# What goes wrong with the very movement that is asked for: something in half of them, or nothing unclear would happen.
trouble = st.just("") | st.sampled_from(FAULTS)


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
    """Subclasses say where: what payers choose, at which simulator, and what makes a database."""

    way: ClassVar[str]
    simulator: ClassVar[Simulator]
    clone: ClassVar[Clone]

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.open.enter_context(type(self).clone())
        self.noor = Tenant.objects.get(slug="noor")
        self.open.enter_context(tenant_scope(self.noor.pk))
        self.simulator.control("reset")
        self.till = Till(self.simulator, self.way)
        if self.gateway == "paytabs":
            address = webhook_url(self.till.account.webhook_token)
            self.simulator.control("merchant", gateway="paytabs", name="noor", webhook_url=address)
        self.now: datetime = clock.now()
        self.unpaid: list[tuple[datetime, NextAction | None]] = []
        self.payments: list[int] = []
        self.told = 0
        self.hosts = dict(settings.GATEWAY_HOSTS)
        self.down_until = self.now
        # Whether something waits to be told that only a webhook tells: such a one is not lost.
        self.only_told_once = False
        self.seen: Counter[str] = Counter()

    @property
    def gateway(self) -> str:
        return self.till.gateway

    def pass_time(self, time: timedelta) -> None:
        self.now += time
        if self.is_down and self.now >= self.down_until:
            self.gateway_answers()
        self.simulator.control("clock", seconds=time.total_seconds())

    def teardown(self) -> None:
        with self.open:
            self.gateway_answers()
            self.end()
            self.require_conservation()
            self.require_the_gateways_truth_of_each()
            self.count()

    def end(self) -> None:
        """Nothing goes wrong any more, every bank has decided, and the sweeps have their turns."""
        for _ in range(12):
            self.pass_time(LONGEST_WAIT)
            with clock.as_of(self.now):
                self.simulator.control("settle")
                self.take_in(self.late())
                settle_parked_webhooks(now=self.now)
                reconcile_payments(now=self.now)

    def require_the_gateways_truth_of_each(self) -> None:
        """The machine's reference is the journal: each attempt took what its payer paid, and owes what is left."""
        truth = truths(self.simulator)
        for attempt in attempts():
            known = truth[str(attempt.gateway_key)]
            assert (attempt.pk, attempt.captured_minor) == (attempt.pk, known.taken)
            gone = attempt.refunded_minor + attempt.refund_pending_minor
            charged_back = self.charged_back[str(attempt.gateway_key)]
            assert (attempt.pk, attempt.captured_minor - gone - charged_back) == (attempt.pk, known.owed)
        for payment_id in self.payments:
            row = payment(payment_id)
            assert (row.pk, row.status == "captured") == (row.pk, row.captured_minor > 0)

    @property
    def charged_back(self) -> Counter[str]:
        """What banks took back and did not give back, by the key it was paid under."""
        found: Counter[str] = Counter()
        for line in self.simulator.journal():
            if line["kind"] in {"chargeback", "chargeback_reversal"}:
                found[line["paid_under"]] -= line["minor"]
        return found

    def count(self) -> None:
        """What came of this day, as the journal and the books have it."""
        self.seen.update(line["kind"] for line in self.simulator.journal())
        self.seen.update(f"{one.kind} {one.status}" for one in operations())
        self.seen.update(f"refund by {one.source}" for one in refunds() if one.status == "succeeded")
        self.seen.update("sent again" for one in operations() if one.sends > 1)
        self.seen.update("cleared" for one in operations() if one.checks and one.status == "succeeded")
        self.seen.update(f"attempt {one.status}" for one in attempts())
        self.seen.update(f"payment {payment(one).status}" for one in self.payments)
        HAPPENED.update(self.seen)

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

    @initialize()
    def open_the_shop(self) -> None:
        """With a sale of which a little went back and, where there are any, a hold: or most acts would have nothing to
        act on, and a short day would move nothing."""
        for is_hold in sorted({False, self.gateway in HOLDING}):
            self.begin(is_hold=is_hold)
            self.pay(number=0, choice="approve")
        self.hear_everything_again()
        self.refund(number=0, minor=1)

    @rule(is_hold=st.booleans())
    @at_its_minute
    def begin(self, is_hold: bool) -> None:
        payment_id = self.till.owed(f"order:{uuid.uuid4()}")
        checkout = Checkout(
            "1001", "ar", BACK, self.till.has_script, captures_later=is_hold and self.gateway != "moyasar"
        )
        action = start_payment(payment_id=payment_id, checkout=checkout, now=self.now)
        self.payments.append(payment_id)
        # A form whose script nobody hands out is filled in by nobody.
        if action is not None and not (self.is_down and self.till.way == FORM):
            self.unpaid.append((self.now, action))

    @precondition(lambda self: self.unpaid)
    @rule(number=which, choice=st.sampled_from(["approve", "approve", "approve", "refuse"]))
    @at_its_minute
    def pay(self, number: int, choice: str) -> None:
        since, action = self.unpaid.pop(number % len(self.unpaid))
        if self.now < since + PAGE_IS_OPEN:
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
        self.only_told_once = False

    @rule()
    @at_its_minute
    def hear_everything_again(self) -> None:
        self.told = len(self.till.sent())
        self.take_in(self.till.sent())
        self.only_told_once = False

    @precondition(lambda self: not self.only_told_once)
    @rule()
    @at_its_minute
    def lose_what_was_sent(self) -> None:
        self.seen["webhook lost"] += len(self.late())

    @rule(minutes=st.integers(1, 6))
    @at_its_minute
    def gateway_goes_down(self, minutes: int) -> None:
        settings.GATEWAY_HOSTS = self.hosts | {self.gateway: NOBODY_THERE}
        self.down_until = self.now + timedelta(minutes=minutes)
        self.seen["gateway down"] += 1

    def gateway_answers(self) -> None:
        settings.GATEWAY_HOSTS = self.hosts
        client.breakers = Breakers()

    @property
    def is_down(self) -> bool:
        return bool(self.hosts != settings.GATEWAY_HOSTS)

    @precondition(lambda self: self.payments)
    @rule(number=which)
    @at_its_minute
    def expire(self, number: int) -> None:
        self.seen["expired"] += expire_payment(payment_id=self.payment(number), now=self.now)

    @rule(days=st.sampled_from([1, 8]))
    @at_its_minute
    def let_days_pass(self, days: int) -> None:
        """Holds lapse, and pages that nobody paid at are given up."""
        self.pass_time(timedelta(days=days))
        reconcile_payments(now=self.now)
        self.seen["days"] += days

    @precondition(lambda self: self.payments)
    @rule(number=which)
    @at_its_minute
    def hear_sweep_and_come_back_at_once(self, number: int) -> None:
        late, payment_id, now = self.late(), self.payment(number), self.now
        self.only_told_once = False
        outcomes(
            lambda: self.take_in(late),
            lambda: self.take_in(late[::-1]),
            lambda: reconcile_payments(now=now),
            lambda: refresh_payment(payment_id=payment_id, now=now),
        )

    @precondition(lambda self: self.payments)
    @rule(number=which, minor=st.sampled_from([1, 100, 4600, 9200]), fault=trouble)
    @at_its_minute
    def refund(self, number: int, minor: int, fault: str = "") -> None:
        self.go_wrong(fault, "refund")
        request = RefundRequest(amount=Money(minor, "SAR"), key=uuid.uuid4())
        refund_payment(payment_id=self.payment(number), request=request, now=self.now)

    @precondition(lambda self: self.payments)
    @rule(number=which, minor=st.none() | st.just(5000), fault=trouble)
    @at_its_minute
    def capture(self, number: int, minor: int | None, fault: str = "") -> None:
        self.go_wrong(fault, "capture")
        amount = None if minor is None else Money(minor, "SAR")
        capture_payment(payment_id=self.payment(number), amount=amount, now=self.now)

    @precondition(lambda self: self.payments)
    @rule(number=which, fault=trouble)
    @at_its_minute
    def void(self, number: int, fault: str = "") -> None:
        self.go_wrong(fault, "void")
        void_payment(payment_id=self.payment(number), now=self.now)

    @precondition(lambda self: self.payments)
    @rule(number=which)
    @at_its_minute
    def cancel(self, number: int) -> None:
        cancel_payment(payment_id=self.payment(number), now=self.now)

    def go_wrong(self, fault: str, movement: str) -> None:
        if fault:
            self.simulator.fault(fault, self.gateway, movement)

    @precondition(lambda self: self.gateway in HOLDING and not self.is_down)
    @rule()
    @at_its_minute
    def capture_what_its_bank_let_go(self) -> None:
        held = [one for one in attempts() if payment(one.payment_id).authorised_minor and not one.captured_minor]
        if held:
            reference = held[0].gateway_reference.rpartition("/")[2]
            self.simulator.control("lapse", reference=reference)
            capture_payment(payment_id=held[0].payment_id, now=self.now)

    @precondition(lambda self: self.gateway in HOLDING)
    @rule(what=st.sampled_from(["refund", "pay"]), verdict=st.sampled_from(["approved", "declined"]))
    @at_its_minute
    def take_days_over_the_next(self, what: str, verdict: str) -> None:
        self.simulator.fault("pending", self.gateway, what, value=verdict)
        self.seen[f"pending {what}"] += 1

    @precondition(lambda self: self.payments)
    @rule(number=which, minor=st.sampled_from([1, 9200]))
    @at_its_minute
    def give_by_hand(self, number: int, minor: int) -> None:
        """Of what a person was told did not go back."""
        payment_id = self.payment(number)
        with transaction.atomic():
            owed = owed_by_hand(payment_id)
        for one in owed[:1]:
            amount = min(one.amount, Money(minor, one.amount.currency))
            handed = HandedBack(amount, "SNB 1", uuid.uuid4(), one.attempt_id, one.discrepancy_id)
            give_back_by_hand(payment_id=payment_id, handed=handed, actor=STAFF, now=self.now)

    @rule()
    @at_its_minute
    def decide(self) -> None:
        self.simulator.control("settle")

    @rule()
    @at_its_minute
    def sweep(self) -> None:
        reconcile_payments(now=self.now)

    @precondition(lambda self: self.payments and not self.is_down)
    @rule(number=which)
    @at_its_minute
    def refund_elsewhere(self, number: int) -> None:
        """At the gateway's own desk, of what nothing of ours is under way about.

        A gateway that only keeps sums tells of it before we ask it for anything: otherwise it is a person's (F46).
        """
        self._elsewhere("refund", number, 100)

    @precondition(lambda self: self.gateway == "hyperpay" and self.payments and not self.is_down)
    @rule(number=which, is_won=st.booleans())
    @at_its_minute
    def charge_back(self, number: int, is_won: bool) -> None:
        self._elsewhere("chargeback", number, 100)
        if is_won:
            self._elsewhere("chargeback_reversal", number, 100)

    def _elsewhere(self, kind: str, number: int, minor: int) -> None:
        if any(one.status in UNSETTLED for one in operations()):
            return
        known = {
            one.gateway_reference.removeprefix("payments/")
            for one in attempts()
            if one.captured_minor - one.refunded_minor - one.refund_pending_minor - one.handed_back_minor >= 500
        }
        lines = self.simulator.journal()
        sales = [one["movement"] for one in lines if one["kind"] == "sale" and one["movement"] in known]
        if sales:
            movement = sales[number % len(sales)]
            self.simulator.control("elsewhere", reference=movement, kind=kind, minor=minor)
            self.only_told_once = True
        if self.gateway == "moyasar":
            self.take_in(self.late())
            self.only_told_once = False
