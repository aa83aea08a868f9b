"""Where a redemption is counted below its promotion."""

from __future__ import annotations

from commerce.promotions.application.tallies import Place
from commerce.promotions.domain.redemptions import TallyScope
from commerce.promotions.models import Coupon


def place_of_customer(promotion_id: int, customer: str) -> Place:
    return Place(promotion_id, TallyScope.CUSTOMER, customer)


def place_of_code(promotion_id: int, coupon_id: int) -> Place:
    return Place(promotion_id, TallyScope.CODE, str(coupon_id))


def place_of_batch_customer(promotion_id: int, batch_id: int, customer: str) -> Place:
    return Place(promotion_id, TallyScope.BATCH_CUSTOMER, f"{batch_id}:{customer}")


def places_below(promotion_id: int, customer: str, coupon: Coupon | None) -> list[Place]:
    """Besides the promotion's own tally."""
    places = []
    if customer:
        places.append(place_of_customer(promotion_id, customer))
    if coupon is not None:
        places.append(place_of_code(promotion_id, coupon.pk))
    if customer and coupon is not None:
        places.append(place_of_batch_customer(promotion_id, coupon.batch_id, customer))
    return places
