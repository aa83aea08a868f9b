"""What who ordered is written where their bank holds the money first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from commerce.accounts.domain.policies import Role
from commerce.core import clock
from commerce.core.models import OutboxDelivery
from commerce.core.outbox import deliver_due
from commerce.orders.domain.events import OrderPlaced
from commerce.orders.interfaces import letters
from commerce.orders.interfaces.handlers import on_order_placed
from commerce.orders.models import Order, OrderLetter
from commerce.payments.domain.accounts import Taking
from commerce.tenants.models import Tenant
from tests.commerce.catalog.desk import member
from tests.commerce.orders.browsing import order_it, pay, the_order
from tests.commerce.orders.letterbox import in_vain, told
from tests.commerce.payments.tills import connect
from tests.simulators.gateways.running import Simulator

WORDS = {
    ("ar", Taking.WHEN_SENT): "يحجز بنكك له 498.00 ريال. لم يُخصم أي مبلغ بعد: يحصّله نور عندما يبدأ بإرسال طلبك.",
    ("ar", Taking.BY_HAND): "يحجز بنكك له 498.00 ريال. لم يُخصم أي مبلغ بعد: يحصّله نور لاحقًا، ونكتب إليك حينها.",
    ("en", Taking.WHEN_SENT): "Nothing has been taken yet: Noor takes it when it begins to send your order.",
    ("en", Taking.BY_HAND): "Nothing has been taken yet: Noor takes it later, and you hear of it then.",
}


pytestmark = pytest.mark.usefixtures("everybody_listens")


def work() -> None:
    while deliver_due(now=clock.now()):
        pass


def work_and_find() -> Order:
    work()
    return the_order()


def ordered(browser: Client, language: str, taking: Taking, before_paying: Callable[[], None] = work) -> Order:
    """And paid, which the payer's bank holds; `before_paying` is done once it is placed."""
    connect("paytabs", taking=taking)
    page = order_it(browser, email="sara@example.com")["Location"]
    with transaction.atomic():
        Order.objects.update(language=language)
    before_paying()
    return pay(browser, page)


def kinds() -> list[str]:
    with transaction.atomic():
        return list(
            OrderLetter.objects.filter(sent_at__isnull=False).order_by("sent_at", "id").values_list("kind", flat=True)
        )


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("taking", [Taking.WHEN_SENT, Taking.BY_HAND])
def test_who_was_told_that_it_is_not_paid_is_told_that_their_bank_holds_it_and_when_it_is_taken(
    browser: Client, simulator: Simulator, language: str, taking: Taking
) -> None:
    order = ordered(browser, language, taking)
    for _ in range(2):
        work()
        told(order, "confirmed")
    placed, held = mail.outbox
    assert ("لم يُدفع بعد" if language == "ar" else "It is not paid yet") in placed.body
    assert str(order.number) in held.subject
    for body in (held.body, str(held.alternatives[0][0])):  # type: ignore[attr-defined]
        assert WORDS[language, taking] in " ".join(body.split())


def test_where_nobody_writes_of_it_the_last_word_is_that_it_is_not_paid(
    browser: Client, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr(letters, "hold_of", lambda _: None)
    ordered(browser, "ar", Taking.WHEN_SENT)
    work()
    assert "لم يُدفع بعد" in mail.outbox[-1].body


def test_who_hears_of_their_order_after_the_hold_does_not_hear_that_it_is_not_paid(
    browser: Client, simulator: Simulator
) -> None:
    order = ordered(
        browser, "ar", Taking.WHEN_SENT, lambda: in_vain(lambda: on_order_placed(OrderPlaced(order_id=the_order().pk)))
    )
    for _ in range(2):  # before the order is confirmed by it, and after
        with transaction.atomic():
            OrderLetter.objects.all().delete()
        on_order_placed(OrderPlaced(order_id=order.pk))
        work()
    assert len(mail.outbox) >= 2
    assert not any("لم يُدفع بعد" in letter.body for letter in mail.outbox)


@pytest.mark.parametrize("is_late", [False, True])
def test_that_it_was_taken_is_another_letter_and_the_hold_is_not_told_after_it(
    browser: Client, simulator: Simulator, at_noor: Tenant, *, is_late: bool
) -> None:
    order = ordered(browser, "ar", Taking.WHEN_SENT)
    simulator.control("clock", seconds=61)
    if is_late:
        in_vain(lambda: told(work_and_find(), "confirmed"))
        with transaction.atomic():  # until the letter is asked for again
            OutboxDelivery.objects.filter(delivered_at=None).update(due_at=clock.now() + timedelta(hours=1))
    work()
    member(at_noor, Role.MANAGER).post(f"/manage/orders/{order.pk}/move/", {"move": "ship"})
    work()
    told(order, "confirmed")
    assert kinds() == ["placed", *([] if is_late else ["held"]), "shipped", "paid"]
