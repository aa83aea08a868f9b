"""Taking a promotion back: to an earlier version of it, or out of the shop."""

from __future__ import annotations

from datetime import datetime

from commerce.core.errors import NotFound
from commerce.core.outbox import publish
from commerce.promotions.application.crowds import refuse_crowd
from commerce.promotions.application.publishing import point_at, require_transaction, wait_for_other_publishers
from commerce.promotions.domain.data import promotion_from
from commerce.promotions.domain.events import PromotionPublished, PromotionRetired
from commerce.promotions.models import Promotion, PromotionVersion


def retire_promotion(*, promotion_id: int, to_version_id: int | None = None, now: datetime) -> None:
    """The promotion is what that version of it says again; None: it is not offered.

    Every effect of what was published since is gone; uses, budget spent and codes stay. Said again it stays as it is.
    Refuses NotFound and TooManySharing. Raises TransactionManagementError outside a transaction.
    """
    require_transaction()
    wait_for_other_publishers()
    promotion = Promotion.objects.select_related("current").filter(pk=promotion_id).first()
    if promotion is None:
        raise NotFound(promotion_id=promotion_id)
    if to_version_id is None:
        if point_at(promotion, None, "retired"):
            publish(PromotionRetired(promotion_id=promotion_id))
        return
    version = PromotionVersion.objects.filter(promotion=promotion, pk=to_version_id).first()
    if version is None:
        raise NotFound(version_id=to_version_id)
    refuse_crowd(promotion_from(version.data), now)
    if point_at(promotion, version, "rolled_back"):
        publish(PromotionPublished(promotion_id=promotion_id, version_id=version.pk))
