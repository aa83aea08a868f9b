"""Making the codes of a large batch that are still missing."""

from __future__ import annotations

from django.db import transaction

from commerce.promotions.application.code_batches import make_slice
from commerce.promotions.models import CouponBatch


def finish_coupon_batch(*, batch_id: int) -> None:
    """All codes of the batch are there. Cut off, it keeps what it made and goes on where it stopped."""
    while _make_more(batch_id):
        pass


def _make_more(batch_id: int) -> bool:
    with transaction.atomic():
        batch = CouponBatch.objects.select_for_update().filter(pk=batch_id).first()
        if batch is None or batch.made == batch.count:
            return False
        make_slice(batch)
        return batch.made < batch.count
