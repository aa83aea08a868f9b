"""A promotion as it would be if a draft of it were published."""

from __future__ import annotations

from dataclasses import dataclass

from commerce.promotions.domain.coupons import BatchDraft
from commerce.promotions.domain.limits import NO_LIMITS, Limits
from commerce.promotions.domain.values import Promotion


@dataclass(frozen=True, slots=True)
class DraftedPromotion:
    """`promotion` has the id of the one whose next version it would be, or one below nought where it would be new.

    It holds within `limits` and is opened by codes of `coupons`.
    """

    promotion: Promotion
    limits: Limits = NO_LIMITS
    coupons: tuple[BatchDraft, ...] = ()
