"""What came back of an order: a return, its pieces, and what happened to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commerce.core.owned import TenantForeignKey, TenantOwned
from commerce.orders.domain.returns import ReturnStatus
from commerce.orders.models.moves import Move
from commerce.orders.models.orders import Order, OrderLine


class Return(TenantOwned):
    """Pieces of one order that come back together, the order's `position`-th return.

    `refund_key` makes the refund of its money one, however often it is asked for; one that failed has a new one after.
    `was_never_sent`: its pieces were called off and have never left the house.
    """

    order = TenantForeignKey(Order, on_delete=models.CASCADE, related_name="returns")
    position = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=20, choices=[(status.value, status.value) for status in ReturnStatus])
    refund_key = models.UUIDField()
    was_never_sent = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "order", "position"], name="return_position_once"),
            models.UniqueConstraint(fields=["tenant", "refund_key"], name="return_refund_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}"


class ReturnLine(TenantOwned):
    """How many pieces of an order's line are in it; a trigger refuses more than were ordered.

    `amount_minor` is what was given back for them and `vat_minor` the VAT in that: null until it was.
    """

    parcel = TenantForeignKey(Return, on_delete=models.CASCADE, related_name="lines")
    line = TenantForeignKey(OrderLine, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    is_restocked = models.BooleanField(default=False)
    amount_minor = models.BigIntegerField(null=True)
    vat_minor = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "parcel", "line"], name="return_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="return_line_of_pieces"),
            models.CheckConstraint(
                condition=Q(amount_minor=None, vat_minor=None)
                | Q(amount_minor__gte=0, vat_minor=None)
                | Q(amount_minor__gte=models.F("vat_minor"), vat_minor__gte=0),
                name="return_line_amounts",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "line"], name="returned_of_line")]

    def __str__(self) -> str:
        return f"{self.quantity}"


class ReturnMove(Move):
    """A move of the return, which begins by being asked for."""

    parcel = TenantForeignKey(Return, on_delete=models.CASCADE, related_name="moves")

    class Meta:
        indexes = [models.Index(fields=["tenant", "parcel", "id"], name="moves_of_return")]
