"""Codes that open promotions, and the batches in which they are made."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commerce.core.owned import ScopedManager, TenantForeignKey, TenantOwned, TenantQuerySet
from commerce.promotions.domain.coupons import LONGEST_CODE, LONGEST_KEY, LONGEST_PREFIX, BatchDraft, CouponKind
from commerce.promotions.models.promotions import LONGEST_BATCH_KEY, Promotion


class CouponBatch(TenantOwned):
    """What a merchant asked for, fixed once it is. `made` of its `count` codes are there already."""

    promotion = TenantForeignKey(Promotion, on_delete=models.RESTRICT, db_index=False, related_name="batches")
    key = models.CharField(max_length=LONGEST_BATCH_KEY)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in CouponKind])
    code = models.CharField(max_length=LONGEST_CODE, blank=True)
    prefix = models.CharField(max_length=LONGEST_PREFIX, blank=True)
    count = models.PositiveIntegerField()
    length = models.PositiveSmallIntegerField()
    uses_per_code = models.PositiveIntegerField(null=True)
    uses_per_customer = models.PositiveIntegerField(null=True)
    made = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "promotion", "key"], name="coupon_batch_once"),
            models.CheckConstraint(condition=Q(made__lte=F("count")), name="coupon_batch_made_within_count"),
        ]
        indexes = [models.Index(fields=["tenant", "created_at"], name="coupon_batch_age")]

    def __str__(self) -> str:
        return self.code or self.prefix or self.key

    @property
    def is_taken_out(self) -> bool:
        """Whether its promotion is offered, and no longer for its codes."""
        current = self.promotion.current
        return current is not None and self.key not in current.coupon_batches

    @property
    def draft(self) -> BatchDraft:
        return BatchDraft(
            self.key,
            CouponKind(self.kind),
            self.code,
            self.prefix,
            self.count,
            self.length,
            self.uses_per_code,
            self.uses_per_customer,
        )


class CouponQuerySet(TenantQuerySet["Coupon"]):
    def good(self) -> Self:
        """Those that are not given up."""
        return self.filter(is_given_up=False)


class Coupon(TenantOwned):
    """A code as it is shown; `code_key` is the form in which it is unique in the store, until it is given up.

    A code is given up with a promotion that is never offered again; what it was used for stays.
    """

    batch = TenantForeignKey(CouponBatch, on_delete=models.RESTRICT, db_index=False, related_name="coupons")
    code = models.CharField(max_length=LONGEST_CODE)
    code_key = models.CharField(max_length=LONGEST_KEY)
    is_given_up = models.BooleanField(default=False)

    objects: ClassVar = ScopedManager.from_queryset(CouponQuerySet)()

    class Meta:
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "code_key"], condition=Q(is_given_up=False), name="coupon_code_once"
            )
        ]
        indexes = [models.Index(fields=["tenant", "batch", "id"], name="coupons_of_batch")]

    def __str__(self) -> str:
        return self.code
