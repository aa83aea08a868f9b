"""The demo's campaigns: each is one that a marketer could have published."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from commerce.catalog.application.use_cases.create_category import create_category
from commerce.core.bilingual import Bilingual
from wasla_site.demo.campaigns import run_campaigns
from wasla_site.demo.content import Store
from wasla_site.demo.pages import STORES
from wasla_site.storefront.models import CampaignPage

RIYADH = ZoneInfo("Asia/Riyadh")
FRIDAY_NIGHT = datetime(2026, 11, 27, 21, 30, tzinfo=RIYADH)


@pytest.mark.parametrize("store", STORES.values(), ids=list(STORES))
def test_offers_are_campaigns_that_hold(in_noor: Any, store: Store) -> None:
    for slug in {slug for offer in store.offers for slug in offer.categories}:
        create_category(name=Bilingual("عطور", "Perfumes"), slug=slug)
    run_campaigns(replace(store, offers=tuple(replace(offer, picture="") for offer in store.offers)), FRIDAY_NIGHT)
    campaigns = {page.slug: page for page in CampaignPage.objects.all()}
    assert set(campaigns) == {offer.slug for offer in store.offers}
    for offer in store.offers:
        page = campaigns[offer.slug]
        page.full_clean()
        assert page.live
        assert page.ends_at - page.starts_at == timedelta(hours=offer.hours)
        assert page.is_on_at(FRIDAY_NIGHT) == (offer.weekday is None)


def test_what_begins_on_a_weekday_waits_for_the_next_one(in_noor: Any) -> None:
    [offer] = [offer for offer in STORES["noor"].offers if offer.weekday is not None]
    create_category(name=Bilingual("عطور", "Perfumes"), slug="perfumes")
    run_campaigns(replace(STORES["noor"], offers=(offer,)), FRIDAY_NIGHT)
    assert CampaignPage.objects.get().starts_at == datetime(2026, 12, 4, 20, 0, tzinfo=RIYADH)


@pytest.mark.parametrize("store", STORES.values(), ids=list(STORES))
def test_lines_fit_a_banner(store: Store) -> None:
    for offer in store.offers:
        assert max(len(offer.line.ar), len(offer.line.en)) <= 120


def test_of_two_lines_above_every_page_the_rarer_offer_shows(in_noor: Any) -> None:
    for slug in ("gifts", "bakhoor-and-maamoul", "perfumes"):
        create_category(name=Bilingual("عطور", "Perfumes"), slug=slug)
    offers = tuple(replace(offer, picture="") for offer in STORES["noor"].offers)
    run_campaigns(replace(STORES["noor"], offers=offers), FRIDAY_NIGHT)
    rows = CampaignPage.objects.exclude(banner=[]).order_by("-priority", "first_published_at")
    lines = [page.slug for page in rows if "strip" in page.banner[0].value["places"]]
    assert lines == ["friday-night", "gift-week"]
