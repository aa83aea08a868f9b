"""Money that two captures took, one of them at the gateway's own desk: more than each has left goes back in parts."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from commerce.core import clock
from commerce.core.actors import SYSTEM, Actor, ActorKind, acting_as
from commerce.core.idempotency import KeyReused
from commerce.core.money import Money
from commerce.orders.application.return_queries import returns_of
from commerce.orders.application.use_cases.owe_what_was_taken import owe_what_was_taken
from commerce.orders.application.use_cases.pay_back_return import pay_back_return
from commerce.orders.application.use_cases.receive_return import receive_return
from commerce.orders.application.use_cases.refund_return import refund_return
from commerce.orders.application.use_cases.request_return import request_return
from commerce.orders.interfaces import handlers
from commerce.orders.models import Order, OrderLine
from commerce.payments.application.use_cases import refund_payment as refunding
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refund_payment import RefundRequest, RefundTooLarge, refund_payment
from commerce.payments.application.use_cases.settle_operation import settle_operation
from commerce.payments.domain.accounts import Taking
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.models import Operation, PaymentAttempt, Refund
from tests.commerce.orders.test_held_money import (
    ALL,
    handle,
    held,
    money,
    move,
    reference,
    said,
    shown,
    work,
)
from tests.faults.crashes.verdict import QUESTIONS
from tests.simulators.gateways.running import Simulator
from tests.support.together import outcomes

pytestmark = pytest.mark.usefixtures("everybody_listens")
OURS, THEIRS = 10000, 39800
STAFF = Actor(ActorKind.STAFF, "7")
WHOLE = [(THEIRS, "succeeded"), (OURS, "succeeded")]


@pytest.fixture
def half_taken(browser: Client, simulator: Simulator, manager: Client) -> tuple[Order, str]:
    """Sent and delivered; of what was held for two pieces we took 300.00. With the gateway's name for the hold."""
    order = held(browser, simulator, Taking.BY_HAND)
    hold = reference()
    for name in ("ship", "deliver"):
        move(manager, order, name)
    handle(manager, order, "take", "300")
    simulator.control("clock", seconds=61)
    return order, hold


def the_rest_is_taken(simulator: Simulator, hold: str) -> None:
    simulator.control("elsewhere", reference=hold, kind="capture", minor=ALL - 30000)
    for days in (1, 8):
        days_pass(days)


@pytest.fixture
def order(browser: Client, simulator: Simulator, manager: Client) -> Order:
    """Sent and delivered; 100.00 of what was held we took, and the rest somebody at the gateway's desk."""
    order = held(browser, simulator, Taking.BY_HAND)
    hold = reference()
    handle(manager, order, "take", "100")
    simulator.control("elsewhere", reference=hold, kind="capture", minor=THEIRS)
    for days in (1, 8):
        days_pass(days)
    assert [attempt.captured_minor for attempt in attempts()] == [OURS, THEIRS]
    for name in ("ship", "deliver"):
        move(manager, order, name)
    simulator.control("clock", seconds=61)
    return order


def days_pass(days: int) -> None:
    with clock.as_of(clock.now() + timedelta(days=days, hours=3)):
        reconcile_payments(now=clock.now())
        work()


def attempts() -> list[PaymentAttempt]:
    with transaction.atomic():
        return list(PaymentAttempt.objects.order_by("id"))


def refunds() -> list[tuple[int, str]]:
    with transaction.atomic():
        return list(Refund.objects.order_by("id").values_list("amount_minor", "status"))


def came_back(order: Order, pieces: int = 2) -> int:
    """Its pieces are back, and their money is to go back; returns the return's id."""
    with transaction.atomic():
        line_id, now = OrderLine.objects.get(order=order).pk, clock.now()
        back = request_return(order_id=order.pk, pieces={line_id: pieces}, actor=STAFF, reason="", now=now)
        receive_return(return_id=back, restock=True, actor=STAFF, now=now)
        refund_return(return_id=back, actor=STAFF, now=now)
    return back


def asked(order: Order, minor: int, key: uuid.UUID) -> int:
    request = RefundRequest(Money(minor, "SAR"), key)
    with acting_as(SYSTEM):
        return refund_payment(payment_id=order.payment_id, request=request, now=clock.now())


