"""What a campaign promises, given to its promotion or only tried."""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.db import transaction

from commerce.core.errors import Refusal
from commerce.promotions.application.publishing import wait_for_other_publishers
from commerce.promotions.application.use_cases.publish_promotion_version import Published, publish_promotion_version
from wasla_site.storefront.campaigns.drafting import CampaignDraft


class _Tried(Exception):
    """Takes back what was tried."""


def promotion_of(page_id: int | None) -> int | None:
    """The promotion that a campaign is since its first publishing."""
    promises = apps.get_model("storefront", "CampaignPromise").objects.filter(page_id=page_id)
    found: int | None = promises.values_list("promotion_id", flat=True).first()
    return found


def promise(page_id: int | None, draft: CampaignDraft, source: str, now: datetime) -> Published:
    """Its promotion is what the draft says. Refuses what `publish_promotion_version` refuses."""
    return publish_promotion_version(
        promotion_id=promotion_of(page_id),
        draft=draft.promotion,
        limits=draft.limits,
        coupons=draft.coupons,
        source=source,
        now=now,
    )


def refusal_to_promise(page_id: int | None, draft: CampaignDraft, now: datetime) -> Refusal | None:
    """Why the draft could not be published now; None when it could. Nothing is written.

    Until the transaction ends nobody else of the store publishes, so that what could be promised still can be when the
    page is published in it.
    """
    wait_for_other_publishers()
    try:
        with transaction.atomic():
            promise(page_id, draft, "tried", now)
            raise _Tried
    except _Tried:
        return None
    except Refusal as refusal:
        return refusal
