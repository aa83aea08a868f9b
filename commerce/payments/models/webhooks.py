"""What gateways sent by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from commerce.core.owned import ScopedManager, TenantForeignKey, TenantOwned, TenantQuerySet
from commerce.payments.domain.conversations import EventKind
from commerce.payments.domain.webhooks import LEFT_TO_THE_OUTBOX, EventStatus
from commerce.payments.models.accounts import GatewayAccount


class GatewayEventQuerySet(TenantQuerySet["GatewayEvent"]):
    def due(self, now: datetime) -> Self:
        """Those to be looked at again, and those that nobody has looked at: their delivery was given up."""
        unseen = Q(status=EventStatus.RECEIVED, received_at__lte=now - LEFT_TO_THE_OUTBOX)
        due = self.filter(Q(status=EventStatus.PARKED, look_at__lte=now) | unseen)
        return due.annotate(due_at=Coalesce("look_at", "received_at"))

    def with_body_of_before(self, instant: datetime) -> Self:
        return self.filter(received_at__lte=instant).exclude(body="")


class GatewayEvent(TenantOwned):
    """A webhook whose signature held, once for each event however often it was delivered.

    `body` is what arrived, without secrets and cards, and is kept for 90 days. The gateway is asked before money is
    recorded, but for movements that nobody can ask about. `movement` is what the event itself says moved, None where
    it says nothing that may be believed.
    """

    account = TenantForeignKey(GatewayAccount, on_delete=models.PROTECT, related_name="events")
    dedupe_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in EventKind])
    key = models.CharField(max_length=64, blank=True)
    references = models.JSONField(default=list)
    body = models.TextField(blank=True)
    movement = models.JSONField(null=True)
    status = models.CharField(max_length=10, choices=[(status.value, status.value) for status in EventStatus])
    looks = models.PositiveSmallIntegerField(default=0)
    look_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar = ScopedManager.from_queryset(GatewayEventQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "account", "dedupe_key"], name="gateway_event_once"),
        ]
        indexes = [
            models.Index(fields=["look_at"], condition=Q(status=EventStatus.PARKED), name="gateway_event_parked"),
            models.Index(fields=["received_at"], condition=Q(status=EventStatus.RECEIVED), name="gateway_event_unseen"),
            models.Index(fields=["received_at"], condition=~Q(body=""), name="gateway_event_with_body"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.dedupe_key} {self.status}"
