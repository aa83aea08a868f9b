"""Codes that merchants type: the same again where they were out before, and free again when nobody can use them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from commerce.promotions.domain.coupons import BatchDraft, CouponKind, code_key
from commerce.promotions.models import Coupon, CouponBatch


def as_made_before(promotion_id: int, drafts: Sequence[BatchDraft]) -> tuple[BatchDraft, ...]:
    """The drafts; one that was taken out of the promotion and typed again is the batch that is there, with its uses."""
    made = {batch.key: batch.draft for batch in CouponBatch.objects.filter(promotion_id=promotion_id).order_by("id")}
    unnamed = [batch for key, batch in made.items() if key not in {draft.key for draft in drafts}]
    found = []
    for draft in drafts:
        before = None if draft.key in made else next((batch for batch in unnamed if _say_the_same(batch, draft)), None)
        if before is not None:
            unnamed.remove(before)
        found.append(before or draft)
    return tuple(found)


def _say_the_same(one: BatchDraft, other: BatchDraft) -> bool:
    if CouponKind.GENERATED in (one.kind, other.kind):
        return False
    return code_key(one.code) == code_key(other.code) and one == replace(other, key=one.key, code=one.code)


def give_up_codes(promotion_id: int) -> None:
    """They may be typed into another promotion. Those that were generated nobody types."""
    codes = Coupon.objects.good().filter(batch__promotion_id=promotion_id)
    codes.exclude(batch__kind=CouponKind.GENERATED).update(is_given_up=True)
