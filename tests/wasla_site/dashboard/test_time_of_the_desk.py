"""The desk shows the store's own time, whoever reads it and whatever their profile says."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from commerce.accounts.domain.policies import Role
from commerce.accounts.models import User
from commerce.catalog.models import StockMovement
from commerce.orders.models import Order
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import put_on_shelf
from tests.commerce.orders.checkout import order_of
from tests.commerce.orders.test_desk import member
from wasla_site.storefront.models import HomePage

LATE = datetime(2026, 11, 27, 21, 30, tzinfo=UTC)  # in Riyadh half past midnight of the 28th


@pytest.mark.sampled
@pytest.mark.parametrize("zone_of_person", ["", "America/New_York"])
def test_orders_stock_and_pages_are_told_in_riyadhs_time(at_noor: Tenant, zone_of_person: str) -> None:
    assert at_noor.time_zone == "Asia/Riyadh"
    client = member(Role.OWNER)
    with transaction.atomic():
        variant = put_on_shelf("OUD", pieces=10, price_minor=24900)
        order = order_of({variant: 1})
        Order.objects.filter(pk=order.pk).update(placed_at=LATE)
        home = HomePage.objects.get(depth=2)
        home.save_revision(log_action=True)
        PageLogEntry.objects.update(timestamp=LATE)
        latest = StockMovement.objects.select_related("variant").order_by("-at", "-id")[0]
        if zone_of_person:
            person = User.objects.get(email="owner@noor.example")
            UserProfile.objects.create(user=person, current_time_zone=zone_of_person)
    for path in (f"/manage/orders/{order.pk}/", "/manage/orders/", "/manage/"):
        shown = client.get(path).content.decode()
        assert "12:30 ص" in shown, path
        assert "9:30 م" not in shown, path
        assert "4:30 م" not in shown, path
    assert "12:30 ص" in client.get(f"/manage/pages/{home.pk}/history/").content.decode()
    stock = client.get(f"/manage/products/{latest.variant.product_id}/stock/").content.decode()
    assert f'datetime="{latest.at.astimezone(ZoneInfo(at_noor.time_zone)).isoformat()}"' in stock
