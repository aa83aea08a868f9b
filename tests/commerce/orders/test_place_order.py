"""Placing an order: all of it, or nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from commerce.carts.application.queries import cart_view
from commerce.carts.application.use_cases.add_to_cart import add_to_cart
from commerce.carts.application.use_cases.enter_code import enter_code
from commerce.carts.domain.values import Shopper
from commerce.catalog.application.use_cases.adjust_stock import adjust_stock
from commerce.catalog.application.use_cases.reserve_stock import OutOfStock
from commerce.catalog.models import Product, StockReservation, Variant
from commerce.core.errors import NotFound
from commerce.core.idempotency import KEPT, KeyMissing, KeyReused, forget_old_keys
from commerce.core.money import Money
from commerce.core.scope import tenant_scope
from commerce.orders.application.queries import order_view
from commerce.orders.application.use_cases.place_order import (
    FIRST_NUMBER,
    EmptyCart,
    InvalidDetails,
    PaymentWayNotOffered,
    TotalMoved,
    place_order,
)
from commerce.orders.domain.policies import OFFLINE_HOLD, ONLINE_HOLD
from commerce.orders.domain.states import OrderStatus
from commerce.orders.models import Order, OrderLine, OrderMove
from commerce.payments.application.ports import UnknownPaymentMethod
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.models import Payment, PaymentWay
from commerce.promotions.domain.actions import AmountOffOrder
from commerce.promotions.domain.limits import Limits
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import GUEST, NOON, pieces_of, put_on_shelf
from tests.commerce.orders.checkout import CONTACT, order_of, request_for, take
from tests.commerce.promotions.builders import draft, published, shared

MOST_STATEMENTS = 20
# With promotions and codes: what is left of them is read, and eleven statements take what the order uses.
MOST_WITH_PROMISES = 33


def test_an_order_is_what_was_in_the_cart(in_noor: Any) -> None:
    oud, musk = put_on_shelf("OUD", pieces=10, price_minor=24900), put_on_shelf("MUSK", price_minor=9900)
    order = order_of({oud: 2, musk: 1})
    view = order_view(order.token, now=NOON)
    assert [(line.sku, line.quantity, line.line_total.minor) for line in view.lines] == [
        ("OUD", 2, 49800),
        ("MUSK", 1, 9900),
    ]
    assert view.total == Money(59700, "SAR")
    assert (view.status, view.phone, view.short_address) == ("created", "+966551234567", "RRRD2929")
    assert [(move.status, move.actor_kind, move.actor_id) for move in view.moves] == [("created", "guest", "")]
    assert cart_view(GUEST, now=NOON).lines == ()


def test_stock_is_held_and_payment_owed(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", pieces=10)
    order = order_of({oud: 3})
    assert pieces_of(oud) == (10, 3)
    assert StockReservation.objects.get(subject=order.subject).expires_at == NOON + OFFLINE_HOLD
    payment = Payment.objects.get(pk=order.payment_id)
    assert (payment.subject, payment.amount, payment.status) == (
        order.subject,
        order.total,
        PaymentStatus.COLLECT_ON_DELIVERY,
    )


def test_an_online_order_is_held_for_as_long_as_a_payer_may_take(in_noor: Any) -> None:
    order = order_of({put_on_shelf("OUD"): 1}, payment_method="paytabs")
    assert order.expires_at == NOON + ONLINE_HOLD
    assert Payment.objects.get(pk=order.payment_id).status == PaymentStatus.CREATED


def test_numbers_rise_by_one_in_each_store(in_noor: Any, souq: Any) -> None:
    oud = put_on_shelf("OUD")
    numbers = [order_of({oud: 1}, key=f"k{index}").number for index in range(3)]
    with tenant_scope(souq.pk):
        theirs = order_of({put_on_shelf("OUD"): 1}).number
    assert numbers == [FIRST_NUMBER, FIRST_NUMBER + 1, FIRST_NUMBER + 2]
    assert theirs == FIRST_NUMBER


def test_a_refused_order_uses_no_number_up(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", pieces=2)
    order_of({oud: 1}, key="k1")
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=1, now=NOON)
    with pytest.raises(TotalMoved):
        place_order(shopper=GUEST, request=request_for(seen_total=Money(1, "SAR")), idempotency_key="k2", now=NOON)
    assert order_of({}, key="k3").number == FIRST_NUMBER + 1


def test_tokens_cannot_be_guessed_and_differ(in_noor: Any) -> None:
    oud = put_on_shelf("OUD")
    tokens = {order_of({oud: 1}, key=f"k{index}").token for index in range(3)}
    assert len(tokens) == 3
    assert all(len(token) >= 32 for token in tokens)


def test_a_repeat_answers_the_same_order(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", pieces=10)
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=2, now=NOON)
    request = request_for()
    first = place_order(shopper=GUEST, request=request, idempotency_key="k1", now=NOON)
    again = place_order(shopper=GUEST, request=replace(request, language="en"), idempotency_key="k1", now=NOON)
    assert again == first
    assert Order.objects.count() == 1
    assert pieces_of(oud) == (10, 2)


@pytest.mark.parametrize(("has_new_cart", "sold_meanwhile"), [(False, 0), (True, 0), (True, 9)])
def test_a_repeat_answers_the_same_order_when_its_answer_is_forgotten(
    at_noor: Tenant, has_new_cart: bool, sold_meanwhile: int
) -> None:
    """Stored answers are kept for a month, and browsers keep forms for longer."""
    with transaction.atomic():
        oud = put_on_shelf("OUD", pieces=10)
        first = order_of({oud: 1}, key="k1").pk
        request = request_for(seen_total=Money(Order.objects.get().total_minor, "SAR"))
    later = NOON + KEPT + timedelta(hours=1)
    assert forget_old_keys(now=later) >= 1
    with transaction.atomic():
        if has_new_cart:
            add_to_cart(shopper=GUEST, variant_id=oud, quantity=1, now=later)
        if sold_meanwhile:
            adjust_stock(variant_id=oud, by=-sold_meanwhile, reason="Sold at the fair", actor="staff:1", now=later)
    for _ in range(2):
        assert place_order(shopper=GUEST, request=request, idempotency_key="k1", now=later) == first
    with transaction.atomic():
        assert len(cart_view(GUEST, now=later).lines) == has_new_cart


def test_the_key_is_the_shoppers_own(in_noor: Any) -> None:
    oud = put_on_shelf("OUD")
    order_of({oud: 1}, key="k1")
    order_of({oud: 1}, key="k1", shopper=Shopper(guest_key="another"))
    assert Order.objects.count() == 2


def test_other_answers_under_a_used_key_are_refused(in_noor: Any) -> None:
    oud = put_on_shelf("OUD")
    order = order_of({oud: 1}, key="k1")
    other = request_for(seen_total=order.total, contact=replace(CONTACT, name="Another"))
    with pytest.raises(KeyReused):
        place_order(shopper=GUEST, request=other, idempotency_key="k1", now=NOON)


def nothing_happened(variant_id: int, quantity: int) -> bool:
    """The cart is as it was, and no order, payment or reservation is there."""
    kept = [line.quantity for line in cart_view(GUEST, now=NOON).lines if line.variant_id == variant_id] == [quantity]
    left = Order.objects.count(), Payment.objects.count(), OrderLine.objects.count(), StockReservation.objects.count()
    return kept and left == (0, 0, 0, 0)


def test_a_moved_total_is_refused_with_both(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=1, now=NOON)
    request = request_for()
    Variant.objects.filter(pk=oud).update(price_minor=12000)
    with pytest.raises(TotalMoved) as refused:
        place_order(shopper=GUEST, request=request, idempotency_key="k1", now=NOON)
    assert refused.value.facts == {"seen": Money(10000, "SAR"), "now": Money(12000, "SAR")}
    assert nothing_happened(oud, 1)


def test_what_sold_out_is_named(in_noor: Any) -> None:
    oud, musk = put_on_shelf("OUD", pieces=5), put_on_shelf("MUSK", pieces=5)
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=4, now=NOON)
    add_to_cart(shopper=GUEST, variant_id=musk, quantity=1, now=NOON)
    order_of({oud: 3}, shopper=Shopper(guest_key="faster"))
    with pytest.raises(OutOfStock) as refused:
        place_order(shopper=GUEST, request=request_for(), idempotency_key="k1", now=NOON)
    assert refused.value.facts == {"left": {oud: 2}}


def test_what_is_no_longer_sold_is_out_of_stock(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", pieces=5)
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=1, now=NOON)
    Product.objects.filter(variants=oud).update(status="archived")
    with pytest.raises(OutOfStock) as refused:
        place_order(shopper=GUEST, request=request_for(), idempotency_key="k1", now=NOON)
    assert refused.value.facts == {"left": {oud: 0}}


def test_an_empty_cart_is_refused(in_noor: Any) -> None:
    with pytest.raises(EmptyCart):
        place_order(shopper=GUEST, request=request_for(), idempotency_key="k1", now=NOON)


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_is_needed(in_noor: Any, key: str) -> None:
    with pytest.raises(KeyMissing):
        place_order(shopper=GUEST, request=request_for(), idempotency_key=key, now=NOON)


def test_details_that_cannot_be_sent_to_are_refused(in_noor: Any) -> None:
    oud = put_on_shelf("OUD")
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=1, now=NOON)
    with pytest.raises(InvalidDetails) as refused:
        place_order(
            shopper=GUEST,
            request=request_for(contact=replace(CONTACT, phone="1")),
            idempotency_key="k1",
            now=NOON,
        )
    assert refused.value.facts == {"problems": {"phone": "invalid_phone"}}
    assert nothing_happened(oud, 1)


def test_an_unknown_way_to_pay_is_refused(in_noor: Any) -> None:
    oud = put_on_shelf("OUD")
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=1, now=NOON)
    with pytest.raises(UnknownPaymentMethod):
        place_order(shopper=GUEST, request=request_for(payment_method="gold"), idempotency_key="k1", now=NOON)
    assert nothing_happened(oud, 1)


def test_an_order_keeps_its_words_when_the_variant_changes(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    order = order_of({oud: 1})
    Variant.objects.filter(pk=oud).update(price_minor=1, sku="NEW")
    Product.objects.filter(variants=oud).update(title_en="Renamed")
    (line,) = order_view(order.token, now=NOON).lines
    assert (line.sku, line.title.en, line.unit_price.minor) == ("OUD", "Product OUD", 10000)


def test_another_stores_order_is_not_found(in_noor: Any, souq: Any) -> None:
    token = order_of({put_on_shelf("OUD"): 1}).token
    with tenant_scope(souq.pk), pytest.raises(NotFound):
        order_view(token, now=NOON)


def test_a_way_of_paying_that_the_store_does_not_take_is_refused(in_noor: Any) -> None:
    """The form does not offer it; whoever sends it all the same orders nothing, by any door."""
    oud = put_on_shelf("OUD", pieces=10)
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=1, now=NOON)
    for change in ("never offered", "no longer offered"):
        with pytest.raises(PaymentWayNotOffered):
            place_order(shopper=GUEST, request=request_for(payment_method="paytabs"), idempotency_key=change, now=NOON)
        PaymentWay.objects.update_or_create(method="paytabs", defaults={"is_enabled": False, "position": 2})
    assert (Order.objects.count(), pieces_of(oud)) == (0, (10, 0))
    PaymentWay.objects.update(is_enabled=True)
    take("paytabs")
    place_order(shopper=GUEST, request=request_for(payment_method="paytabs"), idempotency_key="k", now=NOON)


@pytest.mark.parametrize(("price", "is_taken"), [(99, False), (100, True), (0, True)])
def test_no_way_of_paying_takes_less_than_its_gateway_does(in_noor: Any, price: int, is_taken: bool) -> None:
    """Moyasar takes a riyal of anybody, or nothing at all."""
    take("moyasar")
    add_to_cart(shopper=GUEST, variant_id=put_on_shelf("PIN", pieces=10, price_minor=price), quantity=1, now=NOON)
    request = request_for(payment_method="moyasar")
    assert request.seen_total.minor == price
    if is_taken:
        assert place_order(shopper=GUEST, request=request, idempotency_key="k", now=NOON)
        return
    with pytest.raises(PaymentWayNotOffered):
        place_order(shopper=GUEST, request=request, idempotency_key="k", now=NOON)


@pytest.mark.parametrize(("has_promises", "most"), [(False, MOST_STATEMENTS), (True, MOST_WITH_PROMISES)])
def test_an_order_takes_the_same_statements_however_much_is_in_it(in_noor: Any, has_promises: bool, most: int) -> None:
    counts = []
    for size in (1, 5):
        for index in range(size):
            key = f"{size}-{index}"
            add_to_cart(shopper=GUEST, variant_id=put_on_shelf(f"V{key}"), quantity=1, now=NOON)
            if has_promises:
                promise(key)
        request = request_for()
        with CaptureQueriesContext(connection) as statements:
            place_order(shopper=GUEST, request=request, idempotency_key=f"k{size}", now=NOON)
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] <= most


def promise(key: str) -> None:
    """Something off the goods with a code, which is entered, and a riyal off the order besides all others."""
    others = frozenset(f"5-{index}" for index in range(5)) - {key}
    published(draft(share=100), coupons=[shared(f"CODE{key}")], source=f"goods:{key}:1", now=NOON)
    off_order = replace(draft(), actions=(AmountOffOrder(100),), group=key, combines_with=others)
    published(off_order, Limits(uses=100, customer_uses=9), source=f"order:{key}:1", now=NOON)
    enter_code(shopper=GUEST, code=f"CODE{key}", now=NOON)


def test_nothing_is_done_while_the_others_queue(in_noor: Any) -> None:
    """Each waits as short as can be, for the store's stock and its next number."""
    add_to_cart(shopper=GUEST, variant_id=put_on_shelf("OUD"), quantity=1, now=NOON)
    request = request_for()
    with CaptureQueriesContext(connection) as statements:
        place_order(shopper=GUEST, request=request, idempotency_key="k1", now=NOON)
    written = [entry["sql"] for entry in statements]
    since = [sql for sql in written[_first(written, "stock_queue") + 1 :] if "SAVEPOINT" not in sql]
    assert len(since) == 1
    assert 'INSERT INTO "orders_order"' in since[0]
    assert "orders_next_number" in since[0]


def _first(statements: list[str], text: str) -> int:
    return next(index for index, sql in enumerate(statements) if text in sql)


def test_history_is_never_changed(in_noor: Any) -> None:
    order = order_of({put_on_shelf("OUD"): 1})
    assert order.status == OrderStatus.CREATED
    with pytest.raises(ProgrammingError, match="permission denied"):
        OrderMove.objects.filter(order=order).update(reason="never happened")
