"""What who ordered is written, in their language, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import transaction
from django.db.models import F
from django.utils import translation

from commerce.core import clock
from commerce.core.actors import SYSTEM
from commerce.core.amounts import spelt
from commerce.core.money import Money
from commerce.orders.application.moves import lock_order, move
from commerce.orders.application.use_cases.cancel_order import cancel_order
from commerce.orders.application.use_cases.confirm_order import confirm_order
from commerce.orders.application.use_cases.deliver_order import deliver_order
from commerce.orders.application.use_cases.expire_orders import TIME_IS_UP
from commerce.orders.application.use_cases.fail_order import fail_order
from commerce.orders.application.use_cases.give_up_order import ANOTHER_WAY
from commerce.orders.application.use_cases.send_once import CLAIMED_FOR, LetterUnderWay, send_once
from commerce.orders.application.use_cases.ship_order import ship_order
from commerce.orders.domain.events import FulfilmentMoved, OrderPaid, OrderPlaced
from commerce.orders.domain.letters import LetterKind
from commerce.orders.domain.states import OrderStatus
from commerce.orders.interfaces.handlers import on_fulfilment_moved, on_order_paid, on_order_placed
from commerce.orders.models import Fulfilment, Order, OrderLetter
from commerce.payments.application.use_cases.save_bank_details import save_bank_details
from commerce.payments.models import Payment
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON, put_on_shelf
from tests.commerce.orders.checkout import CONTACT, order_of
from tests.commerce.orders.letterbox import moved, subjects, told


@pytest.fixture
def order(at_noor: Tenant) -> Order:
    with transaction.atomic():
        return order_of({put_on_shelf("OUD", pieces=10): 2})


def test_each_letter_is_sent_once_however_often_it_is_told(order: Order) -> None:
    moved(order, confirm_order, ship_order)
    with transaction.atomic():
        shipment = Fulfilment.objects.get()
    for _ in range(2):
        on_order_placed(OrderPlaced(order_id=order.pk))
        on_fulfilment_moved(FulfilmentMoved(order.pk, shipment.pk, "packed", "shipped"))
    moved(order, deliver_order)
    for _ in range(2):
        told(order, "delivered")
    assert subjects() == [
        f"طلبك {order.number} من نور",
        f"طلبك {order.number} من نور في الطريق",
        f"تم توصيل طلبك {order.number} من نور",
    ]
    assert {letter.to[0] for letter in mail.outbox} == {"sara@example.com"}


def test_without_the_mark_it_would_be_sent_twice(order: Order) -> None:
    for _ in range(2):
        on_order_placed(OrderPlaced(order_id=order.pk))
        with transaction.atomic():
            OrderLetter.objects.all().delete()
    assert len(mail.outbox) == 2


def test_who_paid_before_is_told_that_the_money_is_there(order: Order) -> None:
    moved(order, confirm_order)
    told(order, "confirmed")
    assert mail.outbox == []
    with transaction.atomic():
        Order.objects.update(payment_method="paytabs")
        Payment.objects.update(status="captured", captured_minor=F("amount_minor"))
    told(order, "confirmed")
    assert subjects() == [f"تم دفع طلبك {order.number} من نور"]
    assert "المدفوع:" not in mail.outbox[0].body


def test_who_paid_a_part_with_which_the_store_is_content_is_told_how_much(order: Order) -> None:
    moved(order, confirm_order)
    with transaction.atomic():
        Order.objects.update(payment_method="bank_transfer")
        Payment.objects.update(status="captured", captured_minor=F("amount_minor") - 150)
    told(order, "confirmed")
    [letter] = mail.outbox
    with translation.override("ar"):
        paid = f"المدفوع: {spelt(Money(order.total_minor - 150, 'SAR'))}"
    assert paid in letter.body
    assert paid in letter.alternatives[0][0]  # type: ignore[attr-defined]


def test_what_is_collected_at_the_door_needs_no_letter(order: Order) -> None:
    moved(order, confirm_order)
    with transaction.atomic():
        Payment.objects.update(status="captured", captured_minor=F("amount_minor"))
    on_order_paid(OrderPaid(order_id=order.pk))
    assert mail.outbox == []


def test_a_cancelled_order_says_whether_money_is_owed(order: Order) -> None:
    with transaction.atomic():
        Payment.objects.update(status="captured", captured_minor=F("amount_minor"))
    moved(order, cancel_order)
    told(order, "cancelled")
    assert "وما دفعته حق لك يعيده المتجر إليك" in mail.outbox[0].body
    assert f"/orders/{order.token}/" in mail.outbox[0].body


def unpaid(order: Order, reason: str) -> None:
    with transaction.atomic():
        move(lock_order(order.pk), OrderStatus.PAYMENT_PENDING, actor=SYSTEM, reason="", now=NOON)
        fail_order(order_id=order.pk, actor=SYSTEM, reason=reason, now=NOON)
    told(order, "failed")


@pytest.mark.parametrize(
    ("language", "said"), [("ar", "لم يُدفع طلبك {} في الوقت المحدد."), ("en", "Your order {} was not paid in time.")]
)
def test_who_was_told_of_an_order_is_told_that_it_was_not_paid_in_time(
    at_noor: Tenant, language: str, said: str
) -> None:
    with transaction.atomic():
        order = order_of({put_on_shelf("OUD", pieces=10): 2}, language=language)
    on_order_placed(OrderPlaced(order_id=order.pk))
    unpaid(order, TIME_IS_UP)
    told(order, "failed")
    letter: Any = mail.outbox[1]
    assert len(mail.outbox) == 2
    assert letter.body.startswith(said.format(order.number))
    assert said.format(order.number) in letter.alternatives[0][0]
    assert str(order.number) in letter.subject


def test_who_was_told_of_no_order_is_not_told_that_it_was_not_paid(order: Order) -> None:
    unpaid(order, TIME_IS_UP)
    assert mail.outbox == []


def test_who_chose_another_way_of_paying_is_not_told_that_they_did_not_pay(order: Order) -> None:
    on_order_placed(OrderPlaced(order_id=order.pk))
    unpaid(order, ANOTHER_WAY)
    assert len(mail.outbox) == 1


def test_letters_are_in_the_language_of_the_order(at_noor: Tenant) -> None:
    with transaction.atomic():
        order = order_of({put_on_shelf("OUD", pieces=10): 2}, language="en")
    moved(order, confirm_order, ship_order)
    with transaction.atomic():
        Fulfilment.objects.update(tracking_number="SMSA 123")
        shipment = Fulfilment.objects.get()
    on_fulfilment_moved(FulfilmentMoved(order.pk, shipment.pk, "packed", "shipped"))
    [letter] = mail.outbox
    assert letter.body.startswith(f"Your order {order.number} is on its way.")
    for said in ("SMSA 123", "× 2", f"/en/orders/{order.token}/"):
        assert said in letter.body
        assert said in letter.alternatives[0][0]  # type: ignore[attr-defined]


def letters_of(language: str, method: str) -> Any:
    """The letter's two bodies, and the order."""
    with transaction.atomic():
        order = order_of({put_on_shelf("OUD", pieces=10): 2}, language=language, payment_method=method)
    with clock.as_of(NOON):
        on_order_placed(OrderPlaced(order_id=order.pk))
    [letter] = mail.outbox
    return letter.body, letter.alternatives[0][0], order  # type: ignore[union-attr]


