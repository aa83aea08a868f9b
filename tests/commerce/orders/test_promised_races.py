"""The last use of an offer, wanted by several orders at once, and given back by several hands at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from commerce.carts.application.use_cases.add_to_cart import add_to_cart
from commerce.carts.domain.values import Shopper
from commerce.core.actors import SYSTEM
from commerce.core.errors import Refusal
from commerce.core.money import Money
from commerce.orders.application.use_cases.cancel_order import cancel_order
from commerce.orders.application.use_cases.expire_orders import expire_orders
from commerce.orders.application.use_cases.place_order import TotalMoved, place_order
from commerce.orders.models import Order
from commerce.promotions.application.use_cases.hold_redemptions import UsesSpent
from commerce.promotions.application.use_cases.publish_promotion_version import Published
from commerce.promotions.application.use_cases.release_expired_redemptions import release_expired_redemptions
from commerce.promotions.domain.limits import Limits
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON, put_on_shelf
from tests.commerce.orders.checkout import request_for
from tests.commerce.orders.test_races import all_at_once
from tests.commerce.promotions.builders import counted, draft, entries_sum, published

BUYERS, USES = 12, 2
MUCH_LATER = NOON + timedelta(days=30)


def buyer(index: int) -> Shopper:
    return Shopper(guest_key=f"buyer-{index}")


def ordered_at_once(noor: Tenant, buyers: int) -> tuple[Published, Counter[str]]:
    """Everybody saw a tenth off, which two may have."""
    with transaction.atomic():
        offer = published(draft(share=1000), Limits(uses=USES), now=NOON)
        oud = put_on_shelf("OUD", pieces=100, price_minor=10000)
        for index in range(buyers):
            add_to_cart(shopper=buyer(index), variant_id=oud, quantity=1, now=NOON)
        request = request_for(buyer(0))
    assert request.seen_total.minor == 9000

    def buy(index: int) -> str:
        try:
            place_order(shopper=buyer(index), request=request, idempotency_key="k", now=NOON)
        except UsesSpent:
            return "refused"
        except TotalMoved as refusal:
            return "refused" if refusal.facts["now"] == Money(10000, "SAR") else "another price"
        return "ordered"

    return offer, all_at_once(buyers, buy, noor)


def test_the_last_uses_go_to_as_many_orders_and_the_others_are_told(at_noor: Tenant) -> None:
    offer, answers = ordered_at_once(at_noor, BUYERS)
    assert answers == {"ordered": USES, "refused": BUYERS - USES}
    with transaction.atomic():
        assert counted(offer) == (USES, USES * 1000, USES)
        assert list(Order.objects.values_list("total_minor", flat=True)) == [9000] * USES


Ending = Callable[[int, datetime], object]
ENDINGS: dict[str, Ending] = {
    "cancel": lambda order_id, now: cancel_order(order_id=order_id, actor=SYSTEM, reason="", now=now),
    "expire": lambda _, now: expire_orders(now=now),
    "release": lambda _, now: release_expired_redemptions(now=now),
}


@pytest.mark.parametrize("hands", [("cancel", "cancel"), ("cancel", "expire"), ("expire", "release")])
def test_what_was_held_is_given_back_once_however_many_end_the_order(at_noor: Tenant, hands: tuple[str, str]) -> None:
    offer, _ = ordered_at_once(at_noor, 1)
    with transaction.atomic():
        order_id = Order.objects.get().pk

    def end(index: int) -> str:
        try:
            ENDINGS[hands[index % 2]](order_id, MUCH_LATER)
        except Refusal:
            return "refused"
        return "done"

    all_at_once(6, end, at_noor)
    with transaction.atomic():
        assert Order.objects.get().status == "cancelled"
        assert counted(offer) == entries_sum(offer) == (0, 0, 0)
