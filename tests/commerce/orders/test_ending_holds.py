"""Staff hear of held money before its bank lets it go, while they can still take it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from commerce.core import clock
from commerce.orders.models import Order
from commerce.payments.application.discrepancies import NO_LONGER_TRUE
from commerce.payments.application.money_queries import hold_of, settled_discrepancies
from commerce.payments.application.use_cases import reconcile_payments as module
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.domain.accounts import Taking
from commerce.payments.models import Discrepancy, Operation, PaymentAttempt
from tests.commerce.orders.browsing import the_order
from tests.commerce.orders.test_held_money import (
    ALL,
    handle,
    held,
    in_review,
    move,
    sums,
    work,
)
from tests.commerce.orders.test_lost_holds import told
from tests.commerce.payments.failures.test_findings import refuse
from tests.simulators.gateways.running import Simulator

pytestmark = pytest.mark.usefixtures("everybody_listens")

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WORDS = "سيفك بنك العميل حجز المبلغ قريبًا"


def ends(order: Order) -> datetime:
    with transaction.atomic():
        hold = hold_of(order.payment_id)
    assert hold is not None
    assert hold.until is not None
    return hold.until


def sweep(at: datetime) -> None:
    """As the reconciler comes round then, whenever it asked last."""
    with transaction.atomic():
        PaymentAttempt.objects.update(ask_at=at)
    with clock.as_of(at):
        reconcile_payments(now=at)
        work()


def test_staff_are_told_once_a_day_before_and_no_moment_earlier(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    order = held(browser, simulator, Taking.BY_HAND)
    move(manager, order, "ship")
    until = ends(order)
    sweep(until - DAY - MINUTE)
    assert told(order) == []
    for hours in (24, 23, 1):
        sweep(until - timedelta(hours=hours))
        assert told(order) == ["hold_ending"]
    with transaction.atomic():
        found = Discrepancy.objects.get()
    assert (found.facts, found.found_at) == ({"amount": "498.00 SAR", "until": until.isoformat()}, until - DAY)
    listed = manager.get("/manage/orders/differences/").content.decode()
    assert WORDS in listed
    assert "محجوز حتى" in listed
    assert WORDS in manager.get(f"/manage/orders/{order.pk}/").content.decode()
    assert "ما لا يتطابق: 1" in manager.get("/manage/orders/").content.decode()


def test_the_control_without_it_the_first_word_comes_when_it_is_over(
    browser: Client, simulator: Simulator, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "note_ending_hold", lambda **_: None)
    order = held(browser, simulator, Taking.BY_HAND)
    move(manager, order, "ship")
    until = ends(order)
    sweep(until - timedelta(hours=1))
    assert told(order) == []
    sweep(until)
    assert told(order) == ["hold_lapsed"]


def lapses(manager: Client, order: Order) -> None:
    sweep(ends(order))


Ending = Callable[[Client, Order], Any]
ENDINGS: dict[str, Ending] = {
    "taken": lambda manager, order: handle(manager, order, "take"),
    "sent": lambda manager, order: move(manager, order, "ship"),
    "let go": lambda manager, order: handle(manager, order, "let_go"),
    "called off": lambda manager, order: move(manager, order, "cancel"),
    "lapsed": lapses,
}


@pytest.mark.parametrize("how", ENDINGS)
def test_it_is_off_the_list_when_the_hold_is_over(
    browser: Client, simulator: Simulator, manager: Client, how: str
) -> None:
    order = held(browser, simulator, Taking.WHEN_SENT)
    sweep(ends(order) - DAY)
    assert told(order) == ["hold_ending"]
    ENDINGS[how](manager, order)
    work()
    sweep(clock.now() + MINUTE)
    assert (told(order), sums(order)) == ([], (0, ALL if how in {"taken", "sent"} else 0))
    with transaction.atomic():
        [closed] = settled_discrepancies(order.payment_id)
    assert (closed.finding, closed.closed_by, closed.reason) == ("hold_ending", "system", NO_LONGER_TRUE)


def test_what_a_person_has_closed_is_not_told_again(browser: Client, simulator: Simulator, manager: Client) -> None:
    order = held(browser, simulator)
    sweep(ends(order) - DAY)
    with transaction.atomic():
        found = Discrepancy.objects.get()
    manager.post(f"/manage/orders/differences/{found.pk}/close/", {"reason": "يُرسل غدًا"})
    assert told(order) == []
    sweep(ends(order) - MINUTE)
    assert told(order) == []


def test_of_money_in_review_they_are_told_that_and_not_to_take_it(browser: Client, simulator: Simulator) -> None:
    order = in_review(browser, simulator, Taking.WHEN_SENT)
    sweep(ends(order) - MINUTE)
    assert told(order) == ["in_review"]


def test_of_an_order_that_was_called_off_nobody_is_to_take_anything(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    """Its hold could not be let go, and that they are told."""
    order = held(browser, simulator)
    until = ends(order)
    simulator.fault("drop_before", "paytabs", "void", times=-1)
    move(manager, order, "cancel")
    sweep(clock.now() + MINUTE)
    with transaction.atomic():
        void_id = Operation.objects.get().pk
    refuse(void_id)
    sweep(until - MINUTE)
    assert (the_order().status, told(order), sums(order)) == ("cancelled", ["not_moved"], (ALL, 0))


def test_of_what_is_being_taken_they_are_not_asked_to_take_it(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    order = held(browser, simulator)
    until = ends(order)
    simulator.fault("drop_before", "paytabs", "capture", times=-1)
    handle(manager, order, "take")
    sweep(until - MINUTE)
    assert (sums(order)[0], "hold_ending" in told(order)) == (ALL, False)
