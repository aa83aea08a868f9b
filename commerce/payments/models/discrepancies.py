"""Where a gateway and the store's books don't agree, for a person to decide."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from commerce.core.owned import ScopedManager, TenantForeignKey, TenantOwned, TenantQuerySet
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.models.payments import Payment


class DiscrepancyQuerySet(TenantQuerySet["Discrepancy"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class Discrepancy(TenantOwned):
    """One finding, once: `key` names what it is about. Closed by a person who says why."""

    payment = TenantForeignKey(Payment, on_delete=models.PROTECT, related_name="discrepancies", null=True)
    finding = models.CharField(max_length=30, choices=[(finding.value, finding.value) for finding in Finding])
    key = models.CharField(max_length=160)
    facts = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar = ScopedManager.from_queryset(DiscrepancyQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "finding", "key"], name="discrepancy_once"),
        ]
        indexes = [
            models.Index(fields=["tenant", "payment"], name="discrepancy_of_payment"),
            models.Index(fields=["tenant", "id"], condition=Q(closed_at=None), name="discrepancy_open"),
        ]

    def __str__(self) -> str:
        return f"{self.finding} {self.key}"
