"""How long pieces are held for an order, and who gets them when its time is up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum

from commerce.carts.application.queries import cart_view
from commerce.carts.application.use_cases.add_to_cart import add_to_cart
from commerce.carts.domain.values import Shopper
from commerce.catalog.application.use_cases.commit_stock import commit_stock
from commerce.catalog.application.use_cases.reserve_stock import OutOfStock
from commerce.catalog.models import StockLevel, StockMovement, StockReservation
from commerce.core.actors import GUEST as GUEST_ACTOR
from commerce.core.money import Money
from commerce.orders.application import order_stock, time_up
from commerce.orders.application.use_cases import place_order as placing
from commerce.orders.application.use_cases.expire_orders import expire_orders
from commerce.orders.application.use_cases.pay_order import pay_order
from commerce.orders.application.use_cases.settle_order import STOCK_GONE, settle_order
from commerce.orders.domain.policies import LAST_TRY, ONLINE_HOLD, held_for_page, is_time_up, may_be_paid_again
from commerce.orders.domain.states import UNCONFIRMED, OrderStatus
from commerce.orders.models import Order, OrderMove
from commerce.payments.infrastructure.moyasar import invoice
from commerce.payments.models import Payment, PaymentAttempt
from tests.commerce.carts.shop import NOON, pieces_of, put_on_shelf
from tests.commerce.orders.checkout import order_of
from tests.commerce.payments.tills import offer
from tests.simulators.gateways.payer import pay_on_page
from tests.simulators.gateways.running import Simulator

NORA = Shopper(guest_key="nora")
DUE = NOON + ONLINE_HOLD
WENT = DUE - timedelta(minutes=1)


def nora_wants(variant_id: int) -> Money:
    """One piece lies in Nora's cart; the total she sees."""
    add_to_cart(shopper=NORA, variant_id=variant_id, quantity=1, now=NOON)
    return cart_view(NORA, now=NOON).total


def movement_sums(variant_id: int) -> tuple[int, int]:
    sums = StockMovement.objects.filter(variant_id=variant_id).aggregate(Sum("delta_on_hand"), Sum("delta_reserved"))
    return sums["delta_on_hand__sum"], sums["delta_reserved__sum"]


def test_pieces_whose_time_is_up_go_to_who_wants_them(in_noor: Any) -> None:
    oud, musk = put_on_shelf("OUD", pieces=3), put_on_shelf("MUSK", pieces=1)
    seen = nora_wants(oud)
    first = order_of({oud: 3, musk: 1}, payment_method="paytabs")
    second = order_of({}, shopper=NORA, now=DUE, seen_total=seen)
    assert (pieces_of(oud), pieces_of(musk)) == ((3, 1), (1, 0))
    assert movement_sums(oud) == (3, 1)
    held = StockReservation.objects.filter(state="held")
    assert [row.subject for row in held] == [second.subject]
    # Money that comes for the first all the same takes nothing from the second.
    Payment.objects.filter(pk=first.payment_id).update(status="captured")
    Order.objects.filter(pk=first.pk).update(status="payment_pending")
    settle_order(payment_id=first.payment_id, now=DUE)
    assert OrderMove.objects.filter(order=first).latest("pk").reason == STOCK_GONE
    assert (pieces_of(oud), pieces_of(musk)) == ((3, 1), (1, 0))


