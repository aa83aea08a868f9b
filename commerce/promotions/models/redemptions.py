"""Which orders use which promotions, and the counts that are held to their limits."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from commerce.core.owned import ScopedManager, TenantForeignKey, TenantOwned, TenantQuerySet
from commerce.promotions.domain.redemptions import OPEN, RedemptionState, TallyScope
from commerce.promotions.models.coupons import Coupon
from commerce.promotions.models.promotions import Promotion, PromotionVersion


class RedemptionQuerySet(TenantQuerySet["Redemption"]):
    def of(self, subject: str) -> Self:
        """In the one order in which they are locked."""
        return self.filter(subject=subject).order_by("promotion_id", "id")

    def open(self) -> Self:
        """Those that count."""
        return self.filter(state__in=sorted(OPEN))

    def held(self) -> Self:
        return self.filter(state=RedemptionState.HELD)

    def expired(self, now: datetime) -> Self:
        return self.held().filter(expires_at__lte=now)


class Redemption(TenantOwned):
    """One use of a promotion by a subject ("order:<public id>"): of which version, by which code, for whom.

    `customer` is whoever uses are counted for, as the caller names them; `pieces` are those reduced, by variant id.
    Only `state` changes, from held to committed or released and from committed to released.
    """

    promotion = TenantForeignKey(Promotion, on_delete=models.RESTRICT, db_index=False, related_name="redemptions")
    version = TenantForeignKey(PromotionVersion, on_delete=models.RESTRICT, db_index=False, related_name="+")
    coupon = TenantForeignKey(Coupon, on_delete=models.RESTRICT, null=True, db_index=False, related_name="redemptions")
    subject = models.CharField(max_length=120)
    customer = models.CharField(max_length=60, blank=True)
    amount_minor = models.BigIntegerField()
    pieces = models.JSONField()
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in RedemptionState],
        default=RedemptionState.HELD.value,
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar = ScopedManager.from_queryset(RedemptionQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "subject", "promotion"],
                condition=~Q(state="released"),
                name="redemption_open_once",
            ),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="redemption_amount_not_negative"),
        ]
        indexes = [
            models.Index(fields=["tenant", "subject"], name="redemptions_of_subject"),
            models.Index(fields=["tenant", "created_at"], name="redemption_age"),
            models.Index(fields=["tenant", "promotion", "created_at"], name="redemptions_of_promotion"),
            models.Index(fields=["tenant", "coupon"], name="redemptions_of_coupon", condition=Q(coupon__isnull=False)),
            models.Index(fields=["expires_at"], name="redemption_expiry", condition=Q(state="held")),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.promotion_id}"

    @property
    def piece_count(self) -> int:
        return sum(self.pieces.values())


class RedemptionEntry(TenantOwned):
    """One change of the counts, never changed itself: a use taken (1) or given back (-1), with its amount and pieces.

    The entries of a promotion, of a customer of it, of a code sum to their tallies.
    """

    redemption = TenantForeignKey(Redemption, on_delete=models.RESTRICT, db_index=False, related_name="entries")
    uses = models.SmallIntegerField()
    amount_minor = models.BigIntegerField()
    pieces = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # A use is taken once and given back once, whatever its redemption's row says.
            models.UniqueConstraint(fields=["tenant", "redemption", "uses"], name="redemption_entry_once"),
            models.CheckConstraint(condition=Q(uses__in=[1, -1]), name="redemption_entry_of_one_use"),
        ]
        indexes = [models.Index(fields=["tenant", "at"], name="redemption_entry_age")]

    def __str__(self) -> str:
        return f"{self.uses:+d}"


class Tally(TenantOwned):
    """How much is counted in a scope, and the most there may be; none: without limit.

    Figures of a promotion are those of the version in force. No count rises above them (a trigger holds it), but they
    may be set below what was counted before.
    """

    promotion = TenantForeignKey(Promotion, on_delete=models.RESTRICT, db_index=False, related_name="tallies")
    scope = models.CharField(max_length=20, choices=[(scope.value, scope.value) for scope in TallyScope])
    key = models.CharField(max_length=100, blank=True)
    uses = models.PositiveIntegerField(default=0)
    amount_minor = models.BigIntegerField(default=0)
    pieces = models.PositiveIntegerField(default=0)
    most_uses = models.PositiveIntegerField(null=True)
    most_amount_minor = models.BigIntegerField(null=True)
    most_pieces = models.PositiveIntegerField(null=True)
    most_customer_uses = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "promotion", "scope", "key"], name="tally_once"),
            models.CheckConstraint(
                condition=Q(uses__gte=0, amount_minor__gte=0, pieces__gte=0), name="tally_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promotion_id} {self.scope} {self.key}: {self.uses}"
