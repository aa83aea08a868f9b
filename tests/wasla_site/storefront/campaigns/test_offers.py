"""What a published campaign does to prices, codes and limits, and what it never does to an order that was placed."""

from __future__ import annotations

from typing import Any

from commerce.carts.application.pricing import Asker
from commerce.carts.application.queries import view_of
from commerce.carts.domain.pricing.trace import replay
from commerce.orders.application.queries import order_view
from commerce.orders.models import Order, OrderLine
from commerce.promotions.application.queries import find_codes
from commerce.promotions.models import Coupon, Promotion, PromotionVersion, Redemption
from tests.commerce.carts.shop import NOON, put_on_shelf
from tests.commerce.orders.checkout import order_of
from tests.wasla_site.storefront.campaigns.builders import fresh, published

TEN = [("percent", {"percent": "10"})]


def goods_cost(variant_id: int, pieces: int, *codes: str) -> int:
    """Minor units of so many pieces in a cart, the delivery left out."""
    cart = view_of({variant_id: pieces}, now=NOON, asker=Asker(codes=codes))
    return cart.total.minor - cart.shipping.minor


def told(order_id: int) -> Any:
    """All that is stored of the order, and what its customer reads."""
    order = Order.objects.get(pk=order_id)
    rows = (OrderLine.objects.filter(order=order), Redemption.objects.filter(subject=order.subject))
    versions = PromotionVersion.objects.filter(pk__in=rows[1].values("version_id"))
    stored = [list(each.order_by("pk").values()) for each in (Order.objects.filter(pk=order.pk), *rows, versions)]
    return stored, order_view(order.token, now=NOON)


def test_an_order_stays_at_the_version_that_priced_it_whatever_is_done_to_the_campaign(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    page = published(actions=[*TEN, ("order_amount", {"amount": "5"})])
    version = Promotion.objects.get().current_id
    order = order_of({oud: 2})
    assert order.trace is not None
    assert {verdict.version for verdict in replay(order.trace).verdicts} == {version}
    assert set(Redemption.objects.values_list("version_id", flat=True)) == {version}
    kept = told(order.pk)
    assert goods_cost(oud, 2) == 17500
    page.actions = [("percent", {"percent": "50"})]
    page.save_revision().publish()
    assert (goods_cost(oud, 2), told(order.pk)) == (10000, kept)
    fresh(page).unpublish()
    assert (goods_cost(oud, 2), told(order.pk)) == (20000, kept)
    fresh(page).delete()
    assert (goods_cost(oud, 2), told(order.pk)) == (20000, kept)


def test_its_limits_bind_what_it_takes_off(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    for limit, cost in (("pieces", 1), 19000), (("per_order", "5"), 19500), (("budget", "3.50"), 19650):
        page = published(limit[0], actions=TEN, limits=[limit])
        assert goods_cost(oud, 2) == cost, limit
        page.unpublish()
    published("uses", actions=TEN, limits=[("uses", 1)])
    assert order_of({oud: 2}).total_minor < 20000
    assert goods_cost(oud, 2) == 20000


def test_codes_with_a_prefix_are_made_once_and_open_it(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    many = {"prefix": "EID-", "count": 12, "length": 8, "uses": 1, "uses_per_customer": None}
    page = published(actions=TEN, conditions=[("coupon", None)], coupons=[("generated", many)])
    codes = list(Coupon.objects.values_list("code", flat=True))
    assert len(codes) == len(set(codes)) == 12
    assert all(code.startswith("EID-") and len(code) == 12 for code in codes)
    assert (goods_cost(oud, 1), goods_cost(oud, 1, codes[3].lower())) == (10000, 9000)
    page.priority = 3
    page.save_revision().publish()
    assert Coupon.objects.count() == 12
    fresh(page).unpublish()
    assert find_codes(codes) == {}
    page.get_latest_revision().publish()
    assert find_codes(codes).keys() == set(codes)
