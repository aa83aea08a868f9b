"""More of an order's money is taken while its return is being paid back, or its refund is with the bank, or failed."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from commerce.core import clock
from commerce.core.actors import SYSTEM, acting_as
from commerce.core.money import Money
from commerce.orders.application.use_cases import pay_back_return as paying_back
from commerce.orders.application.use_cases.pay_back_return import pay_back_return
from commerce.orders.models import Order
from commerce.payments.application.hand_returns import owed_by_hand
from commerce.payments.application.money_queries import open_discrepancies
from commerce.payments.application.paid_beside import beside
from commerce.payments.application.takings import take
from commerce.payments.application.use_cases import refund_payment as refunding
from commerce.payments.application.use_cases.give_back_by_hand import HandedBack, give_back_by_hand
from commerce.payments.application.use_cases.refund_payment import RefundUnderWay
from commerce.payments.application.use_cases.settle_operation import settle_operation
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.states import AttemptStatus
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.models import Operation, Payment, PaymentAttempt, Refund
from tests.commerce.orders.test_held_money import ALL, money, said, shown, work
from tests.commerce.orders.test_taken_in_two import (
    OURS,
    STAFF,
    THEIRS,
    attempts,
    came_back,
    days_pass,
    half_taken,
    order,
    refunds,
    the_rest_is_taken,
    unpaid_by_the_judge,
)
from tests.simulators.gateways.running import Simulator

__all__ = ["half_taken", "order"]
pytestmark = pytest.mark.usefixtures("everybody_listens")
FIRST, REST = 5100, ALL - 30000


_OF_RETURNS = {Finding.NOT_RETURNED, Finding.NOT_SENT}


def told() -> list[tuple[str, str]]:
    with transaction.atomic():
        return [(row.finding, dict(row.facts)["amount"]) for row in open_discrepancies() if row.finding in _OF_RETURNS]


def first_is_with_its_bank(order: Order, monkeypatch: pytest.MonkeyPatch) -> int:
    """What was taken for the piece that came back; returns the return's id."""
    with monkeypatch.context() as slow:
        slow.setattr(refunding, "_send", lambda refund_id, now: None)
        back = came_back(order, 1)
        work()
    settled(Outcome.SETTLING)
    assert refunds() == [(FIRST, "pending")]
    return back


def settled(outcome: Outcome) -> None:
    """By the bank, of the first refund."""
    with transaction.atomic():
        operation = Operation.objects.filter(kind="refund").earliest("id")
    snapshot = Snapshot(outcome, code="no" if outcome is Outcome.DECLINED else "")
    with acting_as(SYSTEM):
        settle_operation(operation_id=operation.pk, snapshot=snapshot, now=clock.now())


def taken_beside() -> None:
    """The rest of what was held, by a capture of its own."""
    now = clock.now()
    with transaction.atomic():
        payment = Payment.objects.select_for_update().get()
        second = beside(PaymentAttempt.objects.get(), "of-the-rest", AttemptStatus.SUCCEEDED, now)
        take(payment, second, Money(REST, "SAR"), now)


