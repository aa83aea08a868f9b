"""What gateways tell, in order, shuffled, and by two workers at once: it ends the same, as the gateways' journal."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from commerce.core import clock
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.settle_parked_webhooks import settle_parked_webhooks
from commerce.payments.application.use_cases.start_payment import Checkout, start_payment
from commerce.payments.application.use_cases.void_payment import void_payment
from commerce.payments.application.webhook_addresses import webhook_url
from commerce.payments.domain.events import PaymentCaptured
from commerce.payments.models import PaymentAttempt
from commerce.tenants.models import Tenant
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    HOLDING,
    balance,
    findings,
    held,
    operations,
    payment,
    refund,
    refunds,
    require_books_to_agree,
    take,
)
from tests.commerce.payments.failures.till import BACK, HEARD, Till, arrive
from tests.commerce.payments.failures.together import Act, together
from tests.commerce.payments.tills import GATEWAYS
from tests.simulators.gateways.payer import ComingBack

MANNERS = ("in order", "shuffled", "two workers")
SEEDS = {"in order": (0,), "shuffled": (1, 2, 3), "two workers": (1, 2)}


@dataclass(frozen=True)
class Story:
    """What happens before anybody hears of it: the payment it is about, and the payers who are on their way back.

    At the end so much was taken for it, went back, and was taken back by its payer's bank; these are a person's to
    look at.
    """

    name: str
    happen: Callable[[Till], tuple[int, list[ComingBack]]]
    gateways: tuple[str, ...] = GATEWAYS
    taken: int = 9200
    back: int = 0
    charged_back: int = 0
    findings: tuple[str, ...] = ()
    heard: int = field(default=1)


def paid(till: Till) -> tuple[int, list[ComingBack]]:
    payment_id, back = till.paid()
    return payment_id, [back]


def refused_and_paid(till: Till) -> tuple[int, list[ComingBack]]:
    """The first page's refusal is told of when the second was paid already."""
    payment_id = till.owed()
    first = till.pay(till.start(payment_id), "refuse")
    with transaction.atomic():
        PaymentAttempt.objects.update(status="declined")
    return payment_id, [first, till.pay(till.start(payment_id))]


def paid_twice(till: Till) -> tuple[int, list[ComingBack]]:
    payment_id = till.owed()
    first = till.start(payment_id)
    with transaction.atomic():
        PaymentAttempt.objects.update(status="abandoned")
    return payment_id, [till.pay(till.start(payment_id)), till.pay(first)]


def held_back(till: Till) -> tuple[int, list[ComingBack]]:
    payment_id = till.owed()
    checkout = Checkout("1001", "ar", BACK, captures_later=True)
    back = till.pay(start_payment(payment_id=payment_id, checkout=checkout, now=clock.now()))
    cancel_payment(payment_id=payment_id, now=clock.now() + timedelta(minutes=1))
    return payment_id, [back]


def captured(till: Till) -> tuple[int, list[ComingBack]]:
    payment_id = held(till)
    capture_payment(payment_id=payment_id, now=clock.now())
    return payment_id, []


def captured_in_the_dark(till: Till) -> tuple[int, list[ComingBack]]:
    payment_id = held(till)
    till.simulator.fault("drop_after", till.gateway, "capture")
    capture_payment(payment_id=payment_id, now=clock.now())
    return payment_id, []


def voided_in_the_dark(till: Till) -> tuple[int, list[ComingBack]]:
    payment_id = held(till)
    till.simulator.fault("drop_after", till.gateway, "void")
    void_payment(payment_id=payment_id, now=clock.now())
    return payment_id, []


def refunded_in_the_dark(till: Till) -> tuple[int, list[ComingBack]]:
    payment_id = take(till)
    refund(payment_id, 200)
    till.simulator.control("clock", seconds=61)
    till.simulator.fault("drop_after", till.gateway, "refund")
    refund(payment_id, 4000)
    return payment_id, []


def refund_refused_late(till: Till) -> tuple[int, list[ComingBack]]:
    payment_id = take(till)
    till.simulator.fault("pending", till.gateway, "refund", value="declined")
    refund(payment_id, 4000)
    till.simulator.control("settle")
    return payment_id, []


def refunded_elsewhere(till: Till) -> tuple[int, list[ComingBack]]:
    payment_id = take(till)
    elsewhere(till, "refund", 2000)
    return payment_id, []


def charged_back_and_won(till: Till) -> tuple[int, list[ComingBack]]:
    payment_id = take(till)
    elsewhere(till, "chargeback", 9200)
    elsewhere(till, "chargeback_reversal", 9200)
    return payment_id, []


def charged_back(till: Till) -> tuple[int, list[ComingBack]]:
    payment_id = take(till)
    elsewhere(till, "chargeback", 5000)
    return payment_id, []


def decided_late(till: Till) -> tuple[int, list[ComingBack]]:
    payment_id = till.owed()
    action = till.start(payment_id)
    till.simulator.fault("long_pending", till.gateway, "pay", value="approved")
    back = till.pay(action)
    till.simulator.control("settle")
    return payment_id, [back]


def called_off(till: Till) -> tuple[int, list[ComingBack]]:
    payment_id, back = till.paid()
    cancel_payment(payment_id=payment_id, now=clock.now() + timedelta(minutes=1))
    return payment_id, [back]


def elsewhere(till: Till, kind: str, minor: int) -> None:
    sale = [line for line in till.simulator.journal() if line["kind"] == "sale"][-1]
    till.simulator.control("elsewhere", reference=sale["movement"], kind=kind, minor=minor)


