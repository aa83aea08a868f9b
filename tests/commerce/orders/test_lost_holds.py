"""Goods that were sent on a hold which is over; and what the desk says of money that moved before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commerce.core import clock
from commerce.core.actors import SYSTEM, acting_as
from commerce.core.money import Money
from commerce.orders.application import fulfilment_moves
from commerce.orders.application.use_cases.receive_return import receive_return
from commerce.orders.application.use_cases.refund_return import refund_return
from commerce.orders.application.use_cases.request_return import request_return
from commerce.orders.models import Order, OrderLine
from commerce.payments.application import movements
from commerce.payments.application.late_holds import let_go_late, let_go_of_paid
from commerce.payments.application.money_queries import hold_of, open_discrepancies
from commerce.payments.application.paid_beside import beside
from commerce.payments.application.takings import take
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.domain.accounts import Taking
from commerce.payments.domain.operations import OperationStatus
from commerce.payments.domain.states import AttemptStatus
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.models import LedgerTransaction, Operation, Payment, PaymentAttempt
from tests.commerce.orders.browsing import the_order
from tests.commerce.orders.test_held_money import (
    handle,
    held,
    move,
    packer,
    said,
    sums,
    work,
)
from tests.faults.crashes.verdict import QUESTIONS
from tests.simulators.gateways.running import Simulator

__all__ = ["packer"]
pytestmark = pytest.mark.usefixtures("everybody_listens")


def told(order: Order) -> list[str]:
    with transaction.atomic():
        return [one.finding.value for one in open_discrepancies(order.payment_id)]


@pytest.mark.parametrize("moves", [("ship",), ("ship", "deliver")])
def test_a_hold_that_lapsed_when_its_goods_were_sent_is_a_persons(
    browser: Client, simulator: Simulator, manager: Client, moves: tuple[str, ...]
) -> None:
    order = held(browser, simulator, Taking.BY_HAND)
    for name in moves:
        move(manager, order, name)
    work()
    with clock.as_of(clock.now() + timedelta(days=7, minutes=1)):
        reconcile_payments(now=clock.now())
        work()
        work()
    assert (sums(order), told(order)) == ((0, 0), ["hold_lapsed"])
    page = manager.get(f"/manage/orders/{order.pk}/").content.decode()
    assert "أُرسل الطلب ولم يعد مبلغه محجوزًا" in page


def let_go(manager: Client, order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever would tell the order dies before that."""
    with monkeypatch.context() as dying:
        dying.setattr(movements, "deliver", lambda _: None)
        handle(manager, order, "let_go")


@pytest.mark.parametrize("is_answered", [True, False])
def test_nothing_is_sent_on_money_that_staff_let_go(
    browser: Client, simulator: Simulator, manager: Client, monkeypatch: pytest.MonkeyPatch, *, is_answered: bool
) -> None:
    """A colleague sends it meanwhile."""
    order = held(browser, simulator)
    if not is_answered:
        simulator.fault("drop_after", "paytabs", "void")
    let_go(manager, order, monkeypatch)
    move(manager, order, "ship")
    assert the_order().status == "confirmed"
    with clock.as_of(clock.now() + timedelta(hours=2)):
        reconcile_payments(now=clock.now())
        work()
    assert (the_order().status, told(order), simulator.calls("paytabs", "capture")) == ("cancelled", [], 0)


def test_the_control_it_would_be_sent_and_paid_by_nobody(
    browser: Client, simulator: Simulator, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fulfilment_moves, "is_let_go", lambda _: False)
    order = held(browser, simulator)
    let_go(manager, order, monkeypatch)
    move(manager, order, "ship")
    work()
    assert (the_order().status, sums(order), told(order)) == ("shipped", (0, 0), ["hold_lapsed"])


@pytest.mark.parametrize("void", [OperationStatus.PLANNED, OperationStatus.UNKNOWN])
@pytest.mark.parametrize("taking", [Taking.AT_ONCE, Taking.BY_HAND])
def test_what_stands_on_other_money_is_sent_while_a_hold_beside_it_is_let_go(
    browser: Client, simulator: Simulator, manager: Client, taking: Taking, void: OperationStatus
) -> None:
    """Its payer was at two pages."""
    order = held(browser, simulator, taking)
    hold_beside(order, void)
    move(manager, order, "ship")
    assert the_order().status == "shipped"


def hold_beside(order: Order, void: OperationStatus) -> None:
    with transaction.atomic():
        Payment.objects.select_for_update().get()
        attempt = PaymentAttempt.objects.get()
        second = beside(attempt, "TST0000000000001", AttemptStatus.ABANDONED, clock.now())
        let_go_late(second, order.total, clock.now())
        Operation.objects.update(status=void)


