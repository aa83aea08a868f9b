"""What was sent of an order, together: a fulfilment, its pieces, and what happened to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commerce.core.owned import TenantForeignKey, TenantOwned
from commerce.orders.domain.fulfilments import FulfilmentStatus
from commerce.orders.models.moves import Move
from commerce.orders.models.orders import Order, OrderLine


class Fulfilment(TenantOwned):
    """Pieces of one order that are packed and travel together, the order's `position`-th.

    `tracking_number` is what the carrier calls it; empty until it is known.
    """

    order = TenantForeignKey(Order, on_delete=models.CASCADE, related_name="fulfilments")
    position = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=20, choices=[(status.value, status.value) for status in FulfilmentStatus])
    tracking_number = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "order", "position"], name="fulfilment_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}"


class FulfilmentLine(TenantOwned):
    """How many pieces of an order's line are in it. Never changed; a trigger refuses more than were ordered."""

    fulfilment = TenantForeignKey(Fulfilment, on_delete=models.CASCADE, related_name="lines")
    line = TenantForeignKey(OrderLine, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "fulfilment", "line"], name="fulfilment_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="fulfilment_line_of_pieces"),
        ]
        indexes = [models.Index(fields=["tenant", "line"], name="fulfilled_of_line")]

    def __str__(self) -> str:
        return f"{self.quantity}"


class FulfilmentMove(Move):
    """A move of the fulfilment, which begins by being planned."""

    fulfilment = TenantForeignKey(Fulfilment, on_delete=models.CASCADE, related_name="moves")

    class Meta:
        indexes = [models.Index(fields=["tenant", "fulfilment", "id"], name="moves_of_fulfilment")]
