"""What is owed back goes back, whatever became of refunds before; where it can't, staff are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F, Q

from commerce.core import clock
from commerce.payments.application.discrepancies import no_longer_true
from commerce.payments.application.use_cases import return_payments as returning
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.application.use_cases.settle_operation import settle_operation
from commerce.payments.application.use_cases.void_payment import void_payment
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.operations import PENDING_FOR
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.models import Discrepancy, PaymentAttempt
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    findings,
    held,
    journal_of,
    payment,
    refund,
    refunds,
    require_books_to_agree,
    sar,
    still_told,
    sweep,
    take,
)
from tests.commerce.payments.failures.test_looks import DAY, later
from tests.commerce.payments.failures.test_refunds import NAMING
from tests.commerce.payments.failures.till import Till

pytestmark = pytest.mark.sampled(by="gateway")


def partly_on_its_way(noor: Till, *, then: str = "declined") -> int:
    """Staff gave back a part, of which the bank takes its time and then says so; and the order was called off."""
    paid = take(noor)
    noor.simulator.fault("pending", noor.gateway, "refund", value=then)
    refund(paid, 3000)
    cancel_payment(payment_id=paid, now=clock.now())
    return paid


# — after other refunds —


@pytest.mark.parametrize("gateway", NAMING)
def test_what_is_owed_and_a_refund_of_staffs_did_not_bring_is_sent(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    paid = partly_on_its_way(noor)
    sweep(noor)
    noor.simulator.control("settle")
    sweep(noor, 6)
    went = [(one.source, one.amount, one.status) for one in refunds()]
    assert went == [
        ("staff", sar(3000), "failed"),
        ("system", sar(6200), "succeeded"),
        ("system", sar(3000), "succeeded"),
    ]
    assert (payment(paid).refunded_minor, still_told()) == (9200, [])
    require_books_to_agree(noor.simulator)


def left_out_by_two(**_: Any) -> Any:
    """One refund that the sweep sent, and another that failed."""
    owed = PaymentAttempt.objects.filter(
        payment__owed_back_at__isnull=False, captured_minor__gt=F("refunded_minor") + F("refund_pending_minor")
    )
    return owed.exclude(refunds__source="system", refunds__status="failed")


def test_the_control_of_two_refunds_together_it_stays_though_nothing_failed_that_was_sent_by_itself(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returning, "_owed_back", left_out_by_two)
    noor = till("hyperpay")
    partly_on_its_way(noor)
    sweep(noor)
    noor.simulator.control("settle")
    sweep(noor, 6)
    assert (journal_of(noor.simulator), still_told()) == (3000, ["not_returned"])


def nothing_arrives(noor: Till) -> int:
    """What staff sent and what was sent by itself both come to nothing, staff's first."""
    paid = partly_on_its_way(noor)
    noor.simulator.fault("pending", noor.gateway, "refund", value="declined")
    sweep(noor)
    noor.simulator.control("settle")
    sweep(noor, 6)
    assert [(one.source, one.status) for one in refunds()] == [("staff", "failed"), ("system", "failed")]
    assert still_told() == ["not_returned"] * 2
    return paid


@pytest.mark.parametrize("parts", [(6200, 3000), (3000, 6200), (9200,)])
def test_what_could_not_be_sent_is_told_until_all_that_is_owed_is_back(till: OpenTill, parts: tuple[int, ...]) -> None:
    noor = till("hyperpay")
    paid = nothing_arrives(noor)
    for part in parts:
        assert set(still_told()) == {"not_returned"}
        refund(paid, part)
    assert still_told() == []
    require_books_to_agree(noor.simulator)


# — of which the bank says nothing —


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize(
    ("then", "ends", "told"), [("approved", "succeeded", []), ("declined", "failed", ["not_returned"])]
)
@pytest.mark.parametrize("gateway", NAMING)
def test_what_its_bank_does_not_end_is_told_once_until_it_does(
    till: OpenTill, gateway: str, then: str, ends: str, told: list[str]
) -> None:
    noor = till(gateway)
    paid = take(noor)
    noor.simulator.fault("pending", gateway, "refund", value=then)
    refund(paid, 3000)
    later(noor, DAY, PENDING_FOR - DAY)
    assert findings() == []
    later(noor, PENDING_FOR + DAY, PENDING_FOR + 2 * DAY, 60 * DAY)
    assert (findings(), still_told()) == (["still_pending"], ["still_pending"])
    noor.simulator.control("settle")
    later(noor, 61 * DAY)
    assert ([one.status for one in refunds()], still_told()) == ([ends], told)
    require_books_to_agree(noor.simulator)


