"""The tables everything else stands on: outbox, turns of sweeps, marks of what search must re-read, idempotency keys,
tries, the log."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from commerce.core.actors import ActorKind
from commerce.core.owned import ScopedManager, TenantForeignKey, TenantOwned, TenantQuerySet


class OutboxDeliveryQuerySet(TenantQuerySet["OutboxDelivery"]):
    def open(self) -> Self:
        return self.filter(delivered_at=None, dead_at=None)

    def due(self, now: datetime) -> Self:
        return self.open().filter(due_at__lte=now).order_by("due_at", "id")

    def dead(self) -> Self:
        return self.exclude(dead_at=None).order_by("dead_at")


class OutboxDelivery(TenantOwned):
    """One event on its way to one handler."""

    event = models.CharField(max_length=100)
    handler = models.CharField(max_length=200)
    payload = models.JSONField()
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    delivered_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)

    objects: ClassVar = ScopedManager.from_queryset(OutboxDeliveryQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], name="outbox_open", condition=Q(delivered_at=None, dead_at=None)),
            models.Index(fields=["tenant", "dead_at"], name="outbox_dead", condition=Q(dead_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.handler}"


class SweepTurn(models.Model):
    """When a sweep is next due, whoever runs it. One row for each of `SWEEPS`, of the platform and no store."""

    path = models.CharField(max_length=200, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.path


class ChangedObject(TenantOwned):
    """An object whose search document must be made again. One row however often it changed.

    `version` rises with each change, so a worker forgets the row only if nothing changed while it worked.
    """

    kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "kind", "object_id"], name="changed_object_once"),
        ]
        indexes = [models.Index(fields=["changed_at"], name="changed_object_age")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class IdempotencyKey(TenantOwned):
    """What was answered to a request that must happen once, by the actor's key."""

    actor = models.CharField(max_length=100)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "actor", "key"], name="idempotency_key_once"),
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotency_key_age")]

    def __str__(self) -> str:
        return self.key


class TriesWindowQuerySet(TenantQuerySet["TriesWindow"]):
    def over(self, now: datetime) -> Self:
        return self.filter(ends_at__lte=now).order_by("ends_at", "id")


class TriesWindow(TenantOwned):
    """How often something was tried since its window began: see `limits`."""

    key = models.CharField(max_length=100)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField()

    objects: ClassVar = ScopedManager.from_queryset(TriesWindowQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="tries_window_once")]
        indexes = [models.Index(fields=["ends_at", "id"], name="tries_window_age")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class PlatformTriesWindow(models.Model):
    """The same of what is tried on the platform's own host and is no store's."""

    key = models.CharField(max_length=100, unique=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ends_at", "id"], name="platform_tries_window_age")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class AuditEntry(TenantOwned):
    """Somebody did something to an object. Never changed or deleted; the object may be gone since.

    `before` and `after` hold what changed, money as `{"minor": 12000, "currency": "SAR"}`. `words` is the name folded,
    for searching.
    """

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind])
    actor_id = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20)
    action = models.CharField(max_length=30)
    object_id = models.BigIntegerField(null=True)
    name_ar = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "kind", "object_id", "id"], name="audit_of_object"),
            models.Index(fields=["tenant", "actor_kind", "actor_id", "id"], name="audit_of_actor"),
            models.Index(fields=["tenant", "at"], name="audit_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.action}"


class UnsealedEntry(TenantOwned):
    """An entry no seal covers yet. The database writes it with the entry, so that whatever becomes visible, however
    late its transaction commits, is found; the sealer deletes it."""

    entry = TenantForeignKey(AuditEntry, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "entry"], name="unsealed_once")]
        indexes = [models.Index(fields=["since"], name="unsealed_age")]

    def __str__(self) -> str:
        return str(self.entry_id)


class AuditSeal(TenantOwned):
    """A link of the store's chain: `hash` covers the link before and every entry of `entry_ids`, in that order.

    `entries` counts those of all links so far.
    """

    number = models.PositiveIntegerField()
    entry_ids = ArrayField(models.BigIntegerField())
    entries = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "number"], name="seal_number_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.hash}"
