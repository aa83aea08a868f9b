"""What a store promises: a promotion for life, and each of the versions in which it was published."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from commerce.core.actors import ActorKind
from commerce.core.owned import ScopedManager, TenantForeignKey, TenantOwned, TenantQuerySet
from commerce.promotions.domain.limits import Limits

LONGEST_BATCH_KEY = 40


class PromotionQuerySet(TenantQuerySet["Promotion"]):
    def in_force(self, instant: datetime) -> Self:
        """Offered at the instant, as far as their dates say."""
        has_begun = Q(current__starts_at=None) | Q(current__starts_at__lte=instant)
        return self.not_over(instant).filter(has_begun)

    def to_come(self, instant: datetime) -> Self:
        return self.not_over(instant).filter(current__starts_at__gt=instant).order_by("current__starts_at", "id")

    def not_over(self, instant: datetime) -> Self:
        """Offered at the instant or later."""
        not_over = Q(current__ends_at=None) | Q(current__ends_at__gt=instant)
        return self.filter(not_over, current__isnull=False)


class Promotion(TenantOwned):
    """A promotion for life: its age, its uses and its codes are its own, whichever version is in force.

    `current` is the version that counts; none: it is not offered. Nothing else of a row ever changes.
    """

    first_published_at = models.DateTimeField()
    current = TenantForeignKey(
        "PromotionVersion", on_delete=models.RESTRICT, null=True, db_index=False, related_name="+"
    )

    objects: ClassVar = ScopedManager.from_queryset(PromotionQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "first_published_at"], name="promotion_age"),
            models.Index(fields=["tenant", "current"], name="promotion_offered", condition=Q(current__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PromotionVersion(TenantOwned):
    """What was published once, never changed: orders point at it.

    `data` is the promotion as `promotion_data` writes it; what is needed to find or to limit stands in columns besides.
    `coupon_batches` names the batches whose codes open it; `source` is what it was published from, whoever knows that.
    """

    promotion = TenantForeignKey(Promotion, on_delete=models.RESTRICT, db_index=False, related_name="versions")
    number = models.PositiveIntegerField()
    data = models.JSONField()
    name_ar = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    coupon_batches = ArrayField(models.CharField(max_length=LONGEST_BATCH_KEY))
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    most_uses = models.PositiveIntegerField(null=True)
    most_customer_uses = models.PositiveIntegerField(null=True)
    most_amount_minor = models.BigIntegerField(null=True)
    most_pieces = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=120)
    published_at = models.DateTimeField()
    published_by_kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind])
    published_by_id = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "promotion", "number"], name="promotion_version_once"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="promotion_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["tenant", "ends_at"], name="promotion_version_end"),
            models.Index(fields=["tenant", "published_at"], name="promotion_version_age"),
            models.Index(fields=["tenant", "source"], name="promotion_version_source"),
        ]

    def __str__(self) -> str:
        return f"{self.promotion_id} v{self.number}"

    @property
    def limits(self) -> Limits:
        return Limits(self.most_uses, self.most_customer_uses, self.most_amount_minor, self.most_pieces)
