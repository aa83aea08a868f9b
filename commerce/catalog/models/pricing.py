"""What the whole store's prices go by: its kinds of VAT, its floor, its cash fee."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commerce.catalog.domain.pricing import HIGHEST_SHARE, WHOLE, FloorKind, VatCode
from commerce.core.owned import TenantForeignKey, TenantOwned


class VatCategory(TenantOwned):
    """A kind of goods for VAT. `rate` in basis points: 1500 is 15 %.

    A store has one of each code, and one of them is that of products that name none.
    """

    code = models.CharField(max_length=12, choices=[(code.value, code.value) for code in VatCode])
    rate = models.PositiveIntegerField()
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "code"], name="vat_category_once"),
            models.UniqueConstraint(fields=["tenant"], condition=Q(is_default=True), name="vat_one_default"),
            models.CheckConstraint(condition=Q(code__in=[code.value for code in VatCode]), name="vat_code_known"),
            models.CheckConstraint(condition=Q(rate__lte=WHOLE), name="vat_rate_at_most_whole"),
            models.CheckConstraint(condition=~Q(code=VatCode.ZERO.value) | Q(rate=0), name="vat_zero_is_zero"),
        ]

    def __str__(self) -> str:
        return self.code


class PricingSettings(TenantOwned):
    """One row per store, from its owner's first choice on.

    `floor_value` is minor units, or basis points of the list price or cost, as `floor_kind` says; an empty kind: there
    is no floor. `cash_fee_minor` 0: paying in cash costs nothing more.
    """

    floor_kind = models.CharField(max_length=15, choices=[(kind.value, kind.value) for kind in FloorKind], blank=True)
    floor_value = models.BigIntegerField(default=0)
    cash_fee_minor = models.BigIntegerField(default=0)
    cash_fee_vat = TenantForeignKey(VatCategory, on_delete=models.RESTRICT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant"], name="pricing_settings_once"),
            models.CheckConstraint(
                condition=Q(floor_kind="", floor_value=0)
                | Q(floor_kind=FloorKind.AMOUNT.value, floor_value__gte=0)
                | Q(floor_kind=FloorKind.SHARE_OF_LIST.value, floor_value__range=(0, WHOLE))
                | Q(floor_kind=FloorKind.SHARE_OF_COST.value, floor_value__range=(0, HIGHEST_SHARE)),
                name="pricing_floor_of_its_kind",
            ),
            models.CheckConstraint(condition=Q(cash_fee_minor__gte=0), name="pricing_cash_fee_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.floor_kind} {self.floor_value}"
