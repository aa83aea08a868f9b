"""Drafts of campaigns as the promotions they would be if they were published: those that could be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.apps import apps

from commerce.promotions.application.crowds import without_crowds
from commerce.promotions.application.makeable_codes import are_codes_makeable
from commerce.promotions.domain.drafts import DraftedPromotion
from commerce.promotions.domain.shape import publishing_problems
from commerce.promotions.domain.values import Promotion
from commerce.tenants.application.queries import currency_in_scope
from wasla_site.storefront.campaigns.drafting import CampaignDraft, draft_of
from wasla_site.storefront.campaigns.finished import unfinished_fields


def promised_by(campaigns: Collection[Any], instant: datetime) -> dict[int, DraftedPromotion]:
    """By page, what it would promise if all were published at the instant, one after the other.

    What could not be published is not there. What was never published has an id below nought, and is the youngest.
    """
    if not campaigns:
        return {}
    drafts = {each.promotion.id: (page_id, each) for page_id, each in _possible(campaigns, instant)}
    fitting = without_crowds((each.promotion for _, each in drafts.values()), instant)
    return dict(drafts[promotion.id] for promotion in fitting)


def _possible(campaigns: Collection[Any], instant: datetime) -> Iterator[tuple[int, DraftedPromotion]]:
    promises, currency = _promises(campaigns), currency_in_scope()
    for page in campaigns:
        draft = draft_of(page, currency, published_at=instant)
        promotion = _identified(draft.promotion, page.pk, promises)
        if _could_be_published(page, promotion, draft):
            yield page.pk, DraftedPromotion(promotion, draft.limits, draft.coupons)


def _could_be_published(page: Any, promotion: Promotion, draft: CampaignDraft) -> bool:
    """By itself: other drafts may still make it one too many."""
    return not (
        unfinished_fields(page) or publishing_problems(promotion, draft.limits, draft.coupons)
    ) and are_codes_makeable(int(promotion.id), draft.coupons)


def _promises(campaigns: Iterable[Any]) -> Mapping[int, Any]:
    promises = apps.get_model("storefront", "CampaignPromise").objects.select_related("promotion")
    return {row.page_id: row for row in promises.filter(page__in=[page.pk for page in campaigns])}


def _identified(promotion: Promotion, page_id: int, promises: Mapping[int, Any]) -> Promotion:
    promise = promises.get(page_id)
    if promise is None:
        return replace(promotion, id=-page_id)
    return replace(promotion, id=promise.promotion_id, first_published_at=promise.promotion.first_published_at)
