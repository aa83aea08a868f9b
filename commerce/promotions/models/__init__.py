"""The promotions' tables."""

from commerce.promotions.models.coupons import Coupon, CouponBatch
from commerce.promotions.models.promotions import Promotion, PromotionVersion
from commerce.promotions.models.redemptions import Redemption, RedemptionEntry, Tally

__all__ = ["Coupon", "CouponBatch", "Promotion", "PromotionVersion", "Redemption", "RedemptionEntry", "Tally"]
