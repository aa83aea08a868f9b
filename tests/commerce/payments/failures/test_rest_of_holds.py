"""What a part that was taken leaves of a hold: it is let go, or taken as well, and nobody believes anything else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from commerce.core import clock
from commerce.payments.application.use_cases import note_movement as noting
from commerce.payments.application.use_cases import settle_operation as settling
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.application.use_cases.release_rest import release_rest
from commerce.payments.models import Operation
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
    sar,
    still_told,
    sweep,
)
from tests.commerce.payments.failures.test_looks import DAY, later, unheard
from tests.commerce.payments.failures.test_settling import hear, listening
from tests.commerce.payments.failures.test_settling import later as looked_at
from tests.commerce.payments.failures.till import Till, attempts

pytestmark = pytest.mark.sampled(by="gateway")

Learned = Callable[[OpenTill, str, str, int], tuple[Till, int]]


def part_taken(noor: Till, kind: str, minor: int) -> int:
    """50.00 of the 92.00 by us, and then something of the rest at the gateway's own desk."""
    paid = held(noor)
    hold = attempts()[0].gateway_reference.removeprefix("payments/")
    capture_payment(payment_id=paid, amount=sar(5000), now=clock.now())
    noor.simulator.control("elsewhere", reference=hold, kind=kind, minor=minor)
    return paid


def seen_by_looks(till: OpenTill, gateway: str, kind: str, minor: int) -> tuple[Till, int]:
    noor = unheard(till, gateway)
    paid = part_taken(noor, kind, minor)
    later(noor, DAY, 8 * DAY)
    return noor, paid


def told_by_webhooks(till: OpenTill, gateway: str, kind: str, minor: int) -> tuple[Till, int]:
    noor = listening(till, gateway)
    paid = part_taken(noor, kind, minor)
    for _ in range(2):
        hear(noor, noor.sent())
    sweep(noor, 2)
    looked_at(noor)
    return noor, paid


LEARNED = pytest.mark.parametrize("learned", [seen_by_looks, told_by_webhooks])


# — let go at the gateway's own desk —


@LEARNED
def test_what_was_let_go_of_the_rest_is_no_refund(till: OpenTill, learned: Learned) -> None:
    noor, paid = learned(till, "paytabs", "void", 4200)
    assert (payment(paid).refunded_minor, refunds(), still_told()) == (0, [], [])
    assert payment(paid).refundable == sar(5000)
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize(("minor", "left", "told"), [(4200, 9200, ["not_settled"]), (9200, 0, [])])
def test_a_part_that_is_let_go_before_anything_was_taken_ends_no_hold(
    till: OpenTill, minor: int, left: int, told: list[str]
) -> None:
    """Of what is held yet nobody would know, and nobody let it go. The control: all of it ends the hold."""
    noor = listening(till, "paytabs")
    paid = held(noor)
    noor.simulator.control("elsewhere", reference=attempts()[0].gateway_reference, kind="void", minor=minor)
    for _ in range(2):
        hear(noor, noor.sent()[-1:])
    assert (payment(paid).authorised_minor, balance("holds")) == (left, left)
    assert (attempts()[0].status, findings()) == ("settling" if left else "declined", told)


def test_the_control_who_takes_it_for_one_books_what_is_still_there_as_given_back(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noting, "was_held", lambda attempt: False)
    noor, paid = told_by_webhooks(till, "paytabs", "void", 4200)
    assert payment(paid).refunded_minor == 5000
    assert balance("gateway_receivable") == 0
    assert sum(line["minor"] for line in noor.simulator.journal()) == 5000


def test_what_is_called_let_go_when_all_was_taken_is_a_persons(till: OpenTill) -> None:
    """By the contract there was nothing to let go: nothing is believed by it, and nothing passed over."""
    noor = listening(till, "paytabs")
    paid = held(noor)
    hold = attempts()[0].gateway_reference
    capture_payment(payment_id=paid, now=clock.now())
    noor.simulator.control("elsewhere", reference=hold, kind="void", minor=9200)
    hear(noor, noor.sent())
    assert (payment(paid).refunded_minor, findings()) == (0, ["not_settled"])