def test_a_moment_earlier_they_are_still_held(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", pieces=2)
    seen = nora_wants(oud)
    order_of({oud: 2}, payment_method="paytabs")
    with pytest.raises(OutOfStock):
        order_of({}, shopper=NORA, seen_total=seen, now=DUE - timedelta(seconds=1))


def test_without_the_release_the_second_is_refused(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(placing, "release_overdue", lambda *_: 0)
    oud = put_on_shelf("OUD", pieces=2)
    seen = nora_wants(oud)
    order_of({oud: 2}, payment_method="paytabs")
    with pytest.raises(OutOfStock):
        order_of({}, shopper=NORA, seen_total=seen, now=DUE)


def money_comes_late() -> tuple[Order, Order, int]:
    """A guest's pieces were released, one of them was Nora's until her time was up as well, and then the guest's money
    came; both orders and the variant."""
    oud = put_on_shelf("OUD", pieces=3)
    seen = nora_wants(oud)
    first = order_of({oud: 3}, payment_method="paytabs")
    second = order_of({}, shopper=NORA, payment_method="paytabs", now=DUE, seen_total=seen)
    Payment.objects.filter(pk=first.payment_id).update(status="captured")
    Order.objects.filter(pk=first.pk).update(status="payment_pending")
    settle_order(payment_id=first.payment_id, now=DUE + ONLINE_HOLD)
    first.refresh_from_db()
    return first, second, oud


def test_who_paid_gets_what_others_hold_beyond_their_time(in_noor: Any) -> None:
    first, second, oud = money_comes_late()
    assert (first.status, pieces_of(oud), movement_sums(oud)) == ("confirmed", (0, 0), (0, 0))
    assert StockReservation.objects.get(subject=second.subject).state == "released"


def test_the_control_without_the_release_who_paid_gets_nothing(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_stock, "release_overdue", lambda *_: 0)
    first, _second, oud = money_comes_late()
    assert (first.status, pieces_of(oud)) == ("cancelled", (3, 1))
    assert OrderMove.objects.filter(order=first).latest("pk").reason == STOCK_GONE


def paid_with_a_part_held() -> tuple[Order, list[tuple[int, int]]]:
    """An order of two goods, of which one is held for it no longer, and the other still is; then its money comes. The
    order, and what lies on the shelf of each and is promised."""
    oud, musk = put_on_shelf("OUD", pieces=5), put_on_shelf("MUSK", pieces=5)
    order = order_of({oud: 2, musk: 1}, payment_method="paytabs")
    StockReservation.objects.filter(variant_id=musk).update(state="released")
    StockLevel.objects.filter(variant_id=musk).update(reserved=0)
    Payment.objects.filter(pk=order.payment_id).update(status="captured")
    Order.objects.filter(pk=order.pk).update(status="payment_pending")
    settle_order(payment_id=order.payment_id, now=NOON)
    order.refresh_from_db()
    return order, [pieces_of(oud), pieces_of(musk)]


def test_no_order_is_confirmed_of_which_a_part_stays_on_the_shelf(in_noor: Any) -> None:
    order, shelf = paid_with_a_part_held()
    assert (order.status, OrderMove.objects.filter(order=order).latest("pk").reason) == ("cancelled", STOCK_GONE)
    assert shelf == [(5, 0), (5, 0)]


def test_the_control_who_takes_what_is_held_for_all_leaves_a_part(
    in_noor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_stock, "commit_stock", lambda subject, now, pieces=None: commit_stock(subject, now=now))
    order, shelf = paid_with_a_part_held()
    assert (order.status, shelf) == ("confirmed", [(3, 0), (5, 0)])


# So long, in minutes, each company's page is open to its payer, with ten for who opened it in its last one.
PAGES = {"hyperpay": 30 + 10, "paytabs": 20 + 10, "moyasar": 60 + 10}


def goes_to_pay(way: str, simulator: Simulator) -> tuple[Order, Money]:
    """A guest ordered both pieces and went to that company's page a minute before nobody would have kept them; and the
    total that Nora sees of one."""
    simulator.control("clock", at=WENT.isoformat())
    offer(way, "cash_on_delivery")
    with transaction.atomic():
        oud = put_on_shelf("OUD", pieces=2)
        seen = nora_wants(oud)
        order = order_of({oud: 2}, payment_method=way)
    pay_order(order_id=order.pk, actor=GUEST_ACTOR, return_url="http://noor.localhost/back/", now=WENT)
    with transaction.atomic():
        order.refresh_from_db()
    return order, seen


def nora_orders(seen: Money, now: datetime) -> None:
    with transaction.atomic():
        order_of({}, shopper=NORA, now=now, seen_total=seen)


@pytest.mark.sampled
@pytest.mark.parametrize("way", PAGES)
def test_who_went_to_pay_holds_them_while_the_page_is_open(at_noor: Any, simulator: Simulator, way: str) -> None:
    order, seen = goes_to_pay(way, simulator)
    closes_at = WENT + timedelta(minutes=PAGES[way])
    assert order.expires_at == closes_at
    simulator.control("clock", seconds=PAGES[way] * 60)
    last = closes_at - timedelta(seconds=1)
    assert expire_orders(now=last) == 0
    with pytest.raises(OutOfStock):
        nora_orders(seen, last)
    assert expire_orders(now=closes_at) == 1
    with transaction.atomic():
        order.refresh_from_db()
    assert order.status == "failed", "nobody ever paid, and the pieces are kept"
    nora_orders(seen, closes_at)


def pays_once_nora_has_it(simulator: Simulator) -> None:
    """Who went to Moyasar's page comes to pay when its time is over, and the piece is Nora's."""
    order, seen = goes_to_pay("moyasar", simulator)
    closes_at = WENT + timedelta(minutes=PAGES["moyasar"])
    simulator.control("clock", at=closes_at.isoformat())
    assert expire_orders(now=closes_at) == 1
    nora_orders(seen, closes_at)
    with transaction.atomic():
        page = PaymentAttempt.objects.get(payment_id=order.payment_id).next_action
    assert page is not None
    pay_on_page(page["url"])


def test_nobody_pays_an_invoice_whose_order_is_over(at_noor: Any, simulator: Simulator) -> None:
    with pytest.raises(AssertionError, match="closed"):
        pays_once_nora_has_it(simulator)
    assert simulator.journal() == []


def test_the_control_an_invoice_without_an_end_is_paid_for_nothing(
    at_noor: Any, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = invoice._facts
    monkeypatch.setattr(invoice, "_facts", lambda request: {**given(request), "expired_at": None})
    pays_once_nora_has_it(simulator)
    assert [entry["kind"] for entry in simulator.journal()] == ["sale"]


def test_what_is_being_paid_is_given_to_nobody_though_its_time_was_not_written_down(
    at_noor: Any, simulator: Simulator
) -> None:
    """Its worker died after the page was given."""
    order, seen = goes_to_pay("moyasar", simulator)
    with transaction.atomic():
        Order.objects.update(expires_at=DUE)
        StockReservation.objects.update(expires_at=DUE)
    with pytest.raises(OutOfStock):
        nora_orders(seen, DUE)
    assert expire_orders(now=DUE) == 1
    with transaction.atomic():
        order.refresh_from_db()
    assert order.status == "payment_pending"
    again = pay_order(order_id=order.pk, actor=GUEST_ACTOR, return_url="http://noor.localhost/back/", now=DUE)
    assert again is not None, "who lost the page does not find it again"
    with transaction.atomic():
        order.refresh_from_db()
    assert order.expires_at == WENT + timedelta(minutes=PAGES["moyasar"])


def test_a_gateway_that_gave_no_page_holds_nothing(at_noor: Any, simulator: Simulator) -> None:
    simulator.fault("drop_before", "moyasar", "invoice", times=-1)
    order, seen = goes_to_pay("moyasar", simulator)
    with transaction.atomic():
        assert PaymentAttempt.objects.get().next_action is None
    assert order.expires_at == DUE
    nora_orders(seen, DUE)


def test_without_a_look_at_the_payment_others_get_what_is_being_paid(
    at_noor: Any, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr(time_up, "subjects_being_paid", lambda subjects, now: frozenset())
    _order, seen = goes_to_pay("moyasar", simulator)
    with transaction.atomic():
        StockReservation.objects.update(expires_at=DUE)
    nora_orders(seen, DUE)


def test_nobody_holds_pieces_for_ever() -> None:
    """However often a card is refused, and a page opened anew at the last moment."""
    page, expires_at = timedelta(minutes=70), NOON + ONLINE_HOLD
    for minute in range(600):
        now = NOON + timedelta(minutes=minute)
        is_refused = may_be_paid_again(OrderStatus.PAYMENT_PENDING, placed_at=NOON, expires_at=expires_at, now=now)
        if is_refused:
            expires_at = held_for_page(expires_at=expires_at, page_closes_at=now + page)
    assert expires_at < NOON + LAST_TRY + page


def test_an_order_that_is_being_paid_has_time() -> None:
    assert is_time_up(expires_at=DUE, is_being_paid=False, now=DUE)
    assert not is_time_up(expires_at=DUE, is_being_paid=False, now=DUE - timedelta(seconds=1))
    assert not is_time_up(expires_at=DUE, is_being_paid=True, now=DUE + timedelta(days=9))


def test_only_what_waits_for_its_payment_is_paid_again() -> None:
    for status in OrderStatus:
        waits = may_be_paid_again(status, placed_at=NOON, expires_at=DUE, now=NOON)
        assert waits is (status in UNCONFIRMED)