# — whose turn it is —


def billed(noor: Till) -> None:
    """Paid by SADAD, of which Moyasar gives nothing back, and called off."""
    paid = take(noor)
    with transaction.atomic():
        PaymentAttempt.objects.filter(payment_id=paid).update(brand="sadadbill")
    cancel_payment(payment_id=paid, now=clock.now())


def waiting_for_another(noor: Till) -> None:
    """Nobody knows what became of a part that staff gave back, and the order was called off."""
    paid = take(noor)
    noor.simulator.fault("drop_after", noor.gateway, "refund")
    refund(paid, 3000)
    cancel_payment(payment_id=paid, now=clock.now())


def held_in_vain(noor: Till) -> None:
    """Called off, and the gateway refused to let go of what is held."""
    paid = held(noor)
    noor.simulator.fault("drop_before", noor.gateway, "void")
    refused = Snapshot(Outcome.DECLINED, code="refused")
    void_id = void_payment(payment_id=paid, now=clock.now())
    settle_operation(operation_id=void_id, snapshot=refused, now=clock.now())
    cancel_payment(payment_id=paid, now=clock.now())


def returned_one_by_one(noor: Till, stuck: Callable[[Till], None], times: int = 3) -> tuple[list[int], int]:
    """How many each sweep of one tried, and what of the order behind it went back."""
    stuck(noor)
    behind = take(noor, "order:2")
    cancel_payment(payment_id=behind, now=clock.now())
    tried = [returning.return_payments(now=clock.now(), most=1) for _ in range(times)]
    return tried, payment(behind).refunded_minor


STUCK = [("moyasar", billed), ("moyasar", waiting_for_another), ("paytabs", held_in_vain)]
SAID = [([1, 1, 0], ["not_returned"]), ([1, 0, 0], []), ([1, 0, 0], ["not_moved"])]


@pytest.mark.parametrize(
    ("gateway", "stuck", "tried", "told"), [(*one, *said) for one, said in zip(STUCK, SAID, strict=True)]
)
def test_behind_what_can_not_be_sent_nobody_waits_and_a_person_was_told_once(
    till: OpenTill, gateway: str, stuck: Callable[[Till], None], tried: list[int], told: list[str]
) -> None:
    noor = till(gateway)
    assert returned_one_by_one(noor, stuck) == (tried, 9200)
    assert still_told() == told


@pytest.mark.parametrize(("gateway", "stuck"), STUCK)
def test_the_control_of_everything_that_is_left_the_first_is_tried_for_ever(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch, gateway: str, stuck: Callable[[Till], None]
) -> None:
    monkeypatch.setattr(returning, "_owed_back", all_that_is_left)
    noor = till(gateway)
    assert returned_one_by_one(noor, stuck) == ([1, 1, 1], 0)


def all_that_is_left() -> Any:
    """Whether it can be sent or not."""
    return PaymentAttempt.objects.filter(Q(captured_minor__gt=F("refunded_minor")) | Q(authorised_minor__gt=0))


def test_what_is_told_no_longer_is_tried_again(till: OpenTill) -> None:
    noor = till("moyasar")
    billed(noor)
    returning.return_payments(now=clock.now())
    assert still_told() == ["not_returned"]
    with transaction.atomic():
        PaymentAttempt.objects.update(brand="mada")
    assert returning.return_payments(now=clock.now()) == 0, "whom it was told to sends it"
    with transaction.atomic():
        told = Discrepancy.objects.get()
        no_longer_true(told.payment, (Finding.NOT_RETURNED,), [told.key], clock.now())
    assert returning.return_payments(now=clock.now()) == 1
    assert [(one.source, one.status) for one in refunds()] == [("system", "succeeded")]
