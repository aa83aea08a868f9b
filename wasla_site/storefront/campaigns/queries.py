"""What is asked of campaigns: by shoppers' pages at an instant, and by the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from math import inf
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest

from commerce.catalog.application.queries import cards_for_goods
from commerce.catalog.application.queries.pictures import pictures_of
from commerce.catalog.domain.values import GoodsSelection, NamedGoods, Picture, ProductCard
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money
from commerce.promotions.application.queries import batches_of, remaining_for
from commerce.promotions.domain.goods import EVERYTHING, Id, Kinds, Match
from commerce.promotions.domain.limits import Left
from commerce.promotions.models import CouponBatch
from wasla_site.storefront.campaigns.banner_block import HOME, LISTS, STRIP
from wasla_site.storefront.campaigns.drafting import draft_of
from wasla_site.storefront.campaigns.models import CampaignPage
from wasla_site.storefront.campaigns.states import CampaignState, state_at
from wasla_site.storefront.campaigns.telling import matches_in
from wasla_site.storefront.models import StorePage
from wasla_site.storefront.time_travel.requests import pages_of

# A shop that shouts more than this at once is heard by nobody; of more the first by precedence show.
MOST_SHOWN = {STRIP: 1, HOME: 3, LISTS: 1}
MOST_ON = 100
_OF_BANNERS = (
    *("title", "url_path", "slug", "heading_ar", "heading_en"),
    *("starts_at", "ends_at", "banner", "priority", "first_published_at"),
)


@dataclass(frozen=True, slots=True)
class ShownBanner:
    """A banner that is on. `ends_at` is there where the time that is left shows with it."""

    campaign_id: int
    name: Bilingual
    text: Bilingual
    link: str
    picture: Picture | None
    ends_at: datetime | None
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign in the desk's list. What is left of limits, and its codes, are there once it was published;
    `has_draft` says that it was changed since."""

    id: int
    title: str
    state: CampaignState
    has_draft: bool
    starts_at: datetime | None
    ends_at: datetime | None
    uses: str
    budget: str
    batches: tuple[CouponBatch, ...]


def campaigns_with_banners(request: HttpRequest) -> list[CampaignPage]:
    """Published, with a banner and with the request's instant between their dates, the first by precedence first; at
    most MOST_ON.

    A draft that was chosen to be seen is there as if it were published. Of the others the rules and the body are not
    read. One statement where nothing is previewed.
    """
    pages = pages_of(request)
    drafts = pages.drafts_of_campaigns()
    rows = _published_on(pages.instant).exclude(banner=[]).exclude(pk__in=[draft.pk for draft in drafts])
    found = [
        *rows.only(*_OF_BANNERS)[:MOST_ON],
        *(draft for draft in drafts if draft.banner and draft.is_on_at(pages.instant)),
    ]
    return sorted(found, key=_precedence)[:MOST_ON]


def campaign_on(request: HttpRequest, campaign_id: int) -> CampaignPage | None:
    """The campaign while it is on. One statement where nothing is previewed."""
    pages = pages_of(request)
    draft = next((each for each in pages.drafts_of_campaigns() if each.pk == campaign_id), None)
    if draft is not None:
        return draft if draft.is_on_at(pages.instant) else None
    page: CampaignPage | None = _published_on(pages.instant).filter(pk=campaign_id).first()
    return page


def _published_on(instant: datetime) -> QuerySet[CampaignPage]:
    has_begun = Q(starts_at=None) | Q(starts_at__lte=instant)
    goes_on = Q(ends_at=None) | Q(ends_at__gt=instant)
    rows: QuerySet[CampaignPage] = (
        CampaignPage.objects.live().filter(has_begun, goes_on).order_by("-priority", "first_published_at", "pk")
    )
    return rows


def _precedence(page: CampaignPage) -> tuple[int, float, int]:
    """What was never published is the youngest."""
    published = page.first_published_at
    return -page.priority, inf if published is None else published.timestamp(), page.pk


def banners_on(request: HttpRequest) -> tuple[ShownBanner, ...]:
    """All banners of the instant, whatever page asks for them and how often. Two statements for a request."""
    banners: tuple[ShownBanner, ...] | None = getattr(request, "_campaign_banners", None)
    if banners is None:
        banners = _banners(campaigns_with_banners(request))
        request._campaign_banners = banners  # type: ignore[attr-defined]
    return banners


