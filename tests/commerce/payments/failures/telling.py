"""How a story reaches us: in order, shuffled, by two workers at once, or in one order of all that there are."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from threading import Lock
from typing import Any

import pytest

from commerce.core import clock
from commerce.core.errors import Refusal
from commerce.payments.application.use_cases import settle_webhook as settling
from commerce.payments.application.use_cases.check_books import check_books
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refresh_attempt import refresh_attempt
from commerce.payments.application.use_cases.settle_parked_webhooks import settle_parked_webhooks
from commerce.payments.application.webhook_addresses import webhook_url
from commerce.payments.domain.events import PaymentCaptured
from tests.commerce.payments.failures.money import (
    balance,
    findings,
    journal_of,
    operations,
    payment,
    refunds,
)
from tests.commerce.payments.failures.stories import Story, Told
from tests.commerce.payments.failures.till import HEARD, Till, arrive
from tests.simulators.gateways.conservation import charged_twice, refunded_twice
from tests.support.together import Act, at_once

IN_ORDER, SHUFFLED, BY_TWO = "in order", "shuffled", "by two workers"
MANNERS = (IN_ORDER, SHUFFLED, BY_TWO)
# How often something happens before the next is told, where it goes by chance.
PLOTS_SHARE = 0.3


class Plot:
    """What happens meanwhile: once, in its order, whoever comes to it."""

    def __init__(self, then: tuple[Act, ...]) -> None:
        self._then, self._lock = list(then), Lock()

    def go_on(self) -> bool:
        """Whether anything was left to happen."""
        with self._lock:
            if not self._then:
                return False
            quietly(self._then.pop(0))
            return True


class Hand:
    """One worker to whom everything comes twice, what the gateway sends only now as well."""

    def __init__(self, till: Till, told: Told, plot: Plot, seed: int | None) -> None:
        self._till, self._told, self._plot = till, told, plot
        self._dice = None if seed is None else random.Random(seed)  # noqa: S311 - an order, no secret
        self._cards: list[Act] = []
        self._heard = 0

    def go(self) -> None:
        backs: list[Act] = [lambda back=back: self._come_back(back) for back in self._told.backs]  # type: ignore[misc]
        self._hear()
        self._cards += 2 * [*backs, *self._told.more]
        while self._cards or self._goes_on():
            if self._dice is not None and self._dice.random() < PLOTS_SHARE:
                self._goes_on()
            quietly(self._cards.pop(0 if self._dice is None else self._dice.randrange(len(self._cards))))
            self._till.work()

    def _goes_on(self) -> bool:
        """Whether anything is there to be told, now that something more has happened, if anything was left to."""
        goes_on = True
        while goes_on:
            goes_on = self._plot.go_on()
            self._till.work()
            self._hear()
            if self._cards:
                return True
        return False

    def _hear(self) -> None:
        sent = self._till.sent()
        for one in sent[self._heard :]:
            self._cards += 2 * [lambda one=one: arrive(one, self._till.address)]
        self._heard = len(sent)

    def _come_back(self, back: Any) -> None:
        self._till.come_back(self._told.payment_id, back)


def quietly(act: Act) -> None:
    """A refusal is an answer too."""
    try:
        act()
    except Refusal:
        return


def tell(till: Till, story: Story, manner: str, seed: int) -> int:
    """Everything arrives twice to each, payers come back meanwhile, and sweeps have their turns until all is clear."""
    told = begun(till, story)
    plot = Plot(told.then)
    with crashing(story.crashes), as_late_as(story, till):
        if manner == BY_TWO:
            at_once(*(Hand(till, told, plot, seed + hand).go for hand in range(2)))
        else:
            Hand(till, told, plot, None if manner == IN_ORDER else seed).go()
    let_time_pass(till, story)
    return told.payment_id


def begun(till: Till, story: Story) -> Told:
    if till.gateway == "paytabs":  # whose follow-ups only the portal's own notice tells of
        address = webhook_url(till.account.webhook_token)
        till.simulator.control("merchant", gateway="paytabs", name="noor", webhook_url=address)
    return story.happen(till)


def events_of(till: Till, told: Told) -> list[Act]:
    """Each once, of all that has happened by now."""
    for act in told.then:
        quietly(act)
    events: list[Act] = [lambda one=one: arrive(one, till.address) for one in till.sent()]  # type: ignore[misc]
    events += [lambda back=back: till.come_back(told.payment_id, back) for back in told.backs]  # type: ignore[misc]
    return [*events, *told.more]


@contextmanager
def crashing(times: int) -> Iterator[None]:
    """So many handlings of the worker end in the middle, after the gateway was asked."""
    handled = count(1)

    def crash(**facts: Any) -> Any:
        told = refresh_attempt(**facts)
        if next(handled) <= times:
            raise RuntimeError("the worker dies")
        return told

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settling, "refresh_attempt", crash)
        yield


@contextmanager
def as_late_as(story: Story, till: Till) -> Iterator[None]:
    till.simulator.control("clock", seconds=story.late.total_seconds())
    with clock.as_of(clock.now() + story.late):
        yield


def let_time_pass(till: Till, story: Story) -> None:
    heard = 0
    for passed in (*(timedelta(hours=hour) for hour in range(1, 5)), story.long):
        till.simulator.control("clock", seconds=3600)
        with clock.as_of(clock.now() + story.late + passed):
            sent = till.sent()
            for one in sent[heard:]:
                arrive(one, till.address)
            heard = len(sent)
            till.work()
            settle_parked_webhooks(now=clock.now())
            reconcile_payments(now=clock.now())


def require_the_end(till: Till, story: Story, payment_id: int) -> None:
    seen = payment(payment_id)
    assert seen.captured_minor in story.taken
    sums = (seen.refunded_minor, seen.charged_back_minor, seen.refund_pending_minor)
    assert sums == (story.back, story.charged_back, story.pending)
    assert (seen.authorised_minor, balance("holds", story.sold_in)) == (0, 0)
    assert balance("unapplied_funds", story.currency) == -story.unapplied
    assert balance("refunds_in_flight", story.sold_in) == -story.pending
    assert [one.status for one in operations() if one.status not in {"succeeded", "declined"}] == (
        ["unknown"] if story.pending else []
    )
    assert {one.status for one in refunds()} <= {"succeeded", "failed", *(["submitted"] if story.pending else [])}
    assert set(findings()) == set(story.findings)
    heard = len([event for event in HEARD if isinstance(event, PaymentCaptured)])
    assert heard == (bool(seen.captured_minor) if story.heard is None else story.heard)
    require_journal(till, story)


def require_journal(till: Till, story: Story) -> None:
    journal = till.simulator.journal()
    assert refunded_twice(journal) == []
    assert charged_twice(journal) == []
    if not story.lie:
        assert check_books(now=clock.now()) == 0
    assert balance("gateway_receivable", story.sold_in) == journal_of(till.simulator) + story.lie
