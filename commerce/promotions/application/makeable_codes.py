"""Whether batches of codes could be made now, asked without making them."""

from __future__ import annotations

from collections.abc import Sequence

from commerce.promotions.domain.coupons import BatchDraft, batch_problems, code_key
from commerce.promotions.models import Coupon, CouponBatch


def are_codes_makeable(promotion_id: int, drafts: Sequence[BatchDraft]) -> bool:
    """Whether `make_coupons` would take them for the promotion, or for a new one where no promotion has this id.

    At most two statements, none without drafts.
    """
    if not drafts:
        return True
    if any(batch_problems(draft) for draft in drafts):
        return False
    made = CouponBatch.objects.filter(promotion_id=promotion_id, key__in=[draft.key for draft in drafts])
    out = {batch.key: batch.draft for batch in made}
    if any(out.get(draft.key, draft) != draft for draft in drafts):
        return False
    typed = [code_key(draft.code) for draft in drafts if draft.code]
    others = Coupon.objects.good().exclude(batch__promotion_id=promotion_id)
    return not others.filter(code_key__in=typed).exists()