# — taken at the gateway's own desk —


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("gateway", HOLDING)
@LEARNED
def test_what_is_taken_of_the_rest_is_the_orders_and_told(till: OpenTill, gateway: str, learned: Learned) -> None:
    noor, paid = learned(till, gateway, "capture", 4200)
    assert (payment(paid).captured_minor, still_told()) == (9200, ["contradiction"])
    assert [(one.captured_minor, one.is_unapplied) for one in attempts()] == [(5000, False), (4200, False)]
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", HOLDING)
def test_both_parts_are_given_back_by_the_names_of_what_took_them(till: OpenTill, gateway: str) -> None:
    noor, paid = told_by_webhooks(till, gateway, "capture", 4200)
    refund(paid, 5000)
    refund(paid, 4200)
    assert [(one.amount_minor, one.status) for one in refunds()] == [(5000, "succeeded"), (4200, "succeeded")]
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", HOLDING)
def test_the_control_who_knows_one_capture_only_has_the_other_in_no_book(
    till: OpenTill, gateway: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noting, "_is_further", lambda attempt, movement: False)
    noor, _ = told_by_webhooks(till, gateway, "capture", 4200)
    assert balance("gateway_receivable") == 5000
    assert sum(line["minor"] for line in noor.simulator.journal()) == 9200


# — let go by us —


@pytest.mark.parametrize("gateway", HOLDING)
def test_what_a_part_leaves_of_a_hold_is_let_go_at_the_bank(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    paid = held(noor)
    assert len(noor.simulator.holds()) == 1
    capture_payment(payment_id=paid, amount=sar(5000), now=clock.now())
    sweep(noor)
    assert (noor.simulator.holds(), findings()) == ([], [])
    refund(paid, 5000)
    assert [one.status for one in refunds()] == ["succeeded"]
    require_books_to_agree(noor.simulator)


def test_the_control_who_asks_for_nothing_leaves_it_held(till: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "let_go_of_rest", lambda attempt, taken, now: None)
    noor = till("paytabs")
    paid = held(noor)
    capture_payment(payment_id=paid, amount=sar(5000), now=clock.now())
    sweep(noor, 3)
    assert len(noor.simulator.holds()) == 1


def test_a_rest_that_is_not_let_go_is_told_and_keeps_no_refund_waiting(till: OpenTill) -> None:
    noor = till("paytabs")
    paid = held(noor)
    noor.simulator.fault("drop_before", "paytabs", "release")
    capture_payment(payment_id=paid, amount=sar(5000), now=clock.now())
    noor.simulator.control("lapse", reference=attempts()[0].gateway_reference)
    refund(paid, 5000)
    assert [one.status for one in refunds()] == ["succeeded"]
    sweep(noor, 3)
    assert [one.kind for one in operations()] == ["capture", "void", "refund"]
    assert findings() == ["not_moved"]
    require_books_to_agree(noor.simulator)


def test_a_void_that_was_refused_before_keeps_no_rest_held(till: OpenTill) -> None:
    noor = till("paytabs")
    paid = held(noor)
    with transaction.atomic():
        refused = {"kind": "void", "amount_minor": 9200, "currency": "SAR", "status": "declined"}
        Operation.objects.create(attempt=attempts()[0], check_at=clock.now(), created_at=clock.now(), **refused)
    capture_payment(payment_id=paid, amount=sar(5000), now=clock.now())
    sweep(noor)
    assert noor.simulator.holds() == []


# — of a part that was taken at the gateway's own desk —


def part_taken_elsewhere(till: OpenTill, gateway: str = "paytabs") -> tuple[Till, int]:
    noor = listening(till, gateway)
    paid = held(noor)
    hold = attempts()[0].gateway_reference.removeprefix("payments/")
    noor.simulator.control("elsewhere", reference=hold, kind="capture", minor=5000)
    hear(noor, noor.sent())
    sweep(noor, 2)
    return noor, paid


@pytest.mark.parametrize("end", [release_rest, cancel_payment])
def test_what_is_left_is_let_go_when_nothing_more_is_to_be_taken(till: OpenTill, end: Callable[..., None]) -> None:
    noor, paid = part_taken_elsewhere(till)
    assert (len(noor.simulator.holds()), operations()) == (1, []), "who took a part there may want the rest"
    for _ in range(2):
        end(payment_id=paid, now=clock.now())
    sweep(noor, 2)
    assert [one.amount_minor for one in operations() if one.kind == "void"] == [4200]
    assert (noor.simulator.holds(), findings()) == ([], ["contradiction"])
    require_books_to_agree(noor.simulator)


def test_of_what_the_bank_has_let_go_by_itself_nothing_is_asked(till: OpenTill) -> None:
    _, paid = part_taken_elsewhere(till)
    release_rest(payment_id=paid, now=clock.now() + 8 * DAY)
    assert operations() == []


def test_where_no_rest_can_be_let_go_a_person_was_told_of_the_part_and_nothing_is_asked_for(till: OpenTill) -> None:
    _, paid = part_taken_elsewhere(till, "hyperpay")
    release_rest(payment_id=paid, now=clock.now())
    assert (operations(), findings()) == ([], ["contradiction"])
