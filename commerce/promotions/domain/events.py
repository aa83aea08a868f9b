from dataclasses import dataclass

from commerce.core.events import Event


@dataclass(frozen=True)
class PromotionPublished(Event):
    """From now on the promotion is what this version says."""

    promotion_id: int
    version_id: int


@dataclass(frozen=True)
class PromotionRetired(Event):
    """The promotion is no longer offered."""

    promotion_id: int


@dataclass(frozen=True)
class PromotionUsedUp(Event):
    """One of its limits lets nothing through any more."""

    promotion_id: int


@dataclass(frozen=True)
class PromotionFreed(Event):
    """Something of a promotion that was used up can be had again."""

    promotion_id: int


@dataclass(frozen=True)
class CouponBatchOpened(Event):
    """A batch of codes was asked for, of which not all are made yet."""

    batch_id: int
