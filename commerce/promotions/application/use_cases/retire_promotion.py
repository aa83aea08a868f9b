"""Taking a promotion out of the shop."""

from __future__ import annotations

from commerce.core.errors import NotFound
from commerce.core.outbox import publish
from commerce.promotions.application.publishing import point_at, require_transaction, wait_for_other_publishers
from commerce.promotions.domain.events import PromotionRetired
from commerce.promotions.models import Promotion


def retire_promotion(*, promotion_id: int) -> None:
    """The promotion is not offered until it is published again; uses, budget spent and codes stay.

    Said again it stays as it is. Refuses NotFound. Raises TransactionManagementError outside a transaction.
    """
    require_transaction()
    wait_for_other_publishers()
    promotion = Promotion.objects.select_related("current").filter(pk=promotion_id).first()
    if promotion is None:
        raise NotFound(promotion_id=promotion_id)
    if point_at(promotion, None, "retired"):
        publish(PromotionRetired(promotion_id=promotion_id))
