"""What the shop's prices do when promotions change."""

from commerce.catalog.application.use_cases.reprice_everything import reprice_everything
from commerce.promotions.domain.events import PromotionFreed, PromotionPublished, PromotionRetired, PromotionUsedUp


def on_promotion_published(event: PromotionPublished) -> None:
    reprice_everything()


def on_promotion_retired(event: PromotionRetired) -> None:
    reprice_everything()


def on_promotion_used_up(event: PromotionUsedUp) -> None:
    reprice_everything()


def on_promotion_freed(event: PromotionFreed) -> None:
    reprice_everything()
