"""Codes nobody guesses, made in slices: each is a short transaction of its own and can be cut off anywhere."""

from __future__ import annotations

import secrets

from commerce.promotions.domain.coupons import code_key, new_code
from commerce.promotions.models import Coupon, CouponBatch

SLICE = 1_000


def make_slice(batch: CouponBatch) -> None:
    """So many codes more are there, at most SLICE, and counted. `batch` is locked.

    A code that happens to be there already is not made a second time; another stands in for it.
    """
    wanted = min(SLICE, batch.count - batch.made)
    made = 0
    while made < wanted:
        codes = {new_code(batch.prefix, batch.length, secrets.choice) for _ in range(wanted - made)}
        taken = set(
            Coupon.objects.good()
            .filter(code_key__in=[code_key(code) for code in codes])
            .values_list("code_key", flat=True)
        )
        fresh = [
            Coupon(batch=batch, code=code, code_key=code_key(code)) for code in codes if code_key(code) not in taken
        ]
        made += len(Coupon.objects.bulk_create(fresh))
    batch.made += made
    batch.save(update_fields=["made"])
