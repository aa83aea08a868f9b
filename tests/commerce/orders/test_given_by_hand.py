"""What its gateway did not give back is given back by staff: at the desk, on the shopper's page, in their mail."""

from __future__ import annotations

import uuid
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import transaction
from django.test import Client

from commerce.core import clock
from commerce.orders.application.return_queries import returns_of
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.return_payments import return_payments
from tests.commerce.orders.browsing import come_back, order_it, the_order
from tests.commerce.orders.test_paying_back_again import (
    arrived,
    by_no_refund,
    deliver_all,
    move,
    offered,
    packer,
    refunds,
    send_in_vain,
    told,
)
from tests.commerce.payments.failures.test_desk import page_of
from tests.commerce.payments.tills import offer, pay_at
from tests.simulators.gateways.payer import pay_in_widget
from tests.simulators.gateways.running import Simulator
from tests.support.databases import owner_of

MIGRATION: Any = import_module("commerce.payments.migrations.0029_who_gave_back_by_hand")
__all__ = ["arrived", "packer"]
pytestmark = pytest.mark.usefixtures("everybody_listens")


def forms_on(client: Client, order_id: int) -> list[Any]:
    return list(client.get(page_of(order_id)).context["money"]["by_hand"])


def typed_in(form: Any, **changes: str) -> dict[str, str]:
    names = ("amount", "attempt", "discrepancy", "key")
    fresh = {name: str(form[name].value() or "") for name in names}
    return fresh | {"reference": "الراجحي 7781"} | changes


def give(client: Client, order_id: int, typed: dict[str, str]) -> Any:
    return client.post(f"/manage/orders/{order_id}/by-hand/", typed, follow=True)


