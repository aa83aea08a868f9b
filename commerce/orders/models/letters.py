"""Which letters about an order were sent."""

from __future__ import annotations

from django.db import models

from commerce.core.owned import TenantForeignKey, TenantOwned
from commerce.orders.domain.letters import LetterKind
from commerce.orders.models.orders import Order


class OrderLetter(TenantOwned):
    """One letter of an order: `about` is the shipment or the refund it tells of, 0 where it tells of the order.

    `claimed_at`: a worker has been sending it since then. `sent_at`: the mail server took it.
    """

    order = TenantForeignKey(Order, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in LetterKind])
    about = models.BigIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "order", "kind", "about"], name="order_letter_once"),
        ]

    def __str__(self) -> str:
        return self.kind
