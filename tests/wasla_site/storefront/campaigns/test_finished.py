"""What a draft may leave open is promised to nobody, by whatever door it is published."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client

from commerce.accounts.domain.policies import Role
from commerce.promotions.models import Promotion
from commerce.tenants.models import Tenant
from tests.commerce.orders.test_desk import member
from tests.wasla_site.storefront.campaigns.builders import PERCENT, drafted, fresh, goods, published
from tests.wasla_site.storefront.campaigns.test_desk import read

PARTS = [{"pieces": 2, "goods": goods()}]
COUPON: dict[str, Any] = {"conditions": [("coupon", None)]}
UNFINISHED: dict[str, dict[str, Any]] = {
    "a bundle without price": {"actions": [("bundle", {"price": "", "parts": PARTS})]},
    "one action of two": {"actions": [*PERCENT, ("gift", {"variant": None, "pieces": 1})]},
    "hours without times": {"conditions": [("hours", {"days": ["3"], "opens": time(20), "closes": None})]},
    "no way of paying": {"conditions": [("payment_methods", [])]},
    "no goods": {"conditions": [("goods", goods())]},
    "no city": {"conditions": [("cities", "  \n ")]},
    "a code without letters": {**COUPON, "coupons": [("single", {"code": ""})]},
    "an empty limit": {"limits": [("pieces", None)]},
}


@pytest.mark.parametrize("what", UNFINISHED)
def test_an_unfinished_one_is_not_published(at_noor: Tenant, what: str) -> None:
    with transaction.atomic():
        page = drafted(**UNFINISHED[what])
    with pytest.raises(ValidationError, match="Campaign eid"), transaction.atomic():
        page.get_latest_revision().publish()
    with transaction.atomic():
        assert not fresh(page).live
        assert not Promotion.objects.exists()


def test_published_in_bulk_it_is_said_which_and_where(at_noor: Tenant) -> None:
    with transaction.atomic():
        good = drafted("good")
        bad = drafted("bad", conditions=[("cities", "")], limits=[("pieces", None)])
    marketer: Client = member(Role.MARKETER)
    answer = marketer.post(
        f"/manage/bulk/storefront/storepage/publish/?id={good.pk}&id={bad.pk}&next=/manage/campaigns/", follow=True
    )
    assert "لم تكتمل حملة «Campaign bad»" in read(answer)
    assert "لمن وعلى ماذا" in read(answer)
    with transaction.atomic():
        assert not Promotion.objects.exists(), "all of them or none"


def test_what_is_complete_is_published_as_before(at_noor: Tenant) -> None:
    with transaction.atomic():
        page = published(
            actions=[("bundle", {"price": "٩٩", "parts": PARTS})],
            conditions=[("coupon", None), ("hours", {"days": [], "opens": time(20), "closes": time(22)})],
            coupons=[("shared", {"code": "EID", "uses": None, "uses_per_customer": None})],
        )
        assert page.live