def test_what_its_way_never_gives_back_is_owed_until_staff_say_how_they_gave_it(
    browser: Client, simulator: Simulator, manager: Client, packer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_no_refund(monkeypatch)
    offer("hyperpay")
    step = browser.get(order_it(browser, "hyperpay", has_script="1", email="sara@example.com")["Location"])
    come_back(browser, pay_in_widget(step.context["action"].script_url, step.context["action"].form_action))
    order = the_order()
    manager.post(f"/manage/orders/{order.pk}/move/", {"move": "cancel", "reason": "نفد"})
    return_payments(now=clock.now())
    deliver_all(clock.now())
    assert told() == [("not_returned", "498.00 SAR")]
    page = f"/orders/{order.token}/"
    owed = "وما دفعته حق لك"
    assert owed in browser.get(page).content.decode()

    [form] = forms_on(manager, order.pk)
    assert "by-hand" not in packer.get(page_of(order.pk)).content.decode()
    assert give(packer, order.pk, typed_in(form)).status_code in {302, 403} or refunds() == []
    assert refunds() == []
    for changes in ({"reference": " "}, {"amount": "498.01"}):
        again = give(manager, order.pk, typed_in(form, **changes))
        assert (again.status_code, refunds()) == (422, [])
        assert str(form["key"].value()) in again.content.decode(), "sent again it would be another"
    assert "498.01" in again.content.decode(), "what was typed is lost"
    for _ in range(2):
        assert give(manager, order.pk, typed_in(form)).status_code == 200
    deliver_all(clock.now())
    assert (refunds(), told(), forms_on(manager, order.pk)) == ([(49800, "succeeded")], [], [])
    assert simulator.calls("hyperpay", "refund") == 0
    desk = manager.get(page_of(order.pk)).content.decode()
    assert ("رُدّ يدويًا" in desk, "الراجحي 7781" in desk) == (True, True)
    shown = browser.get(page).content.decode()
    assert (owed in shown, "من المتجر نفسه" in shown) == (False, True)
    [letter] = [one for one in mail.outbox if "498.00" in str(one.body) and "ردّه إليك المتجر بنفسه" in str(one.body)]
    assert letter.to == ["sara@example.com"]


def test_a_return_whose_refund_failed_is_paid_by_what_was_given_by_hand(
    arrived: int, manager: Client, simulator: Simulator
) -> None:
    """Otherwise a colleague would send it again."""
    send_in_vain(simulator, manager, arrived)
    order = the_order()
    [form] = forms_on(manager, order.pk)
    give(manager, order.pk, typed_in(form))
    with transaction.atomic():
        [parcel] = returns_of(order.pk)
    assert (parcel.missing.minor, parcel.amount is not None and parcel.amount.minor) == (0, 24900)
    assert (offered(manager.get(page_of(order.pk))), told()) == ([], [])
    move(manager, arrived, "refund_again")
    deliver_all(clock.now())
    assert refunds() == [(24900, "failed"), (24900, "succeeded")]


def test_a_return_that_was_paid_by_a_way_that_gives_nothing_back_is_paid_by_hand(
    arrived: int, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_no_refund(monkeypatch)
    move(manager, arrived, "refund")
    deliver_all(clock.now())
    order = the_order()
    [form] = forms_on(manager, order.pk)
    assert form["amount"].value() == "249.00"
    give(manager, order.pk, typed_in(form))
    with transaction.atomic():
        [parcel] = returns_of(order.pk)
    assert (parcel.missing.minor, refunds(), told()) == (0, [(24900, "succeeded")], [])


def who_gave_back(client: Client, order_id: int) -> str:
    """By the order's history."""
    page = BeautifulSoup(client.get(page_of(order_id)).content, "html.parser")
    [told] = [one for one in page.select(".order-happened li") if "رُدّ يدويًا" in one.get_text()]
    return " ".join(told.get_text().split())


def test_the_history_names_who_gave_back_what_a_return_was_owed(
    arrived: int, manager: Client, simulator: Simulator, own_database: str
) -> None:
    send_in_vain(simulator, manager, arrived)
    order = the_order()
    [form] = forms_on(manager, order.pk)
    give(manager, order.pk, typed_in(form))
    assert "The manager" in who_gave_back(manager, order.pk)
    with owner_of(own_database) as owner:  # as it was before that was kept
        owner.execute("UPDATE payments_refund SET handed_by = ''")
        owner.commit()
    assert "The manager" not in who_gave_back(manager, order.pk)
    with owner_of(own_database) as owner:
        for _ in range(2):
            owner.execute(MIGRATION.HANDED_BY)
        owner.commit()
    assert "The manager" in who_gave_back(manager, order.pk)


# — the button beside it —


def is_button_there(client: Client, order_id: int) -> bool:
    return "/give-back/" in client.get(page_of(order_id)).content.decode()


def give_back(client: Client, order_id: int, **changes: str) -> Any:
    typed = {"amount": "100", "reason": "تالف", "key": str(uuid.uuid4())} | changes
    return client.post(f"/manage/orders/{order_id}/give-back/", typed, follow=True)


def test_nothing_is_offered_to_be_sent_back_by_a_way_that_gives_nothing_back(
    arrived: int, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = the_order()
    assert is_button_there(manager, order.pk)
    by_no_refund(monkeypatch)
    assert (len(forms_on(manager, order.pk)), is_button_there(manager, order.pk)) == (1, False)
    refused = give_back(manager, order.pk)
    assert (refused.status_code, "تالف" in refused.content.decode(), refunds()) == (422, True, [])


def test_what_came_to_nothing_may_be_sent_again_or_given_by_hand(
    arrived: int, manager: Client, simulator: Simulator
) -> None:
    send_in_vain(simulator, manager, arrived)
    order = the_order()
    assert (len(forms_on(manager, order.pk)), is_button_there(manager, order.pk)) == (1, True)
    assert give_back(manager, order.pk).status_code == 200
    assert refunds()[-1] == (10000, "succeeded")


def test_nothing_more_is_offered_while_a_company_that_keeps_sums_has_one_under_way(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    offer("moyasar")
    page = browser.get(order_it(browser, "moyasar", has_script="1")["Location"])
    come_back(browser, pay_at(page.context["action"]))
    order = the_order()
    assert is_button_there(manager, order.pk)
    simulator.fault("drop_after", "moyasar", "refund")
    give_back(manager, order.pk)
    assert (refunds(), is_button_there(manager, order.pk)) == ([(10000, "submitted")], False)
    assert give_back(manager, order.pk).status_code == 422
    with clock.as_of(clock.now() + timedelta(hours=3)):
        reconcile_payments(now=clock.now())
    assert (refunds(), is_button_there(manager, order.pk)) == ([(10000, "succeeded")], True)
