"""What an order takes of promotions, and of its customer's being new."""

from __future__ import annotations

from datetime import datetime, timedelta

from commerce.accounts.application.use_cases.forget_purchase import forget_purchase
from commerce.accounts.application.use_cases.record_purchase import record_purchase
from commerce.carts.application.use_cases.take_cart import TakenCart
from commerce.carts.domain.pricing.uses import uses_of
from commerce.orders.models import Order
from commerce.promotions.application.use_cases.hold_redemptions import hold_redemptions
from commerce.promotions.application.use_cases.release_redemptions import release_redemptions
from commerce.promotions.domain.redemptions import RedemptionDraft

# Orders settle what they hold themselves; the sweep of promotions is for what they could not.
LONGER_THAN_THE_ORDER = timedelta(days=1)


def hold_uses(order: Order, cart: TakenCart, now: datetime) -> None:
    """The order holds a use of every promotion that moved its price, and its customer has one order more.

    Refuses as `hold_redemptions`: what was left when the cart was priced may be gone.
    """
    drafts = drafts_of(cart)
    if drafts:
        hold_redemptions(
            subject=order.subject,
            drafts=drafts,
            customer=cart.prices.asker.counted_as,
            expires_at=order.expires_at + LONGER_THAN_THE_ORDER,
            now=now,
        )
    if order.customer_id is not None:
        record_purchase(customer_id=order.customer_id)


def give_uses_back(order: Order, now: datetime) -> None:
    """An order that is called off has used nothing, and was none of its customer's."""
    release_redemptions(subject=order.subject, now=now)
    if order.customer_id is not None:
        forget_purchase(customer_id=order.customer_id)


def drafts_of(cart: TakenCart) -> list[RedemptionDraft]:
    """By promotion, with the first of the entered codes that opened it."""
    opened: dict[int, int] = {}
    for code in cart.priced.codes:
        found = cart.prices.coupons.get(code.code)
        if code.applies and found is not None:
            opened.setdefault(found.promotion_id, found.coupon_id)
    return [
        RedemptionDraft(
            promotion_id=int(used.promotion),
            version_id=int(used.version),
            amount=used.amount,
            pieces={int(variant): pieces for variant, pieces in used.pieces.items()},
            coupon_id=opened.get(int(used.promotion)),
        )
        for used in uses_of(cart.priced)
    ]
