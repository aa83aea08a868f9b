"""Orders keep the price they were placed with, and take what it took of promotions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from commerce.accounts.models import Customer
from commerce.carts.application.use_cases.enter_code import enter_code
from commerce.carts.domain.pricing.trace import replay
from commerce.carts.domain.values import Shopper
from commerce.core.actors import SYSTEM
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money
from commerce.core.scope import tenant_scope
from commerce.orders.application.order_uses import LONGER_THAN_THE_ORDER
from commerce.orders.application.queries import order_view
from commerce.orders.application.use_cases.cancel_order import cancel_order
from commerce.orders.application.use_cases.confirm_order import confirm_order
from commerce.orders.application.use_cases.fail_order import fail_order
from commerce.orders.application.use_cases.place_order import TotalMoved
from commerce.orders.domain.states import OrderStatus
from commerce.orders.models import Order, OrderLine
from commerce.promotions.application.use_cases.release_expired_redemptions import release_expired_redemptions
from commerce.promotions.application.use_cases.retire_promotion import retire_promotion
from commerce.promotions.domain.actions import AmountOffOrder, BuyGet, Gift, PercentOff
from commerce.promotions.domain.limits import Limits
from commerce.promotions.domain.redemptions import RedemptionState
from commerce.promotions.models import Redemption, Tally
from tests.commerce.carts.shop import GUEST, NOON, pieces_of, put_on_shelf
from tests.commerce.orders.checkout import order_of
from tests.commerce.promotions.builders import counted, draft, entries_sum, published, shared


def states(order: Order) -> list[str]:
    return list(Redemption.objects.filter(subject=order.subject).values_list("state", flat=True))


def test_an_order_keeps_its_price_to_the_halala_whatever_is_promised_later(in_noor: Any) -> None:
    oud, soap = put_on_shelf("OUD", price_minor=10333), put_on_shelf("SOAP", price_minor=2000)
    rule = replace(draft(share=1000), actions=(PercentOff(1000), AmountOffOrder(501), Gift(soap)))
    offer = published(rule, now=NOON)
    order = order_of({oud: 3})
    placed = order_view(order.token, now=NOON)
    retire_promotion(promotion_id=offer.promotion_id)
    view = order_view(order.token, now=NOON)
    assert view == placed
    assert order.trace is not None
    priced = replay(order.trace)
    assert (priced.total, sum(line.vat for line in priced.vat)) == (order.total_minor, order.vat_minor)
    lines = list(OrderLine.objects.filter(order=order).order_by("position"))
    assert [(line.sku, line.is_gift, line.paid_minor) for line in lines] == [
        ("OUD", False, priced.lines[0].total),
        ("SOAP", True, 0),
    ]
    assert [line.vat_minor for line in lines] == [priced.lines[0].vat, 0]
    assert [(line.sku, len(line.discounts)) for line in view.lines] == [("OUD", 1), ("SOAP", 0)]
    assert [line.given_by for line in view.lines] == [None, rule.name]
    assert [each.amount for each in view.discounts] == [Money(501, "SAR")]
    assert view.subtotal.minor - 501 == view.total.minor == order.total_minor
    assert pieces_of(soap) == (10, 1)


def test_the_same_gift_of_two_offers_has_two_givers(in_noor: Any) -> None:
    oud, soap = put_on_shelf("OUD", price_minor=10000), put_on_shelf("SOAP", price_minor=2000)
    eid, friday = Bilingual("العيد", "Eid"), Bilingual("الجمعة", "Friday")
    for name, group, other in ((eid, "eid", "friday"), (friday, "friday", "eid")):
        rule = replace(draft(name), actions=(Gift(soap),), group=group, combines_with=frozenset({other}))
        published(rule, source=f"campaign:{group}:1", now=NOON)
    order = order_of({oud: 1})
    gifts = [line for line in order_view(order.token, now=NOON).lines if line.is_gift]
    assert [(line.sku, line.given_by) for line in gifts] == [("SOAP", eid), ("SOAP", friday)]


def test_uses_are_held_then_used_and_given_back_once(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    offer = published(draft(share=1000), Limits(uses=5, budget=100_00, pieces=9), coupons=[shared("EID")], now=NOON)
    enter_code(shopper=GUEST, code="EID", now=NOON)
    order = order_of({oud: 2})
    assert counted(offer) == (1, 2000, 2)
    assert states(order) == [RedemptionState.HELD]
    held = Redemption.objects.get(subject=order.subject)
    assert held.expires_at > order.expires_at
    assert (held.coupon.code, held.customer) == ("EID", "phone:+966551234567")
    confirm_order(order_id=order.pk, actor=SYSTEM, reason="", now=NOON)
    assert states(order) == [RedemptionState.COMMITTED]
    cancel_order(order_id=order.pk, actor=SYSTEM, reason="", now=NOON)
    assert states(order) == [RedemptionState.RELEASED]
    assert counted(offer) == (0, 0, 0)


def test_a_failed_order_gives_its_uses_and_codes_back(in_noor: Any) -> None:
    offer = published(draft(share=1000), coupons=[shared("EID")], now=NOON)
    enter_code(shopper=GUEST, code="EID", now=NOON)
    order = order_of({put_on_shelf("OUD"): 1}, payment_method="paytabs")
    Order.objects.filter(pk=order.pk).update(status=OrderStatus.PAYMENT_PENDING)
    fail_order(order_id=order.pk, actor=SYSTEM, reason="", now=NOON)
    assert counted(offer) == (0, 0, 0)
    again = order_of({}, key="k2")
    assert counted(offer)[0] == 1
    assert again.total_minor == order.total_minor


def test_a_use_that_was_swept_counts_when_its_order_is_paid_after_all(noor: Any) -> None:
    with tenant_scope(noor.pk):
        with transaction.atomic():
            oud = put_on_shelf("OUD", price_minor=10000)
            offer = published(draft(share=1000), Limits(uses=1), coupons=[shared("EID", uses=1)], now=NOON)
            enter_code(shopper=GUEST, code="EID", now=NOON)
            late = order_of({oud: 2})
        expired = late.expires_at + LONGER_THAN_THE_ORDER
        assert release_expired_redemptions(now=expired) == 1
        with transaction.atomic():
            assert counted(offer) == (0, 0, 0)
            enter_code(shopper=GUEST, code="EID", now=NOON)
            order_of({oud: 1}, key="k2")
            assert counted(offer) == (1, 1000, 1)
            confirm_order(order_id=late.pk, actor=SYSTEM, reason="", now=expired)
            assert sorted(states(late)) == [RedemptionState.COMMITTED, RedemptionState.RELEASED]
            assert counted(offer) == entries_sum(offer) == (2, 3000, 3)
            tallies = Tally.objects.filter(promotion_id=offer.promotion_id).order_by("scope", "key")
            most = [(row.scope, row.uses, row.most_uses) for row in tallies if row.scope in {"all", "code"}]
            assert most == [("all", 2, 1), ("code", 2, 1)], "the limits stand as before"
            cancel_order(order_id=late.pk, actor=SYSTEM, reason="", now=expired)
            assert counted(offer) == entries_sum(offer) == (1, 1000, 1)


def test_pieces_that_are_bought_for_others_are_no_reduced_ones(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    offer = published(replace(draft(), actions=(BuyGet(2, 1),)), Limits(pieces=2), now=NOON)
    order_of({oud: 6})
    assert counted(offer) == (1, 20000, 2)


def test_one_guest_uses_an_offer_as_often_as_one_may_by_their_phone(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    published(draft(share=1000), Limits(customer_uses=1), now=NOON)
    order_of({oud: 1})
    with pytest.raises(TotalMoved) as moved, transaction.atomic():
        order_of({oud: 1}, key="k2")
    assert (moved.value.facts["seen"], moved.value.facts["now"]) == (Money(9000, "SAR"), Money(10000, "SAR"))


def test_a_customers_orders_are_counted_until_they_are_called_off(in_noor: Any) -> None:
    sara = Customer.objects.create(email="sara@example.com", name="Sara", language="ar")
    order = order_of({put_on_shelf("OUD"): 1}, shopper=Shopper(customer_id=sara.pk))
    sara.refresh_from_db()
    assert sara.order_count == 1
    cancel_order(order_id=order.pk, actor=SYSTEM, reason="", now=NOON)
    sara.refresh_from_db()
    assert sara.order_count == 0


def test_a_price_that_ended_meanwhile_is_said(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    published(draft(share=1000, ends_at=NOON + timedelta(minutes=1)), now=NOON)
    with pytest.raises(TotalMoved) as moved:
        order_of({oud: 1}, now=NOON + timedelta(minutes=1))
    assert (moved.value.facts["seen"], moved.value.facts["now"]) == (Money(9000, "SAR"), Money(10000, "SAR"))


@pytest.mark.parametrize(
    "change",
    [
        {"line_total_minor": 9999, "paid_minor": 9999},
        {"paid_minor": 9999},
        {"gross_minor": 1},
        {"vat_minor": 10001},
        {"vat_minor": 1303},
    ],
    ids=[
        "another sum of lines",
        "another sum paid",
        "no product of price and pieces",
        "more VAT than paid",
        "other VAT",
    ],
)
def test_the_database_refuses_lines_that_do_not_make_the_order(in_noor: Any, change: dict[str, int]) -> None:
    order = order_of({put_on_shelf("OUD", price_minor=10000): 1})
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderLine.objects.filter(order=order).update(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"subtotal_minor": 9999, "total_minor": 9999},
        {"discount_minor": 1, "total_minor": 9999},
        {"fee_minor": 1},
        {"vat_minor": None},
        {"vat_minor": 1305},
    ],
    ids=["other lines", "another discount", "another total", "a price without its VAT", "other VAT"],
)
def test_the_database_refuses_an_order_that_does_not_sum(in_noor: Any, change: dict[str, int | None]) -> None:
    order = order_of({put_on_shelf("OUD", price_minor=10000): 1})
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(**change)


def test_the_database_refuses_to_lose_a_line(in_noor: Any) -> None:
    order = order_of({put_on_shelf("OUD", price_minor=10000): 1, put_on_shelf("MUSK", price_minor=5000): 1})
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), connection.cursor() as cursor, transaction.atomic():
        cursor.execute("DELETE FROM orders_orderline WHERE order_id = %s AND sku = 'MUSK'", [order.pk])
