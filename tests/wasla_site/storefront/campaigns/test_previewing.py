"""Chosen drafts of campaigns take part in the prices of a preview, as the promotions they would be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from commerce.carts.application.pricing import Asker
from commerce.carts.application.queries import view_of
from commerce.carts.application.required_codes import UnknownCode, more_codes
from commerce.promotions.application.queries import find_codes, remaining_for
from commerce.promotions.domain.actions import PercentOff
from commerce.promotions.models import Promotion
from commerce.tenants.interfaces.instants import set_shop_instant
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import put_on_shelf
from tests.wasla_site.storefront.campaigns.builders import PERCENT, drafted, published
from tests.wasla_site.storefront.time_travel.conftest import FRIDAY
from wasla_site.storefront.campaigns.previewing import drafted_promotions
from wasla_site.storefront.campaigns.queries import campaign_on
from wasla_site.storefront.time_travel.previews import Preview
from wasla_site.storefront.time_travel.requests import pages_of


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
    (found,) = drafted_promotions(previewed(noor, change(page, actions=[("percent", {"percent": "50"})])))
    assert (found.promotion.id, found.promotion.first_published_at) == (row.pk, row.first_published_at)
    assert found.promotion.actions == (PercentOff(5000),)


def test_one_never_published_is_the_youngest_and_nobody_elses(noor: Tenant) -> None:
    page = drafted(actions=PERCENT, priority=3)
    (found,) = drafted_promotions(previewed(noor, page.latest_revision))
    promotion = found.promotion
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
        drafted("with-half-a-code", conditions=[("coupon", None)], coupons=[("single", {"code": "-"})]),
        drafted("unfinished", conditions=[("cities", "")]),
        drafted("good"),
    ]
    request = previewed(noor, *(page.latest_revision for page in drafts))
    found = drafted_promotions(request)
    assert [each.promotion.name.en for each in found] == ["Campaign good"]
    assert [page.slug for page in pages_of(request).drafts_of_campaigns()] == ["good"]


def test_nor_does_one_whose_codes_could_not_be_made(noor: Tenant) -> None:
    wants_code: Any = {"conditions": [("coupon", None)]}
    page = published("other", **wants_code, coupons=[("shared", {"code": "EID", "uses": 9, "uses_per_customer": None})])
    taken = drafted("taken", **wants_code, coupons=[("single", {"code": "eid"})])
    free = drafted("free", **wants_code, coupons=[("single", {"code": "EID-2"})])
    (block,) = page.coupons.raw_data
    block["value"]["uses"] = 10
    changed = change(page, coupons=json.dumps([block]))
    request = previewed(noor, taken.latest_revision, free.latest_revision, changed)
    assert [each.promotion.name.en for each in drafted_promotions(request)] == ["Campaign free"]
    block["value"]["uses"] = 9
    again = change(page, coupons=json.dumps([block]), actions=[("percent", {"percent": "50"})])
    (found,) = drafted_promotions(previewed(noor, again))
    assert found.promotion.actions == (PercentOff(5000),)
    page.delete()
    (found,) = drafted_promotions(previewed(noor, taken.latest_revision))
    assert found.promotion.name.en == "Campaign taken", "a campaign that is deleted leaves its codes to others"


def test_in_the_place_of_a_draft_that_could_not_be_published_the_published_one_shows(noor: Tenant) -> None:
    """So banner, landing page and prices never say different things."""
    page = published(heading_ar="عيد")
    request = previewed(noor, change(page, heading_ar="خصم", actions=[("percent", {"percent": ""})]))
    assert drafted_promotions(request) == ()
    shown = pages_of(request).find(["campaigns", "eid"])
    assert shown is not None
    assert shown.name.ar == "عيد"
    named = campaign_on(request, page.pk)
    assert named is not None
    assert named.name.ar == "عيد"


def test_where_no_draft_is_chosen_nothing_is_asked(noor: Tenant) -> None:
    published()
    with CaptureQueriesContext(connection) as asked:
        assert drafted_promotions(previewed(noor)) == ()
    assert len(asked) == 0


def test_a_draft_holds_within_its_limits_and_is_opened_by_its_codes(noor: Tenant) -> None:
    """As it will be once it is published; codes that it would make are not known yet."""
    oud = put_on_shelf("OUD", price_minor=10000)
    page = drafted(
        limits=[("pieces", 1), ("customer_uses", 2)],
        conditions=[("coupon", None)],
        coupons=[("shared", {"code": "EID-15", "uses": 9, "uses_per_customer": 1}), ("single", {"code": "VIP"})],
    )
    seen = drafted_promotions(previewed(noor, page.latest_revision))
    assert more_codes((), "eid-15", seen) == ("eid-15",)
    with pytest.raises(UnknownCode):
        more_codes((), "EID-16", seen)
    with pytest.raises(UnknownCode):
        more_codes((), "EID-15")

    def costs(drafts: Any = ()) -> list[int]:
        askers = [Asker(), Asker(codes=("EID-15",)), Asker(codes=("vip",))]
        return [view_of({oud: 2}, now=FRIDAY, asker=each, drafts=drafts).subtotal.minor for each in askers]

    assert costs() == [20000, 20000, 20000]
    assert costs(seen) == [20000, 18500, 18500]
    page.get_latest_revision().publish()
    assert costs() == [20000, 18500, 18500]


def test_a_draft_that_drops_codes_closes_them_and_one_with_other_limits_counts_from_what_is_used(noor: Tenant) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    page = published(conditions=[("coupon", None)], coupons=[("single", {"code": "EID"})], limits=[("uses", 1)])
    number = Promotion.objects.get().pk
    open_to_all = change(page, conditions=[], coupons=[], limits=[("uses", 5)])
    seen = drafted_promotions(previewed(noor, open_to_all))
    assert (set(find_codes(["EID"])), find_codes(["EID"], drafts=seen)) == ({"EID"}, {})
    assert (remaining_for([number])[number].uses, remaining_for([number], drafts=seen)[number].uses) == (1, 5)
    asker = Asker(codes=("EID",))
    assert view_of({oud: 1}, now=FRIDAY, asker=Asker(), drafts=seen).subtotal.minor == 8500
    assert view_of({oud: 1}, now=FRIDAY, asker=asker).subtotal.minor == 8500