def banners_by_place(request: HttpRequest) -> dict[str, tuple[ShownBanner, ...]]:
    """What shows where, at most MOST_SHOWN in each place."""
    banners = banners_on(request)
    return {
        place: tuple(banner for banner in banners if place in banner.places)[:most]
        for place, most in MOST_SHOWN.items()
    }


def _banners(pages: list[CampaignPage]) -> tuple[ShownBanner, ...]:
    raw = {page.pk: said for page in pages if (said := _raw_banner(page)) is not None}
    images = {said["image"]: Bilingual("", "") for said in raw.values() if said.get("image")}
    pictures = pictures_of(images)
    return tuple(_shown(page, raw[page.pk], pictures) for page in pages if page.pk in raw)


def _raw_banner(page: CampaignPage) -> dict[str, Any] | None:
    """As it is stored, because to look at it as blocks would fetch each picture by itself."""
    return next((dict(block["value"]) for block in page.banner.raw_data), None)


def _shown(page: CampaignPage, said: dict[str, Any], pictures: dict[int, Picture]) -> ShownBanner:
    return ShownBanner(
        campaign_id=page.pk,
        name=page.name,
        text=Bilingual(said.get("text_ar") or "", said.get("text_en") or ""),
        link=said.get("link") or f"/{page.address_in_store.lstrip('/')}",
        picture=pictures.get(said.get("image") or 0),
        ends_at=page.ends_at if said.get("countdown", True) else None,
        places=frozenset(said.get("places") or ()),
    )


def products_of(page: CampaignPage, currency: str, count: int, instant: datetime) -> tuple[ProductCard, ...]:
    """Cards of what the campaign is about: the goods it aims at, and those its bundles and sets name."""
    draft = draft_of(page, currency, published_at=instant)
    matches = [match for match in matches_in(draft.promotion) if match != EVERYTHING]
    return cards_for_goods(wanted=[_selection(match) for match in matches], count=count, now=instant)


def _selection(match: Match) -> GoodsSelection:
    return GoodsSelection(_named(match.only), _named(match.but_not), match.but_not_reduced)


def _named(kinds: Kinds) -> NamedGoods:
    return NamedGoods(*(_keys(getattr(kinds, each.name)) for each in fields(NamedGoods)))


def _keys(ids: Iterable[Id]) -> frozenset[int]:
    """The store's goods are named by numbers."""
    return frozenset(one for one in ids if isinstance(one, int))


def campaign_choices() -> list[tuple[str, str]]:
    """(id, title) of every campaign, the newest first, for forms. Of what all pages have, in one table."""
    rows = StorePage.objects.exact_type(CampaignPage).order_by("-pk").values_list("pk", "draft_title")
    return [(str(pk), title) for pk, title in rows]


def campaigns_newest_first() -> QuerySet[CampaignPage]:
    rows: QuerySet[CampaignPage] = (
        CampaignPage.objects.annotate(promotion_id=F("campaign_promises__promotion_id"))
        .defer("body", "banner", "actions", "conditions", "coupons", "limits")
        .order_by("-pk")
    )
    return rows


def campaign_rows(pages: Iterable[Any], instant: datetime, currency: str) -> list[CampaignRow]:
    """The rows of one page of the list. Two statements, whatever their number."""
    found = list(pages)
    promotions = {page.promotion_id for page in found if page.promotion_id}
    left, batches = remaining_for(promotions), batches_of(promotions)
    return [
        _row(page, left.get(page.promotion_id, Left()), batches.get(page.promotion_id, []), instant, currency)
        for page in found
    ]


def _row(page: Any, left: Left, batches: list[CouponBatch], instant: datetime, currency: str) -> CampaignRow:
    return CampaignRow(
        id=page.pk,
        title=page.draft_title or page.title,
        state=state_at(
            instant,
            is_live=page.live,
            starts_at=page.starts_at,
            ends_at=page.ends_at,
            is_used_up=0 in (left.uses, left.budget, left.pieces),
        ),
        has_draft=page.live and page.has_unpublished_changes,
        starts_at=page.starts_at,
        ends_at=page.ends_at,
        uses="" if left.uses is None else f"{left.uses:,}",
        budget="" if left.budget is None else str(Money(left.budget, currency)),
        batches=tuple(batches),
    )
