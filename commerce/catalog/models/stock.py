"""How many pieces lie where, how many are promised, and every change of that."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from commerce.catalog.domain.policies import LOW_STOCK
from commerce.catalog.domain.values import Movement, ReservationState
from commerce.catalog.models.variants import Variant
from commerce.core.owned import ScopedManager, TenantForeignKey, TenantOwned, TenantQuerySet


class StockLocation(TenantOwned):
    """A place where goods lie. Shoppers buy from the store's default one."""

    name_ar = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant"], condition=Q(is_default=True), name="location_one_default"),
        ]
        indexes = [models.Index(fields=["tenant", "created_at"], name="location_age")]

    def __str__(self) -> str:
        return self.name_ar or self.name_en


SCARCE = Q(on_hand__lte=F("reserved") + LOW_STOCK)


class StockLevelQuerySet(TenantQuerySet["StockLevel"]):
    def for_sale(self) -> Self:
        return self.filter(location__is_default=True)

    def scarce(self) -> Self:
        """With few free pieces or none. These alone stand in an index: the many that are well stocked cost nothing."""
        return self.filter(SCARCE)


class StockLevel(TenantOwned):
    """Pieces of a variant at a location: lying there, and of these promised to orders."""

    variant = TenantForeignKey(Variant, on_delete=models.CASCADE, related_name="levels")
    # No index on the location alone: most stores have one, and a planner that has it to choose reads every level.
    location = TenantForeignKey(StockLocation, on_delete=models.RESTRICT, related_name="levels", db_index=False)
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)

    objects: ClassVar = ScopedManager.from_queryset(StockLevelQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "variant", "location"], name="stock_level_once"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, on_hand__gte=F("reserved")), name="stock_reserved_within_on_hand"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "location", "variant"], name="stock_level_scarce", condition=SCARCE)]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.on_hand} - {self.reserved}"


class StockMovement(TenantOwned):
    """One change of a level, never changed itself: the movements of a level sum to it.

    `reference` is what moved it ("order:<public id>", a file), `reason` a person's words, `actor` who did.
    """

    variant = TenantForeignKey(Variant, on_delete=models.RESTRICT, related_name="movements")
    location = TenantForeignKey(StockLocation, on_delete=models.RESTRICT, related_name="movements")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Movement])
    delta_on_hand = models.IntegerField()
    delta_reserved = models.IntegerField()
    reference = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    actor = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "variant", "at"], name="movements_of_variant"),
            models.Index(fields=["tenant", "at"], name="movement_age"),
            models.Index(fields=["tenant", "reference"], name="movements_of_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.delta_on_hand:+d} {self.delta_reserved:+d}"


class StockReservationQuerySet(TenantQuerySet["StockReservation"]):
    def of(self, subject: str) -> Self:
        """In the one order in which reservations and levels are locked."""
        return self.filter(subject=subject).order_by("variant_id", "id")

    def held(self) -> Self:
        return self.filter(state=ReservationState.HELD)

    def expired(self, now: datetime) -> Self:
        return self.held().filter(expires_at__lte=now)


class StockReservation(TenantOwned):
    """Pieces promised to a subject ("order:<public id>") until they leave the shelf, are given back, or time is up."""

    subject = models.CharField(max_length=120)
    variant = TenantForeignKey(Variant, on_delete=models.RESTRICT, related_name="reservations")
    location = TenantForeignKey(StockLocation, on_delete=models.RESTRICT, related_name="reservations")
    quantity = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in ReservationState],
        default=ReservationState.HELD.value,
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects: ClassVar = ScopedManager.from_queryset(StockReservationQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "subject", "variant"], condition=Q(state="held"), name="reservation_held_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_of_pieces"),
        ]
        indexes = [
            models.Index(fields=["tenant", "subject"], name="reservations_of_subject"),
            models.Index(fields=["tenant", "created_at"], name="reservation_age"),
            models.Index(fields=["tenant", "expires_at"], name="reservation_expiry", condition=Q(state="held")),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.quantity} of {self.variant_id}"
