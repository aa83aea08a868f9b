"""A promotion is another, is over, is used up or is not any more: what it does to shelves."""

from __future__ import annotations

from django.db import transaction

from commerce.carts.domain.pricing.boundaries import acts_on_shelves
from commerce.catalog.application.use_cases.reprice_everything import reprice_everything
from commerce.promotions.application.queries import versions_of


def reprice_for_promotion(*, promotion_id: int) -> None:
    """Every product is priced anew, soon, if some version of the promotion takes something off a piece on the shelf.

    All versions are looked at, because events may come late and together: what it was before is in shelves' prices.
    """
    with transaction.atomic():
        if any(acts_on_shelves(version) for version in versions_of(promotion_id)):
            reprice_everything()