@pytest.mark.parametrize(("language", "said"), [("ar", "لم يُدفع بعد"), ("en", "It is not paid yet")])
def test_who_has_not_paid_yet_is_told_so_and_until_when_it_is_kept(at_noor: Tenant, language: str, said: str) -> None:
    text, page, order = letters_of(language, "paytabs")
    until = order.expires_at.astimezone(ZoneInfo("Asia/Riyadh"))
    for letter in (text, page):
        assert f"{until.hour % 12 or 12}:{until:%M}" in letter[letter.index(said) :]


@pytest.mark.parametrize(("language", "said"), [("ar", "حوّل"), ("en", "Please transfer")])
def test_who_transfers_is_told_where_to_and_what_to_write(at_noor: Tenant, language: str, said: str) -> None:
    save_bank_details(bank_name="Al Rajhi", account_holder="Noor Est", iban="SA0380000000608010167519")
    for letter in letters_of(language, "bank_transfer")[:2]:
        told = letter[letter.index(said) :]
        assert "SA03 8000 0000 6080 1016 7519" in told
        assert "Noor Est" in told


def test_who_pays_at_the_door_is_asked_for_nothing(order: Order) -> None:
    on_order_placed(OrderPlaced(order_id=order.pk))
    [letter] = mail.outbox
    assert "لم يُدفع بعد" not in letter.body
    assert "IBAN" not in letter.body


def test_who_gave_no_address_is_not_written_to(at_noor: Tenant) -> None:
    contact = type(CONTACT)(CONTACT.name, CONTACT.phone)
    with transaction.atomic():
        order = order_of({put_on_shelf("OUD", pieces=10): 2}, contact=contact)
    on_order_placed(OrderPlaced(order_id=order.pk))
    moved(order, cancel_order)
    told(order, "cancelled")
    assert mail.outbox == []


def test_a_letter_that_failed_is_sent_by_who_asks_next(order: Order) -> None:
    def fails() -> None:
        raise OSError("the mail server is away")

    with pytest.raises(OSError, match="away"):
        send_once(order_id=order.pk, kind=LetterKind.PAID, about=0, send=fails, now=NOON)
    sent: list[Any] = []
    send_once(order_id=order.pk, kind=LetterKind.PAID, about=0, send=lambda: sent.append(1), now=NOON)
    send_once(order_id=order.pk, kind=LetterKind.PAID, about=0, send=lambda: sent.append(2), now=NOON)
    assert sent == [1]


def test_a_letter_under_way_is_not_sent_beside_it_and_not_lost_with_a_dead_worker(order: Order) -> None:
    sent: list[Any] = []

    def ask(now: Any) -> None:
        send_once(order_id=order.pk, kind=LetterKind.PAID, about=0, send=lambda: sent.append(1), now=now)

    with transaction.atomic():
        OrderLetter.objects.create(order=order, kind="paid", claimed_at=NOON)
    with pytest.raises(LetterUnderWay):
        ask(NOON + timedelta(seconds=1))
    assert sent == []
    ask(NOON + CLAIMED_FOR + timedelta(seconds=1))
    assert sent == [1]
