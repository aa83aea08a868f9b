"""A demo store's offers as campaigns, published as a marketer would."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from commerce.catalog.models import Category
from commerce.media.application.use_cases.make_renditions import make_renditions
from commerce.media.models import StoreImage
from wasla_site.demo.content import Offer, Store
from wasla_site.demo.page_bodies import pair, rich
from wasla_site.demo.pictures import DrawnPictures, titled
from wasla_site.storefront.campaigns.rule_blocks import GoodsBlock
from wasla_site.storefront.models import CampaignPage, HomePage


def run_campaigns(store: Store, now: datetime) -> None:
    """The open scope's store promises its offers from `now`, an instant in its own zone, on."""
    specs = {offer.picture: titled(offer.name) for offer in store.offers if offer.picture}
    ids = DrawnPictures(specs).image_ids(set(specs))
    make_renditions(ids.values())
    with transaction.atomic():
        pictures = {spec: StoreImage.objects.get(pk=ids[spec]) for spec in specs}
        categories = {slug: pk for pk, slug in Category.objects.values_list("pk", "slug")}
        home = HomePage.objects.get()
        for offer in store.offers:
            campaign = _campaign(store, offer, now, pictures, categories)
            home.add_child(instance=campaign)
            campaign.save_revision().publish()


def _campaign(
    store: Store, offer: Offer, now: datetime, pictures: Mapping[str, StoreImage], categories: Mapping[str, int]
) -> Any:
    begins = _begins(offer, now)
    return CampaignPage(
        title=offer.name.in_language(store.language),
        slug=offer.slug,
        live=False,
        **pair("heading", offer.name),
        starts_at=begins,
        ends_at=begins + timedelta(hours=offer.hours),
        priority=offer.precedence,
        actions=[offer.gives],
        conditions=list(_conditions(offer, categories)),
        coupons=[("shared", {"code": offer.code, "uses_per_customer": 1})] if offer.code else [],
        banner=[("banner", _banner(offer, pictures))] if offer.places else [],
        body=[("rich_text", pair("text", rich([offer.text])))],
    )


def _begins(offer: Offer, now: datetime) -> datetime:
    if offer.weekday is None:
        return now
    at = now.replace(hour=offer.hour, minute=0, second=0, microsecond=0)
    at += timedelta(days=(offer.weekday - at.weekday()) % 7)
    return at if at > now else at + timedelta(days=7)


def _conditions(offer: Offer, categories: Mapping[str, int]) -> Any:
    if offer.categories:
        chosen = [str(categories[slug]) for slug in offer.categories]
        yield "goods", {**GoodsBlock().get_default(), "categories": chosen}
    if offer.minimum_spend:
        yield "minimum_spend", offer.minimum_spend
    if offer.code:
        yield "coupon", None


def _banner(offer: Offer, pictures: Mapping[str, StoreImage]) -> dict[str, Any]:
    return {
        **pair("text", offer.line),
        "image": pictures.get(offer.picture),
        "places": list(offer.places),
        "countdown": True,
    }
