"""What a draft may leave open is promised to nobody, by whatever door it is published."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client

from commerce.accounts.domain.policies import Role
from commerce.core import clock
from commerce.promotions.models import Promotion
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import put_on_shelf
from tests.commerce.orders.test_desk import member
from tests.support.databases import owner_of
from tests.wasla_site.storefront.campaigns.builders import PERCENT, drafted, fresh, goods, published
from tests.wasla_site.storefront.campaigns.test_desk import read
from wasla_site.storefront.campaigns.drafting import draft_of
from wasla_site.storefront.campaigns.promising import refusal_to_promise

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


@pytest.mark.sampled(every=4)
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


def test_a_refusal_in_bulk_is_said_with_the_page_and_nothing_is_published(at_noor: Tenant) -> None:
    with transaction.atomic():
        put_on_shelf("OUD")
        good, bad = drafted("good"), drafted("bad", actions=[("percent", {"percent": "0"})])
    marketer: Client = member(Role.MARKETER)
    publish = f"/manage/bulk/storefront/storepage/publish/?id={good.pk}&id={bad.pk}&next=/manage/campaigns/"
    answer = marketer.post(publish, follow=True)
    assert answer.status_code == 200
    assert "«Campaign bad»: لا يمكن" in read(answer)
    with transaction.atomic():
        assert not Promotion.objects.exists()


def test_between_its_trial_and_its_publishing_nobody_else_publishes(at_noor: Tenant, own_database: str) -> None:
    is_free = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
    with transaction.atomic():
        draft = draft_of(drafted(), "SAR", published_at=clock.now())
        with owner_of(own_database) as other:
            assert refusal_to_promise(None, draft, clock.now()) is None
            assert other.execute(is_free, [f"promotions:{at_noor.pk}"]).fetchone() == (False,)
    with owner_of(own_database) as other:
        assert other.execute(is_free, [f"promotions:{at_noor.pk}"]).fetchone() == (True,), (
            "or the lock has another name"
        )


def test_what_is_complete_is_published_as_before(at_noor: Tenant) -> None:
    with transaction.atomic():
        page = published(
            actions=[("bundle", {"price": "٩٩", "parts": PARTS})],
            conditions=[("coupon", None), ("hours", {"days": [], "opens": time(20), "closes": time(22)})],
            coupons=[("shared", {"code": "EID", "uses": None, "uses_per_customer": None})],
        )
        assert page.live
