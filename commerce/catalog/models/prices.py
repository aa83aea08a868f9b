"""Prices of variants besides their own: for some time, from some number of pieces, and what they once were."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from commerce.catalog.domain.policies import LONGEST_NAME
from commerce.catalog.models.variants import Variant
from commerce.core.bilingual import Bilingual
from commerce.core.owned import ScopedManager, TenantForeignKey, TenantOwned, TenantQuerySet


class PriceListQuerySet(TenantQuerySet["PriceList"]):
    def not_ended(self, now: datetime) -> Self:
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=now))

    def in_force(self, now: datetime) -> Self:
        return self.not_ended(now).filter(starts_at__lte=now)


class PriceList(TenantOwned):
    """Prices that replace those of its variants from `starts_at` until before `ends_at` (None: for good)."""

    name_ar = models.CharField(max_length=LONGEST_NAME, blank=True)
    name_en = models.CharField(max_length=LONGEST_NAME, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects: ClassVar = ScopedManager.from_queryset(PriceListQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name_ar="", name_en=""), name="price_list_has_a_name"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="price_list_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "-starts_at", "-id"], name="price_lists_latest"),
            models.Index(fields=["tenant", "ends_at"], name="price_lists_by_end"),
        ]

    def __str__(self) -> str:
        return self.name_ar or self.name_en

    @property
    def name(self) -> Bilingual:
        return Bilingual(self.name_ar, self.name_en)


class ListedPrice(TenantOwned):
    """What a variant costs while the list is in force."""

    price_list = TenantForeignKey(PriceList, on_delete=models.CASCADE, related_name="prices", db_index=False)
    variant = TenantForeignKey(Variant, on_delete=models.CASCADE, related_name="listed_prices", db_index=False)
    price_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "price_list", "variant"], name="listed_price_once"),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="listed_price_not_negative"),
        ]
        indexes = [models.Index(fields=["tenant", "variant"], name="listed_prices_of_variant")]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.price_minor}"


class QuantityPrice(TenantOwned):
    """What each piece of the variant costs once so many are bought."""

    variant = TenantForeignKey(Variant, on_delete=models.CASCADE, related_name="quantity_prices", db_index=False)
    at_least = models.PositiveIntegerField()
    price_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "variant", "at_least"], name="quantity_price_once"),
            models.CheckConstraint(condition=Q(at_least__gte=2), name="quantity_price_of_several"),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="quantity_price_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.price_minor} × {self.at_least}"


class ShelfPrice(TenantOwned):
    """What a guest paid for one piece without a code from `since` on, until the next row of the variant: of what is on
    sale only, for a price at which nobody could buy was none.

    Never changed; PostgreSQL drops the rows together with a variant that goes for good, which was never sold.
    """

    variant = TenantForeignKey(Variant, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    since = models.DateTimeField()
    price_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "variant", "since"], name="shelf_price_once"),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="shelf_price_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.price_minor} since {self.since}"
