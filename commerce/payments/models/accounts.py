"""With whom a store takes payments: its ways to pay, and its accounts with gateways."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from commerce.core.owned import ScopedManager, TenantOwned, TenantQuerySet
from commerce.payments.domain.accounts import Mode, Taking


class PaymentWay(TenantOwned):
    """A way to pay that the store has, offered to shoppers while it is enabled, in the order of `position`."""

    method = models.CharField(max_length=40)
    is_enabled = models.BooleanField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "method"], name="payment_way_once")]

    def __str__(self) -> str:
        return self.method


class GatewayAccountQuerySet(TenantQuerySet["GatewayAccount"]):
    def in_use(self) -> Self:
        return self.filter(is_in_use=True)


class GatewayAccount(TenantOwned):
    """The store's account with a gateway, one for tests and one for real money, of which one is in use.

    `sealed` holds its secrets, which open in this row of this store alone (`application.sealing`); `tails` are their
    last letters, to be shown. `fingerprint` is a keyed hash of the secret that names the account: no two stores have
    the same. `secrets_before_until`: so long the secrets that a rotation replaced are good for webhooks (UTC).
    `webhook_token` is the secret part of the address that the gateway calls. `taking`: when money becomes the store's.
    """

    provider = models.CharField(max_length=40)
    mode = models.CharField(max_length=4, choices=[(mode.value, mode.value) for mode in Mode])
    region = models.CharField(max_length=20, blank=True)
    settings = models.JSONField(default=dict)
    sealed = models.BinaryField(default=b"")
    seal_key = models.CharField(max_length=16, blank=True)
    tails = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, unique=True)
    secrets_before_until = models.DateTimeField(null=True)
    webhook_token = models.CharField(max_length=64, unique=True)
    is_in_use = models.BooleanField(default=False)
    taking = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in Taking], default=Taking.AT_ONCE.value
    )
    changed_at = models.DateTimeField()

    objects: ClassVar = ScopedManager.from_queryset(GatewayAccountQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "provider", "mode"], name="gateway_account_once_per_mode"),
            models.UniqueConstraint(
                fields=["tenant", "provider"], condition=Q(is_in_use=True), name="gateway_account_one_in_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.mode}"
