"""What a preview's chosen drafts of campaigns promise, besides or in the place of what is published."""

from __future__ import annotations

from django.http import HttpRequest

from commerce.promotions.domain.drafts import DraftedPromotion
from wasla_site.storefront.time_travel.requests import pages_of


def drafted_promotions(request: HttpRequest) -> tuple[DraftedPromotion, ...]:
    """As they would be if the drafts were published: each with the id of the promotion it would be a version of.

    Drafts that could not be published promise nothing, as they show nothing. None, and no statement, where no draft
    of a campaign was chosen.
    """
    return tuple(pages_of(request).promised_drafts.values())
