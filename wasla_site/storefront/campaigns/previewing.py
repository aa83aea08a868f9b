"""What a preview's chosen drafts of campaigns promise, besides or in the place of what is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.http import HttpRequest

from commerce.promotions.application.crowds import without_crowds
from commerce.promotions.domain.drafts import DraftedPromotion
from commerce.promotions.domain.shape import publishing_problems
from commerce.promotions.domain.values import Promotion
from wasla_site.storefront.campaigns.drafting import draft_of
from wasla_site.storefront.campaigns.models import CampaignPage, CampaignPromise
from wasla_site.storefront.pages_at import PagesAt
from wasla_site.storefront.time_travel.requests import pages_of


def drafted_promotions(request: HttpRequest) -> tuple[DraftedPromotion, ...]:
    """As they would be if the drafts were published: each with the id of the promotion it would be a version of.

    What was never published has an id below nought, and is the youngest. Drafts that could not be published promise
    nothing. None, and no statement, where no draft of a campaign was chosen.
    """
    pages = pages_of(request)
    currency: str = request.tenant.currency  # type: ignore[attr-defined]
    drafts = {each.promotion.id: each for each in _publishable(pages, currency)}
    if not drafts:
        return ()
    fitting = without_crowds((each.promotion for each in drafts.values()), pages.instant)
    return tuple(drafts[each.id] for each in fitting)


def _publishable(pages: PagesAt, currency: str) -> Iterator[DraftedPromotion]:
    campaigns = pages.drafts_of_campaigns()
    promises = _promises(campaigns)
    for campaign in campaigns:
        draft = draft_of(campaign, currency, published_at=pages.instant)
        if not publishing_problems(draft.promotion, draft.limits, draft.coupons):
            promotion = _identified(draft.promotion, campaign, promises)
            yield DraftedPromotion(promotion, draft.limits, draft.coupons)


def _promises(campaigns: list[CampaignPage]) -> Mapping[int, CampaignPromise]:
    ids = [campaign.pk for campaign in campaigns]
    rows = CampaignPromise.objects.filter(page__in=ids).select_related("promotion") if ids else ()
    return {row.page_id: row for row in rows}


def _identified(promotion: Promotion, campaign: CampaignPage, promises: Mapping[int, CampaignPromise]) -> Promotion:
    promise = promises.get(campaign.pk)
    if promise is None:
        return replace(promotion, id=-campaign.pk)
    return replace(promotion, id=promise.promotion_id, first_published_at=promise.promotion.first_published_at)