def test_a_hold_of_an_order_that_other_money_has_paid_is_let_go_and_it_is_sent(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    order = held(browser, simulator, Taking.BY_HAND)
    with transaction.atomic():
        payment, attempt = Payment.objects.select_for_update().get(), PaymentAttempt.objects.get()
        other = beside(attempt, "TST0000000000001", AttemptStatus.SUCCEEDED, clock.now())
        take(payment, other, order.total, clock.now())
        let_go_of_paid(payment, clock.now())
        assert Operation.objects.get().attempt_id == attempt.pk
    move(manager, order, "ship")
    assert the_order().status == "shipped"


@pytest.mark.parametrize(("first", "figure"), [("ship", 0), ("let_go", 1)])
def test_the_judge_of_crash_runs_excuses_goods_that_had_left_when_their_money_was_let_go(
    browser: Client, simulator: Simulator, manager: Client, monkeypatch: pytest.MonkeyPatch, first: str, figure: int
) -> None:
    """And no others: it would see the control above."""
    monkeypatch.setattr(fulfilment_moves, "is_let_go", lambda _: False)
    order = held(browser, simulator, Taking.BY_HAND)
    acts = {"ship": lambda: move(manager, order, "ship"), "let_go": lambda: let_go(manager, order, monkeypatch)}
    for name in sorted(acts, key=lambda name: name != first):
        acts[name]()
    work()
    assert (the_order().status, told(order)) == ("shipped", ["hold_lapsed"])
    for name in ("confirmed and paid by nobody", "discrepancies that nobody made"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(QUESTIONS[name])
            assert cursor.fetchone() == (figure,)


def test_a_hold_that_lapsed_before_anything_was_sent_is_nobodys(browser: Client, simulator: Simulator) -> None:
    order = held(browser, simulator)
    with clock.as_of(clock.now() + timedelta(days=7, minutes=1)):
        reconcile_payments(now=clock.now())
        work()
    assert (the_order().status, told(order)) == ("cancelled", [])


def test_the_desk_and_the_sweep_count_a_hold_from_when_it_was_made(browser: Client, simulator: Simulator) -> None:
    order = held(browser, simulator)
    with transaction.atomic():
        PaymentAttempt.objects.update(created_at=clock.now() - timedelta(days=3))
        hold = hold_of(order.payment_id)
        held_at = LedgerTransaction.objects.get(purpose="held").posted_at
    assert hold is not None
    assert hold.until == held_at + timedelta(days=7)
    with clock.as_of(held_at + timedelta(days=6)):
        reconcile_payments(now=clock.now())
    assert sums(order)[0] > 0


def test_what_was_taken_before_is_not_told_as_taken_now(
    browser: Client, simulator: Simulator, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = held(browser, simulator)

    def faster(**facts: Any) -> int | None:
        """A colleague takes it between the page and the click."""
        assert capture(payment_id=facts["payment_id"], now=facts["now"]) is not None
        return capture(**facts | {"amount": Money(100, "SAR")})

    capture = capture_payment
    monkeypatch.setattr("commerce.orders.interfaces.payment_desk.capture_payment", faster)
    page = handle(manager, order, "take", "1")
    assert (said(page), simulator.calls("paytabs", "capture")) == (["info"], 1)


def test_money_that_is_taken_after_all_takes_the_lost_hold_off_the_list(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    order = held(browser, simulator, Taking.BY_HAND)
    move(manager, order, "ship")
    with clock.as_of(clock.now() + timedelta(days=7, minutes=1)):
        reconcile_payments(now=clock.now())
        work()
    assert told(order) == ["hold_lapsed"]
    with transaction.atomic():
        attempt = PaymentAttempt.objects.get()
    seen = Snapshot(Outcome.CAPTURED, attempt.gateway_reference, order.total)
    apply_observation(attempt_id=attempt.pk, snapshot=seen, now=clock.now())
    assert (told(order), sums(order)) == ([], (0, order.total_minor))


def test_what_was_never_paid_is_asked_of_the_locked_payment(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    """A capture at the same time would be given back twice, or not at all."""
    order = held(browser, simulator, Taking.AT_ONCE)
    for name in ("ship", "deliver"):
        move(manager, order, name)
    with transaction.atomic():
        line_id = OrderLine.objects.get().pk
    asked = request_return(order_id=order.pk, pieces={line_id: 1}, actor=SYSTEM, reason="", now=clock.now())
    receive_return(return_id=asked, restock=False, actor=SYSTEM, now=clock.now())
    with acting_as(SYSTEM), CaptureQueriesContext(connection) as said_to_database:
        refund_return(return_id=asked, actor=SYSTEM, now=clock.now())
    locks = [query["sql"] for query in said_to_database if "FOR UPDATE" in query["sql"]]
    assert any('FROM "payments_payment"' in lock for lock in locks)


def test_a_part_is_offered_only_where_the_card_allows_it(browser: Client, simulator: Simulator) -> None:
    order = held(browser, simulator)
    with transaction.atomic():
        hold = hold_of(order.payment_id)
        assert hold is not None
        assert hold.may_take_part
        PaymentAttempt.objects.update(brand="stcpay")
        hold = hold_of(order.payment_id)
        assert hold is not None
        assert not hold.may_take_part, "what the gateway refuses is offered"
