"""Chosen drafts of campaigns take part in the prices of a preview, as the promotions they would be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from commerce.promotions.models import Promotion
from commerce.tenants.interfaces.instants import set_shop_instant
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import put_on_shelf
from tests.wasla_site.storefront.campaigns.builders import PERCENT, drafted, published
from tests.wasla_site.storefront.time_travel.conftest import FRIDAY
from wasla_site.storefront.campaigns.previewing import drafted_promotions
from wasla_site.storefront.time_travel.previews import Preview


@pytest.fixture
def noor(at_noor: Tenant) -> Iterator[Tenant]:
    with transaction.atomic():
        yield at_noor


def previewed(store: Tenant, *drafts: Any) -> Any:
    request: Any = RequestFactory().get("/")
    request.tenant = store
    request.preview = Preview(FRIDAY, FRIDAY + timedelta(hours=1), 1, drafts=tuple(each.pk for each in drafts))
    set_shop_instant(request, FRIDAY)
    return request


def change(page: Any, **fields: Any) -> Any:
    for name, value in fields.items():
        setattr(page, name, value)
    return page.save_revision()


def test_a_draft_of_a_published_one_stands_in_its_place(noor: Tenant) -> None:
    page = published()
    row = Promotion.objects.get()
    (drafted_one,) = drafted_promotions(previewed(noor, change(page, actions=[("percent", {"percent": "50"})])))
    assert (drafted_one.id, drafted_one.first_published_at) == (row.pk, row.first_published_at)
    assert drafted_one.actions[0].share == 5000  # type: ignore[union-attr]


def test_one_never_published_is_the_youngest_and_nobody_elses(noor: Tenant) -> None:
    page = drafted(actions=PERCENT, priority=3)
    (promotion,) = drafted_promotions(previewed(noor, page.latest_revision))
    assert (promotion.id, promotion.first_published_at, promotion.priority) == (-page.pk, FRIDAY, 3)
    assert not Promotion.objects.exists()


def test_what_could_not_be_published_promises_nothing(noor: Tenant) -> None:
    put_on_shelf("OUD")
    published("first", actions=[("order_amount", {"amount": "1"})] * 8)
    drafts = [
        drafted("nothing", actions=[]),
        drafted("without-codes", conditions=[("coupon", None)]),
        drafted("without-pieces", limits=[("uses", 0)]),
        drafted("too-many", actions=[("order_amount", {"amount": "1"})] * 5),
        drafted("good"),
    ]
    found = drafted_promotions(previewed(noor, *(page.latest_revision for page in drafts)))
    assert [each.name.en for each in found] == ["Campaign good"]


def test_where_no_draft_is_chosen_nothing_is_asked(noor: Tenant) -> None:
    published()
    with CaptureQueriesContext(connection) as asked:
        assert drafted_promotions(previewed(noor)) == ()
    assert len(asked) == 0
