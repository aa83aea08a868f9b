"""What every move of an order, a shipment or a return keeps."""

from __future__ import annotations

from django.db import models

from commerce.core.actors import ActorKind
from commerce.core.owned import TenantOwned


class Move(TenantOwned):
    """Something came from one state into another: who did it, when and why. Never changed; empty `from` is its
    beginning."""

    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20)
    actor_kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind])
    actor_id = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"
