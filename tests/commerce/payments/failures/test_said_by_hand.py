"""What a person said was done, and its gateway tells of afterwards by a name of its own: it is one movement."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from commerce.core import clock
from commerce.core.actors import Actor, ActorKind
from commerce.core.breakers import Breakers
from commerce.payments.application.money_queries import open_discrepancies
from commerce.payments.application.use_cases import note_movement as noting
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.application.use_cases.settle_by_hand import settle_by_hand
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.infrastructure.transport import client
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    findings,
    held,
    journal_of,
    operations,
    payment,
    refund,
    refunds,
    require_books_to_agree,
    sar,
    still_told,
    sweep,
    take,
)
from tests.commerce.payments.failures.test_looks import DAY, HOUR, unheard
from tests.commerce.payments.failures.test_looks import later as looked_at
from tests.commerce.payments.failures.test_settling import hear, later, told_facts
from tests.commerce.payments.failures.till import Till, attempts

pytestmark = pytest.mark.sampled(by="gateway")

MANAGER = Actor(ActorKind.STAFF, "7", "نورة")


def nameless(noor: Till, kind: str) -> None:
    """The next movement bears its payment's key and not its own, and its answer is lost: a person must say."""
    noor.simulator.fault("swallow_key", "hyperpay", kind)
    noor.simulator.fault("drop_after", "hyperpay", kind)


def say_it_is_done() -> None:
    with transaction.atomic():
        [finding] = [one for one in open_discrepancies() if one.is_of_movement]
    settle_by_hand(discrepancy_id=finding.id, is_done=True, reason="هكذا في لوحتها", actor=MANAGER, now=clock.now())


def refunded_by_hand(noor: Till) -> int:
    """A refund that is done at the gateway, and is by a person's word; it is told of, and looked at, afterwards."""
    paid = take(noor)
    nameless(noor, "refund")
    refund(paid, 3000)
    sweep(noor)
    hear(noor, noor.sent())
    say_it_is_done()
    later(noor, 4)
    looked_at(noor, 2 * HOUR, DAY + 2 * HOUR)
    return paid


@pytest.mark.parametrize("is_told", [True, False], ids=["by its webhook", "by a look"])
def test_a_refund_that_a_person_said_was_done_is_booked_once(till: OpenTill, *, is_told: bool) -> None:
    noor = till("hyperpay") if is_told else unheard(till, "hyperpay")
    paid = refunded_by_hand(noor)
    assert (payment(paid).refunded_minor, journal_of(noor.simulator)) == (3000, 6200)
    assert ([one.source for one in refunds()], still_told()) == (["staff"], [])
    assert operations()[0].gateway_reference
    require_books_to_agree(noor.simulator)


def test_the_control_without_taking_its_name_it_is_booked_twice(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noting, "_is_said_to_be_done", lambda *_: False)
    noor = till("hyperpay")
    paid = refunded_by_hand(noor)
    assert (payment(paid).refunded_minor, journal_of(noor.simulator)) == (6000, 6200)
    assert findings()[-1] == "refunded_elsewhere"


@pytest.mark.parametrize(("amount", "told"), [(3000, []), (2500, ["contradiction"])])
def test_another_amount_than_a_person_said_is_told_once(till: OpenTill, amount: int, told: list[str]) -> None:
    noor = till("hyperpay")
    paid = take(noor)
    nameless(noor, "refund")
    refund(paid, 3000)
    sweep(noor)
    say_it_is_done()
    [operation] = operations()
    seen = Snapshot(Outcome.REFUNDED, "payments/f00d", sar(amount), key=str(operation.key))
    for _ in range(2):
        assert noting.note_movement(attempt_id=attempts()[0].pk, movement=seen, now=clock.now())
    assert (still_told(), payment(paid).refunded_minor) == (told, 3000)
    assert operations()[0].gateway_reference == "payments/f00d"


@pytest.mark.parametrize(("amount", "told"), [(9200, []), (5000, ["contradiction"])])
def test_another_capture_than_a_person_said_is_told(till: OpenTill, amount: int, told: list[str]) -> None:
    noor = till("hyperpay")
    paid = held(noor)
    nameless(noor, "capture")
    capture_payment(payment_id=paid, now=clock.now())
    looked_at(noor, 25 * HOUR)
    say_it_is_done()
    seen = Snapshot(Outcome.CAPTURED, attempts()[0].gateway_reference, sar(amount))
    apply_observation(attempt_id=attempts()[0].pk, snapshot=seen, now=clock.now())
    assert (still_told(), payment(paid).captured_minor) == (told, 9200)


def test_the_name_of_one_that_is_booked_already_is_not_taken(till: OpenTill) -> None:
    """A look tells of that one again, before it tells of ours."""
    noor = unheard(till, "hyperpay")
    paid = take(noor)
    reference = attempts()[0].gateway_reference.removeprefix("payments/")
    noor.simulator.control("elsewhere", reference=reference, kind="refund", minor=3000)
    looked_at(noor, 2 * HOUR)
    assert payment(paid).refunded_minor == 3000
    nameless(noor, "refund")
    refund(paid, 3000)
    sweep(noor)
    say_it_is_done()
    [theirs] = [facts["reference"] for facts in told_facts("refunded_elsewhere")]
    again = Snapshot(Outcome.REFUNDED, theirs, sar(3000))
    assert noting.note_movement(attempt_id=attempts()[0].pk, movement=again, now=clock.now())
    looked_at(noor, DAY + 2 * HOUR, 8 * DAY)
    assert ([one.source for one in refunds()], payment(paid).refunded_minor) == (["external", "staff"], 6000)
    require_books_to_agree(noor.simulator)


def test_a_second_one_of_that_amount_is_money_that_went_back_elsewhere(till: OpenTill) -> None:
    noor = till("hyperpay")
    paid = refunded_by_hand(noor)
    reference = attempts()[0].gateway_reference.removeprefix("payments/")
    noor.simulator.control("elsewhere", reference=reference, kind="refund", minor=3000)
    hear(noor, noor.sent()[-1:])
    assert ([one.source for one in refunds()], payment(paid).refunded_minor) == (["staff", "external"], 6000)
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("has_key", [False, True], ids=["by its payment's key", "by its own"])
def test_what_was_taken_by_a_persons_word_can_be_given_back(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch, *, has_key: bool
) -> None:
    """A refund names the capture, of which only the gateway can tell the name."""
    noor = unheard(till, "hyperpay")
    paid = held(noor)
    if has_key:
        noor.simulator.fault("drop_after", "hyperpay", "capture")
        noor.simulator.fault("error_before", "hyperpay", "query", times=-1)
        noor.simulator.fault("error_before", "hyperpay", "status", times=-1)
    else:
        nameless(noor, "capture")
    capture_payment(payment_id=paid, now=clock.now())
    looked_at(noor, 25 * HOUR)
    say_it_is_done()
    assert (payment(paid).captured_minor, attempts()[0].capture_reference) == (9200, "")
    noor.simulator.control("calm")
    monkeypatch.setattr(client, "breakers", Breakers())
    looked_at(noor, timedelta(minutes=5))
    assert attempts()[0].capture_reference
    refund(paid, 3000)
    assert [one.status for one in refunds()] == ["succeeded"]
    require_books_to_agree(noor.simulator)
