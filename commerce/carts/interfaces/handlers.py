"""What the shop's prices do when promotions change."""

from commerce.carts.application.use_cases.reprice_for_promotion import reprice_for_promotion
from commerce.promotions.domain.events import PromotionFreed, PromotionPublished, PromotionRetired, PromotionUsedUp


def on_promotion_published(event: PromotionPublished) -> None:
    reprice_for_promotion(promotion_id=event.promotion_id)


def on_promotion_retired(event: PromotionRetired) -> None:
    reprice_for_promotion(promotion_id=event.promotion_id)


def on_promotion_used_up(event: PromotionUsedUp) -> None:
    reprice_for_promotion(promotion_id=event.promotion_id)


def on_promotion_freed(event: PromotionFreed) -> None:
    reprice_for_promotion(promotion_id=event.promotion_id)
