"""A campaign and its promotion change together: what publishing, unpublishing, copying or deleting the page means."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models.signals import pre_delete
from wagtail.signals import page_published, page_unpublished

from commerce.core import clock
from commerce.promotions.application.use_cases.end_promotion import end_promotion
from commerce.promotions.application.use_cases.retire_promotion import retire_promotion
from commerce.tenants.application.queries import currency_in_scope
from wasla_site.storefront.campaigns.drafting import draft_of
from wasla_site.storefront.campaigns.finished import refuse_unfinished
from wasla_site.storefront.campaigns.models import CampaignPage, CampaignPromise
from wasla_site.storefront.campaigns.promising import promise, promotion_of


def source_of(page_id: int, revision_id: int | None) -> str:
    """How a version names the revision it was published from; the database holds live pages to it."""
    return f"campaign:{page_id}:{revision_id}"


def on_campaign_changed(sender: Any, instance: CampaignPage, **kwargs: Any) -> None:
    """Published, the promotion is what the page's live revision says; unpublished or about to go, it is not offered;
    what goes gives its codes up.

    Rules that are not filled in (ValidationError) and whatever the use cases refuse keep the page from being published.
    Raises TransactionManagementError outside a transaction, in which a crash could leave one without the other.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a campaign is published in a transaction with its promotion")
    # A page that is deleted is told to be unpublished as a fresh copy, which is still live.
    if kwargs.get("signal") is page_published and instance.live:
        _promise(instance)
    else:
        _take_back(instance.pk, is_gone=kwargs.get("signal") is pre_delete)


def _promise(page: CampaignPage) -> None:
    refuse_unfinished(page)
    now = clock.now()
    draft = draft_of(page, currency_in_scope(), published_at=now)
    published = promise(page.pk, draft, source_of(page.pk, page.live_revision_id), now)
    CampaignPromise.objects.get_or_create(page_id=page.pk, defaults={"promotion_id": published.promotion_id})


def _take_back(page_id: int, *, is_gone: bool) -> None:
    promotion_id = promotion_of(page_id)
    if promotion_id is not None:
        take_back = end_promotion if is_gone else retire_promotion
        take_back(promotion_id=promotion_id)


DOORS = (page_published, page_unpublished, pre_delete)
RECEIVER = "campaigns.promotion"


def listen() -> None:
    """The one receiver, at every door Wagtail has."""
    for signal in DOORS:
        signal.connect(on_campaign_changed, sender=CampaignPage, dispatch_uid=RECEIVER)