def unpaid_by_the_judge() -> int:
    """The judge of crash runs sees the parts of a return together."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(QUESTIONS["returns marked refunded, no money sent and nobody told"])
        return int(cursor.fetchone()[0])


def test_what_came_back_is_paid_back_whole_and_once(order: Order, manager: Client, simulator: Simulator) -> None:
    back = came_back(order)
    work()
    with acting_as(SYSTEM):
        assert pay_back_return(return_id=back, now=clock.now()) is not None
    assert (refunds(), shown(manager, order)) == (WHOLE, ("", []))
    assert (money(order).refunded.minor, simulator.calls("paytabs", "refund")) == (ALL, 2)
    assert sum(line["minor"] for line in simulator.journal()) == 0
    with transaction.atomic():
        assert [told.amount for told in returns_of(order.pk)] == [Money(ALL, "SAR")]
    assert unpaid_by_the_judge() == 0


def test_what_one_capture_has_goes_back_at_once(order: Order) -> None:
    came_back(order, 1)
    work()
    assert refunds() == [(ALL // 2, "succeeded")]


def test_the_desk_gives_back_all_that_it_proposes(order: Order, manager: Client) -> None:
    form = manager.get(f"/manage/orders/{order.pk}/").context["money"]["give_back"]
    typed = {"amount": form["amount"].value(), "reason": "تالف", "key": str(form["key"].value())}
    address = f"/manage/orders/{order.pk}/give-back/"
    assert said(manager.post(address, typed, follow=True)) == ["success"]
    assert said(manager.post(address, typed, follow=True)) == ["success"], "the same form is the same refund"
    assert refunds() == WHOLE


def test_of_a_part_that_is_refused_at_once_the_desk_says_how_much_it_is_and_what_went_back(
    order: Order, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = refunding._send

    def refuses_ours(refund_id: int, now: Any) -> None:
        with transaction.atomic():
            operation = Operation.objects.get(refunds=refund_id)
        if operation.amount_minor != OURS:
            return send(refund_id, now)
        settle_operation(operation_id=operation.pk, snapshot=Snapshot(Outcome.DECLINED, code="no"), now=now)

    monkeypatch.setattr(refunding, "_send", refuses_ours)
    typed = {"amount": "498", "reason": "تالف", "key": str(uuid.uuid4())}
    page = manager.post(f"/manage/orders/{order.pk}/give-back/", typed, follow=True)
    assert [(each.level_tag, str(each)) for each in page.context["messages"]] == [
        ("success", "398.00 ريال: رُد المبلغ إلى الدافع."),
        ("error", "100.00 ريال: رفضت شركة الدفع العملية ولم يتحرك أي مبلغ. قالت: no"),
    ]


def test_asked_with_one_key_it_is_one_refund_however_often_and_no_more_than_is_left(
    order: Order, simulator: Simulator
) -> None:
    key = uuid.uuid4()
    assert outcomes(*[lambda: asked(order, ALL - 1, key)] * 3) == ["done"] * 3
    assert refunds() == [(THEIRS, "succeeded"), (OURS - 1, "succeeded")]
    with pytest.raises(KeyReused):
        asked(order, THEIRS, key)
    with pytest.raises(RefundTooLarge) as refusal:
        asked(order, 2, uuid.uuid4())
    assert (refusal.value.left, simulator.calls("paytabs", "refund")) == (Money(1, "SAR"), 2)


@pytest.mark.parametrize("sent", [0, 1])
def test_a_process_that_dies_between_the_parts_leaves_none_behind(
    order: Order, simulator: Simulator, monkeypatch: pytest.MonkeyPatch, sent: int
) -> None:
    send, key, left = refunding._send, uuid.uuid4(), [sent * 2]

    def dies(refund_id: int, now: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        send(refund_id, now)

    with monkeypatch.context() as dying:
        dying.setattr(refunding, "_send", dies)
        with pytest.raises(KeyboardInterrupt):
            asked(order, ALL, key)
    days_pass(1)
    asked(order, ALL, key)
    assert (refunds(), simulator.calls("paytabs", "refund")) == (WHOLE, 2)


def test_of_a_part_that_came_to_nothing_only_that_is_sent_again(
    order: Order, manager: Client, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = refunding._send
    with monkeypatch.context() as slow:
        slow.setattr(refunding, "_send", lambda refund_id, now: None)
        back = came_back(order)
        work()
    with transaction.atomic():
        theirs, ours = Operation.objects.filter(kind="refund").order_by("id")
        first = theirs.refunds.get().pk
    with acting_as(SYSTEM):
        settle_operation(operation_id=ours.pk, snapshot=Snapshot(Outcome.DECLINED, code="no"), now=clock.now())
        send(first, clock.now())
    with transaction.atomic():
        [told] = returns_of(order.pk)
    assert (told.amount, told.missing) == (Money(THEIRS, "SAR"), Money(OURS, "SAR"))
    assert shown(manager, order) == ("is_unpaid", ["refund_again"])
    manager.post(f"/manage/orders/returns/{back}/", {"move": "refund_again"})
    assert refunds() == [(THEIRS, "succeeded"), (OURS, "failed"), (OURS, "succeeded")]
    assert (money(order).refunded.minor, shown(manager, order)) == (ALL, ("", []))
    assert simulator.calls("paytabs", "refund") == 2
    assert unpaid_by_the_judge() == 0


# — a return that was given less before the second capture —


def owed(order: Order) -> list[Money]:
    with transaction.atomic():
        return [told.owed for told in returns_of(order.pk)]


def test_what_is_taken_afterwards_goes_back_for_what_had_come_back_before(
    half_taken: tuple[Order, str], manager: Client, simulator: Simulator
) -> None:
    order, hold = half_taken
    came_back(order, 1)
    work()
    assert (refunds(), owed(order)) == ([(5100, "succeeded")], [Money(5100, "SAR")])
    the_rest_is_taken(simulator, hold)
    assert refunds() == [(5100, "succeeded"), (ALL - 30000, "succeeded")]
    assert (owed(order), shown(manager, order)) == ([Money(ALL // 2, "SAR")], ("", []))
    days_pass(9)
    assert len(refunds()) == 2
    came_back(order, 1)
    work()
    assert (money(order).refunded.minor, sum(line["minor"] for line in simulator.journal())) == (ALL, 0)
    assert unpaid_by_the_judge() == 0


def test_the_control_else_the_store_would_keep_it(
    half_taken: tuple[Order, str], simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers, "owe_what_was_taken", lambda **_: None)
    order, hold = half_taken
    came_back(order, 1)
    work()
    the_rest_is_taken(simulator, hold)
    came_back(order, 1)
    work()
    assert money(order).paid.minor - money(order).refunded.minor == ALL - 30000


def test_what_staff_gave_back_otherwise_meanwhile_is_not_sent_once_more(
    half_taken: tuple[Order, str], simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, hold = half_taken
    came_back(order, 1)
    work()
    with monkeypatch.context() as later:
        later.setattr(handlers, "owe_what_was_taken", lambda **_: None)
        the_rest_is_taken(simulator, hold)
    asked(order, ALL - 30000, uuid.uuid4())
    with acting_as(SYSTEM):
        owe_what_was_taken(payment_id=order.payment_id)
        work()
    assert (money(order).refunded.minor, owed(order)) == (ALL // 2, [Money(5100, "SAR")])


def test_what_came_although_the_hold_had_been_let_go_is_owed_for_what_had_come_back_before(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    order = held(browser, simulator, Taking.BY_HAND)
    for name in ("ship", "deliver"):
        move(manager, order, name)
    handle(manager, order, "let_go")
    came_back(order, 1)
    work()
    assert (money(order).held.minor, owed(order)) == (0, [Money(0, "SAR")])
    [attempt] = attempts()
    came = Snapshot(Outcome.CAPTURED, reference=attempt.gateway_reference, amount=Money(ALL, "SAR"))
    with acting_as(SYSTEM):
        apply_observation(attempt_id=attempt.pk, snapshot=came, now=clock.now())
    work()
    assert (money(order).paid.minor, owed(order)) == (ALL, [Money(ALL // 2, "SAR")])
