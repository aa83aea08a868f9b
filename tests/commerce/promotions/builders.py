"""Promotions of the tests' stores, made by the use cases. Call them inside a store's scope and a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from commerce.core.bilingual import Bilingual
from commerce.promotions.application.use_cases.publish_promotion_version import Published, publish_promotion_version
from commerce.promotions.domain.actions import PercentOff
from commerce.promotions.domain.coupons import BatchDraft, CouponKind
from commerce.promotions.domain.limits import NO_LIMITS, Limits
from commerce.promotions.domain.redemptions import RedemptionDraft
from commerce.promotions.domain.values import Conditions, Promotion
from commerce.promotions.models import Coupon, RedemptionEntry, Tally

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=30)
FOUNDING_DAY = Bilingual("يوم التأسيس", "Founding Day")


def draft(name: Bilingual = FOUNDING_DAY, share: int = 1_000, **conditions: object) -> Promotion:
    """So many basis points off everything."""
    return Promotion(0, 0, name, (PercentOff(share),), NOON, conditions=Conditions(**conditions))  # type: ignore[arg-type]


def published(
    promotion: Promotion | None = None,
    limits: Limits = NO_LIMITS,
    coupons: Sequence[BatchDraft] = (),
    *,
    promotion_id: int | None = None,
    source: str = "campaign:1:1",
    now: datetime = NOON,
) -> Published:
    drafted = promotion or draft()
    if coupons:
        drafted = replace(drafted, conditions=replace(drafted.conditions, needs_code=True))
    return publish_promotion_version(
        promotion_id=promotion_id, draft=drafted, limits=limits, coupons=coupons, source=source, now=now
    )


def use_of(of: Published, amount: int = 10_00, pieces: int = 1, code: str = "") -> RedemptionDraft:
    """What an order of one variant takes."""
    coupon_id = Coupon.objects.get(code=code).pk if code else None
    return RedemptionDraft(of.promotion_id, of.version_id, amount, {7: pieces} if pieces else {}, coupon_id)


def single(code: str, key: str = "vip") -> BatchDraft:
    return BatchDraft(key, CouponKind.SINGLE, code)


def shared(code: str, key: str = "all", uses: int | None = None, each: int | None = None) -> BatchDraft:
    return BatchDraft(key, CouponKind.SHARED, code, uses_per_code=uses, uses_per_customer=each)


def generated(count: int, key: str = "post", prefix: str = "NOOR-", **more: int | None) -> BatchDraft:
    return BatchDraft(key, CouponKind.GENERATED, prefix=prefix, count=count, **more)  # type: ignore[arg-type]


def counted(of: Published) -> tuple[int, int, int]:
    """Uses, amount and pieces of the whole promotion."""
    row = Tally.objects.get(promotion_id=of.promotion_id, scope="all")
    return (row.uses, row.amount_minor, row.pieces)


def entries_sum(of: Published) -> tuple[int, int, int]:
    rows = RedemptionEntry.objects.filter(redemption__promotion_id=of.promotion_id)
    figures = list(rows.values_list("uses", "amount_minor", "pieces"))
    return (sum(row[0] for row in figures), sum(row[1] for row in figures), sum(row[2] for row in figures))