STORIES = (
    Story("F1 F2 F3 paid", paid),
    Story("F5 refused and paid", refused_and_paid),
    Story("F6 held and captured", captured, HOLDING),
    Story("F7 captured in the dark", captured_in_the_dark, HOLDING),
    Story("F7 voided in the dark", voided_in_the_dark, HOLDING, taken=0, heard=0),
    Story("F9 refunded in the dark", refunded_in_the_dark, back=4200),
    Story("F11 paid twice", paid_twice, findings=("paid_twice",)),
    Story("F25 called off", called_off, back=9200),
    Story("F25 held and called off", held_back, HOLDING, taken=0, heard=0),
    Story("F26 decided late", decided_late, HOLDING),
    Story("F28 refunded elsewhere", refunded_elsewhere, back=2000, findings=("refunded_elsewhere",)),
    Story("F29 refund refused late", refund_refused_late, HOLDING),
    Story("F30 charged back", charged_back, ("hyperpay",), charged_back=5000, findings=("charged_back",)),
    Story("F30 charged back and won", charged_back_and_won, ("hyperpay",), findings=("charged_back",)),
)


def tell(till: Till, noor: Tenant, story: Story, manner: str, seed: int) -> int:
    """Everything arrives twice, payers come back meanwhile, and sweeps have their turns until nothing is open."""
    if till.gateway == "paytabs":  # whose follow-ups only the portal's own notice tells of
        address = webhook_url(till.account.webhook_token)
        till.simulator.control("merchant", gateway="paytabs", name="noor", webhook_url=address)
    payment_id, backs = story.happen(till)
    events: list[Act] = [lambda one=one: arrive(one, till.address) for one in till.sent()]  # type: ignore[misc]
    events += [lambda back=back: till.come_back(payment_id, back) for back in backs]  # type: ignore[misc]
    hands = [in_some_order(events, manner, seed + hand, till) for hand in range(2 if manner == "two workers" else 1)]
    if manner == "two workers":
        assert set(together(noor, *(lambda acts=acts: do(acts) for acts in hands))) == {"done"}
    else:
        do(hands[0])
    let_time_pass(till)
    return payment_id


def in_some_order(events: list[Act], manner: str, seed: int, till: Till) -> list[Act]:
    acts = [act for event in (*events, *events) for act in (event, till.work)]
    if manner != "in order":
        random.Random(seed).shuffle(acts)  # noqa: S311 - an order, no secret
    return acts


def do(acts: list[Act]) -> None:
    for act in acts:
        act()


def let_time_pass(till: Till) -> None:
    till.work()
    for hour in range(1, 5):
        till.simulator.control("clock", seconds=3600)
        with clock.as_of(clock.now() + timedelta(hours=hour)):
            till.work()
            settle_parked_webhooks(now=clock.now())
            reconcile_payments(now=clock.now())


def require_the_end(till: Till, story: Story, payment_id: int) -> None:
    seen = payment(payment_id)
    sums = (seen.captured_minor, seen.refunded_minor, seen.charged_back_minor, seen.refund_pending_minor)
    assert sums == (story.taken, story.back, story.charged_back, 0)
    assert (seen.authorised_minor, balance("holds"), balance("unapplied_funds")) == (0, 0, 0)
    assert balance("refunds_in_flight") == 0
    assert [one.status for one in operations() if one.status not in {"succeeded", "declined"}] == []
    assert {one.status for one in refunds()} <= {"succeeded", "failed"}
    assert set(findings()) == set(story.findings)
    assert len([event for event in HEARD if isinstance(event, PaymentCaptured)]) == story.heard
    require_books_to_agree(till.simulator)


def cases(*, is_long: bool) -> list[Any]:
    """Every story in every manner; in the short form each at one of its gateways, in turn."""
    found: list[Any] = []
    for number, story in enumerate(STORIES):
        for turn, manner in enumerate(MANNERS):
            everywhere = [(gateway, seed) for gateway in story.gateways for seed in SEEDS[manner]]
            here = [(story.gateways[(number + turn) % len(story.gateways)], SEEDS[manner][0])]
            found += [
                pytest.param(story, gateway, manner, seed, id=f"{story.name}, {manner} {seed}, {gateway}")
                for gateway, seed in (everywhere if is_long else here)
                if is_long or manner != "in order"
            ]
    return found


@pytest.mark.parametrize(("story", "gateway", "manner", "seed"), cases(is_long=False))
def test_whatever_comes_in_whatever_order_it_ends_the_same(
    till: OpenTill, at_noor: Tenant, story: Story, gateway: str, manner: str, seed: int
) -> None:
    noor = till(gateway)
    require_the_end(noor, story, tell(noor, at_noor, story, manner, seed))


@pytest.mark.long
@pytest.mark.parametrize(("story", "gateway", "manner", "seed"), cases(is_long=True))
def test_and_so_in_every_manner_at_every_gateway(
    till: OpenTill, at_noor: Tenant, story: Story, gateway: str, manner: str, seed: int
) -> None:
    noor = till(gateway)
    require_the_end(noor, story, tell(noor, at_noor, story, manner, seed))


def test_the_control_events_that_are_believed_as_they_come_end_otherwise(
    till: OpenTill, at_noor: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An own refund that is told of by the gateway would count as one of its own desk, were it not looked for first."""
    noor = till("hyperpay")
    story = next(one for one in STORIES if one.happen is refunded_in_the_dark)
    careless = "commerce.payments.application.use_cases.note_movement"
    monkeypatch.setattr(f"{careless}._ours", lambda *_: None)
    monkeypatch.setattr(f"{careless}._may_be_ours", lambda *_: False)
    payment_id = tell(noor, at_noor, story, "in order", 0)
    with pytest.raises(AssertionError):
        require_the_end(noor, story, payment_id)
