"""Carts: what a shopper means to buy, and the codes they entered. No price is stored: each view asks anew."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from commerce.carts.domain.values import CartStatus, Shopper
from commerce.core.owned import ScopedManager, TenantForeignKey, TenantOwned, TenantQuerySet
from commerce.promotions.domain.coupons import LONGEST_CODE, LONGEST_KEY


class CartQuerySet(TenantQuerySet["Cart"]):
    def open_of(self, shopper: Shopper) -> Self:
        return self.open().filter(customer_id=shopper.customer_id, guest_key=shopper.guest_key)

    def open(self) -> Self:
        return self.filter(status=CartStatus.OPEN)


class Cart(TenantOwned):
    """A customer's cart, or a guest's by the key in the cookie. Each has one open."""

    customer = TenantForeignKey("accounts.Customer", on_delete=models.CASCADE, null=True, related_name="+")
    guest_key = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=10, choices=[(status.value, status.value) for status in CartStatus])
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar = ScopedManager.from_queryset(CartQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(customer__isnull=True) & ~Q(guest_key="") | Q(customer__isnull=False, guest_key=""),
                name="cart_of_customer_or_guest",
            ),
            models.UniqueConstraint(
                fields=["tenant", "customer"],
                condition=Q(status=CartStatus.OPEN, customer__isnull=False),
                name="cart_one_open_per_customer",
            ),
            models.UniqueConstraint(
                fields=["tenant", "guest_key"],
                condition=Q(status=CartStatus.OPEN) & ~Q(guest_key=""),
                name="cart_one_open_per_guest",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "changed_at"], name="cart_age")]

    def __str__(self) -> str:
        return f"{self.pk} {self.status}"

    def was_changed(self, now: datetime) -> None:
        """Its age is counted from `now`."""
        self.changed_at = now
        self.save(update_fields=["changed_at"])


class CartCode(TenantOwned):
    """A code its shopper entered, as it was typed; `code_key` is the form in which two codes are the same."""

    cart = TenantForeignKey(Cart, on_delete=models.CASCADE, related_name="codes", db_index=False)
    code = models.CharField(max_length=LONGEST_CODE)
    code_key = models.CharField(max_length=LONGEST_KEY)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "cart", "code_key"], name="cart_code_once"),
            models.CheckConstraint(condition=~Q(code_key=""), name="cart_code_not_empty"),
        ]

    def __str__(self) -> str:
        return self.code


class CartLine(TenantOwned):
    """So many pieces of one variant."""

    cart = TenantForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    variant = TenantForeignKey("catalog.Variant", on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "cart", "variant"], name="cart_line_once_per_variant"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="cart_line_of_pieces"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.variant_id}"
