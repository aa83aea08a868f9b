"""What promotions do after the commit."""

from commerce.promotions.application.use_cases.finish_coupon_batch import finish_coupon_batch
from commerce.promotions.domain.events import CouponBatchOpened


def on_coupon_batch_opened(event: CouponBatchOpened) -> None:
    finish_coupon_batch(batch_id=event.batch_id)