@pytest.mark.parametrize("is_there_first", [True, False])
def test_what_is_taken_between_the_decision_and_its_refund_goes_back_too(
    half_taken: tuple[Order, str],
    manager: Client,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    is_there_first: bool,
) -> None:
    """`is_there_first`: before who was told of more asks for that, less has been asked for."""
    order, hold = half_taken
    back, send = came_back(order, 1), refunding.refund_payment

    def meanwhile(**asked: Any) -> int:
        monkeypatch.setattr(paying_back, "refund_payment", send)
        if not is_there_first:
            the_rest_is_taken(simulator, hold)
            return send(**asked)
        monkeypatch.setattr(paying_back, "refund_payment", lambda **more: _overtaken(asked, more))
        the_rest_is_taken(simulator, hold)
        return send(**asked)

    def _overtaken(asked: dict[str, Any], more: dict[str, Any]) -> int:
        monkeypatch.setattr(paying_back, "refund_payment", send)
        send(**asked)
        return send(**more)

    monkeypatch.setattr(paying_back, "refund_payment", meanwhile)
    with acting_as(SYSTEM):
        pay_back_return(return_id=back, now=clock.now())
        work()
    assert sum(amount for amount, _status in refunds()) == ALL // 2
    assert (money(order).refunded.minor, shown(manager, order)) == (ALL // 2, ("", []))
    days_pass(9)
    assert money(order).refunded.minor == ALL // 2
    assert unpaid_by_the_judge() == 0


def test_what_failed_after_more_had_gone_out_is_sent_again_by_a_person_and_once(
    half_taken: tuple[Order, str], manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, _hold = half_taken
    back = first_is_with_its_bank(order, monkeypatch)
    taken_beside()
    work()
    assert (refunds(), shown(manager, order)) == ([(FIRST, "pending"), (REST, "succeeded")], ("", []))
    settled(Outcome.DECLINED)
    assert told() == [("not_returned", "51.00 SAR")]
    assert shown(manager, order) == ("is_unpaid", ["refund_again"])
    again = {"move": "refund_again"}
    assert said(manager.post(f"/manage/orders/returns/{back}/", again, follow=True)) == ["success"]
    assert refunds() == [(FIRST, "failed"), (REST, "succeeded"), (FIRST, "succeeded")]
    assert (told(), shown(manager, order)) == ([], ("", []))
    assert said(manager.post(f"/manage/orders/returns/{back}/", again, follow=True)) == ["error"]
    work()
    assert (money(order).refunded.minor, len(refunds())) == (ALL // 2, 3)
    assert unpaid_by_the_judge() == 0


def test_what_failed_is_told_no_more_once_it_went_back_with_what_was_taken_since(
    half_taken: tuple[Order, str], manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who read it would give it back by hand as well."""
    order, _hold = half_taken
    back = first_is_with_its_bank(order, monkeypatch)
    settled(Outcome.DECLINED)
    taken_beside()
    work()
    assert (refunds(), told()) == ([(FIRST, "failed")], [("not_returned", "51.00 SAR")])
    manager.post(f"/manage/orders/returns/{back}/", {"move": "refund_again"})
    assert (refunds()[1:], told()) == ([(ALL // 2, "succeeded")], [])
    assert unpaid_by_the_judge() == 0


def test_what_failed_is_told_while_only_what_was_taken_since_went_back(
    half_taken: tuple[Order, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    order, _hold = half_taken
    first_is_with_its_bank(order, monkeypatch)
    taken_beside()
    with monkeypatch.context() as slow:
        slow.setattr(refunding, "_send", lambda refund_id, now: None)
        work()
    settled(Outcome.DECLINED)
    with transaction.atomic():
        last = Refund.objects.latest("id").pk
    refunding._send(last, clock.now())
    assert refunds() == [(FIRST, "failed"), (REST, "succeeded")]
    assert told() == [("not_returned", "51.00 SAR")]


@pytest.mark.parametrize("way", ["by hand", "by amount"])
def test_what_failed_and_was_given_back_otherwise_keeps_nothing_of_what_is_taken_since(
    half_taken: tuple[Order, str], manager: Client, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    order, _hold = half_taken
    first_is_with_its_bank(order, monkeypatch)
    settled(Outcome.DECLINED)
    if way == "by hand":
        given_by_hand(order)
    else:
        assert give(manager, order, "51") == 200
    assert (refunds(), told()) == ([(FIRST, "failed"), (FIRST, "succeeded")], [])
    taken_beside()
    work()
    assert refunds()[2:] == [(REST, "succeeded")]
    assert (told(), shown(manager, order), money(order).refunded.minor) == ([], ("", []), ALL // 2)


def given_by_hand(order: Order) -> None:
    with transaction.atomic():
        [owed] = owed_by_hand(order.payment_id)
        handed = HandedBack(owed.amount, "TR-9", uuid.uuid4(), owed.attempt_id, owed.discrepancy_id)
        give_back_by_hand(payment_id=order.payment_id, handed=handed, actor=STAFF, now=clock.now())


def test_what_waits_is_told_without_what_went_back_before(
    half_taken: tuple[Order, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    order, _hold = half_taken
    came_back(order, 1)
    work()
    taken_beside()

    def refuses(**asked: Any) -> int:
        raise RefundUnderWay

    monkeypatch.setattr(paying_back, "refund_payment", refuses)
    with clock.as_of(clock.now() + timedelta(days=2)):
        work()
    assert (refunds(), told()) == ([(FIRST, "succeeded")], [("not_sent", "198.00 SAR")])


# — of two captures one has to wait —


def waits(attempt: PaymentAttempt) -> None:
    """For a movement of which nobody knows the end."""
    now = clock.now()
    with transaction.atomic():
        Operation.objects.create(
            attempt=attempt, kind="capture", amount_minor=1, currency="SAR", status="unknown", sends=1,
            check_at=now + timedelta(days=1), created_at=now,
        )  # fmt: skip


def offered(manager: Client, order: Order) -> Any:
    return manager.get(f"/manage/orders/{order.pk}/").context["money"]["give_back"]


def give(manager: Client, order: Order, amount: str) -> int:
    typed = {"amount": amount, "reason": "تالف", "key": str(uuid.uuid4())}
    return int(manager.post(f"/manage/orders/{order.pk}/give-back/", typed, follow=True).status_code)


@pytest.mark.parametrize(("waiting", "most"), [(OURS, THEIRS), (THEIRS, OURS)])
def test_the_desk_proposes_what_one_capture_gives_while_the_other_waits(
    order: Order, manager: Client, waiting: int, most: int
) -> None:
    free, busy = sorted(attempts(), key=lambda one: one.captured_minor == waiting)
    assert offered(manager, order)["amount"].value() == "498.00"
    waits(busy)
    proposed = offered(manager, order)["amount"].value()
    assert Money.parse(proposed, "SAR") == Money(most, "SAR")
    assert (give(manager, order, "498"), refunds()) == (422, [])
    assert (give(manager, order, "50"), give(manager, order, f"{most // 100 - 50}")) == (200, 200)
    assert (refunds(), offered(manager, order)) == ([(5000, "succeeded"), (most - 5000, "succeeded")], None)
    with transaction.atomic():
        assert set(Refund.objects.values_list("attempt_id", flat=True)) == {free.pk}
