"""Giving money back from the order's page, and the list of what does not agree."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from commerce.accounts.domain.policies import Role
from commerce.core import clock
from commerce.core.models import AuditEntry
from commerce.orders.models import Order
from commerce.payments.application.money_queries import money_for, open_discrepancies
from commerce.payments.application.use_cases.start_payment import Checkout, start_payment
from commerce.payments.models import Discrepancy, Payment, PaymentAttempt
from commerce.tenants.models import Tenant
from tests.commerce.catalog.desk import member
from tests.commerce.orders.browsing import come_back, order_it, the_order, variant
from tests.commerce.orders.checkout import order_of
from tests.commerce.orders.conftest import browser
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import balance, payment, refunds, require_books_to_agree
from tests.commerce.payments.failures.till import BACK, Till
from tests.simulators.gateways.payer import pay_on_page
from tests.simulators.gateways.running import Simulator

__all__ = ["browser"]


@pytest.fixture
def paid_order(browser: Client, settings: Any, till: OpenTill) -> int:
    settings.EVENT_HANDLERS = "wasla_site.events.HANDLERS"
    page = order_it(browser)["Location"]
    come_back(browser, pay_on_page(page))
    order = the_order()
    assert order.status == "confirmed"
    return int(order.pk)


def page_of(order_id: int) -> str:
    return f"/manage/orders/{order_id}/"


def give_back(client: Client, order_id: int, amount: str, times: int = 1) -> str:
    page = client.get(page_of(order_id)).content.decode()
    found = re.search(r'name="key" value="([^"]+)"', page)
    key = found[1] if found else "00000000-0000-4000-8000-000000000000"
    for _ in range(times):
        typed = {"amount": amount, "reason": "مقاس آخر", "key": key}
        answer = client.post(f"/manage/orders/{order_id}/give-back/", typed, follow=True)
    return str(answer.content.decode())


def test_money_goes_back_once_however_often_the_form_is_sent(
    paid_order: int, at_noor: Tenant, simulator: Simulator
) -> None:
    manager = member(at_noor, Role.MANAGER)
    page = give_back(manager, paid_order, "10.00", times=2)
    assert [(one.amount_minor, one.status, one.source) for one in refunds()] == [(1000, "succeeded", "staff")]
    assert "مقاس آخر" in page
    with transaction.atomic():
        (payment_id,) = Payment.objects.values_list("pk", flat=True)
        money = money_for([payment_id])[payment_id]
    assert (money.refunded.minor, money.on_its_way.minor) == (1000, 0)
    assert money.paid.minor - money.refundable.minor == 1000
    assert simulator.calls("paytabs", "refund") == 1


def test_more_than_was_paid_is_refused_with_what_is_left(paid_order: int, at_noor: Tenant) -> None:
    page = give_back(member(at_noor, Role.MANAGER), paid_order, "99999")
    assert "لا يمكن رد أكثر من" in page
    assert 'value="99999"' in page, "what was typed is lost"
    assert 'value="مقاس آخر"' in page
    assert refunds() == []


def test_what_was_refused_is_not_told_as_on_its_way(paid_order: int, at_noor: Tenant, simulator: Simulator) -> None:
    with transaction.atomic():
        reference = PaymentAttempt.objects.get().gateway_reference.removeprefix("transactions/")
        all_of_it = Payment.objects.get().captured_minor
    simulator.control("elsewhere", reference=reference, kind="refund", minor=all_of_it)
    manager = member(at_noor, Role.MANAGER)
    page = give_back(manager, paid_order, "10.00")
    assert [one.status for one in refunds()] == ["failed"]
    assert "رفضت" in page
    assert "عاد المبلغ" not in page


def test_what_is_not_known_yet_is_told_so(paid_order: int, at_noor: Tenant, simulator: Simulator) -> None:
    simulator.fault("drop_after", "paytabs", "refund")
    page = give_back(member(at_noor, Role.MANAGER), paid_order, "10.00")
    assert [one.status for one in refunds()] == ["submitted"]
    assert "لم تجب شركة الدفع جوابًا واضحًا" in page


@pytest.mark.parametrize("role", [Role.FULFILMENT, Role.ANALYST])
def test_who_does_not_manage_payments_gives_nothing_back(paid_order: int, at_noor: Tenant, role: Role) -> None:
    client = member(at_noor, role)
    assert "give-back" not in client.get(page_of(paid_order)).content.decode()
    give_back(client, paid_order, "1.00")
    assert refunds() == []
    assert client.get("/manage/orders/differences/").status_code in {302, 403}


def test_what_does_not_agree_is_closed_with_a_word_on_why(paid_order: int, at_noor: Tenant) -> None:
    with transaction.atomic():
        payment = Payment.objects.get()
        row = Discrepancy.objects.create(
            payment=payment,
            finding="contradiction",
            key="x",
            facts={"amount": "92.01 SAR"},
            found_at=payment.created_at,
        )
    manager = member(at_noor, Role.MANAGER)
    listed = manager.get("/manage/orders/differences/").content.decode()
    assert "92.01 ريال" in listed
    close = f"/manage/orders/differences/{row.pk}/close/"
    manager.post(close, {"reason": "  "})
    with transaction.atomic():
        assert len(open_discrepancies()) == 1
    manager.post(close, {"reason": "سُوّي هاتفيًا"})
    with transaction.atomic():
        assert open_discrepancies() == []
        assert Discrepancy.objects.get().reason == "سُوّي هاتفيًا"


def test_giving_money_back_is_in_the_activity_with_before_and_after(paid_order: int, at_noor: Tenant) -> None:
    manager = member(at_noor, Role.MANAGER)
    for amount in ("10.00", "5.50"):
        give_back(manager, paid_order, amount)
    with transaction.atomic():
        told = [
            (entry.actor_name, entry.name_en, entry.before["given_back"]["minor"], entry.after["given_back"]["minor"])
            for entry in AuditEntry.objects.filter(kind="payment", action="given_back").order_by("id")
        ]
    assert told == [("The manager", "10.00 SAR", 0, 1000), ("The manager", "5.50 SAR", 1000, 1550)]
    assert "مقاس آخر" in manager.get("/manage/activity/").content.decode()


@pytest.fixture
def waiting_order(browser: Client, settings: Any, till: OpenTill) -> tuple[Order, Till]:
    """Placed, and not paid yet: its payer goes to PayTabs next."""
    settings.EVENT_HANDLERS = "wasla_site.events.HANDLERS"
    noor = till("paytabs")
    with transaction.atomic():
        return order_of({variant(): 2}, payment_method="paytabs", now=clock.now()), noor


@pytest.mark.parametrize(("do", "captured"), [("take", 49800), ("let_go", 0)])
def test_what_is_held_is_taken_or_let_go(
    waiting_order: tuple[Order, Till], at_noor: Tenant, do: str, captured: int
) -> None:
    order, noor = waiting_order
    checkout = Checkout("1001", "ar", BACK, captures_later=True)
    back = noor.pay(start_payment(payment_id=order.payment_id, checkout=checkout, now=clock.now()))
    noor.come_back(order.payment_id, back)
    noor.simulator.control("clock", seconds=61)
    packer, manager = member(at_noor, Role.FULFILMENT), member(at_noor, Role.MANAGER)
    assert packer.get(page_of(order.pk)).context["money"]["held"] is None
    packer.post(f"/manage/orders/{order.pk}/held-money/", {"do": do, "amount": "498"})
    assert payment(order.payment_id).authorised_minor == 49800
    assert manager.get(page_of(order.pk)).context["money"]["held"]["amount"].value() == "498.00"
    manager.post(f"/manage/orders/{order.pk}/held-money/", {"do": do, "amount": "498"})
    assert (payment(order.payment_id).captured_minor, payment(order.payment_id).authorised_minor) == (captured, 0)
    require_books_to_agree(noor.simulator)


def test_money_of_another_amount_is_sent_back_from_the_desk(waiting_order: tuple[Order, Till], at_noor: Tenant) -> None:
    order, noor = waiting_order
    back = noor.pay(noor.start(order.payment_id))
    noor.simulator.fault("tamper_amount", "paytabs", "query", value="-1")
    noor.come_back(order.payment_id, back)
    assert balance("unapplied_funds") == -49799
    manager = member(at_noor, Role.MANAGER)
    [one] = manager.get(page_of(order.pk)).context["money"]["unapplied"]
    form = one["form"]
    typed = {"attempt": form["attempt"].value(), "key": form["key"].value(), "reason": "مبلغ آخر"}
    member(at_noor, Role.FULFILMENT).post(f"/manage/orders/{order.pk}/unapplied/", typed)
    assert refunds() == []
    noor.simulator.control("clock", seconds=61)
    for _ in range(2):
        manager.post(f"/manage/orders/{order.pk}/unapplied/", typed)
    assert [(one.amount_minor, one.status, one.is_of_unapplied) for one in refunds()] == [(49799, "succeeded", True)]
    assert balance("unapplied_funds") == 0
    assert manager.get(page_of(order.pk)).context["money"]["unapplied"] == []
