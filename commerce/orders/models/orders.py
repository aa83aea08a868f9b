"""Orders: what was sold to whom at which price, and everything that happened to it since."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from commerce.core.bilingual import Bilingual
from commerce.core.money import Money
from commerce.core.owned import ScopedManager, TenantForeignKey, TenantOwned, TenantQuerySet
from commerce.orders.domain.states import UNCONFIRMED, OrderStatus
from commerce.orders.models.moves import Move

_SUBJECT = "order:"
_UNCONFIRMED = sorted(status.value for status in UNCONFIRMED)


class OrderQuerySet(TenantQuerySet["Order"]):
    def of_customer(self, customer_id: int) -> Self:
        return self.filter(customer_id=customer_id).order_by("-placed_at", "-id")

    def expired(self, now: datetime) -> Self:
        """Not confirmed within the time their stock is held, without those that are put off."""
        late = self.filter(status__in=_UNCONFIRMED, expires_at__lte=now)
        return late.annotate(due_at=Coalesce("retry_at", "expires_at")).filter(due_at__lte=now)


class Order(TenantOwned):
    """Something that was ordered. Amounts in minor units, VAT included; the phone in E.164.

    `subtotal_minor` sums the lines; `discount_minor` is what comes off the order as a whole. `trace` is the price as it
    was found, which replays to these figures; it and `vat_minor` are null of what was ordered before prices were kept.
    `number` rises by one per order of the store; `token` opens the order's page; `public_id` is what modules below and
    the outside world call it; until `retry_at` an order that could not be called off is put off.
    """

    number = models.PositiveIntegerField()
    token = models.CharField(max_length=64)
    public_id = models.UUIDField()
    status = models.CharField(max_length=20, choices=[(status.value, status.value) for status in OrderStatus])
    customer = TenantForeignKey("accounts.Customer", on_delete=models.SET_NULL, null=True, related_name="+")
    cart = TenantForeignKey("carts.Cart", on_delete=models.SET_NULL, null=True, related_name="+")
    payment = TenantForeignKey("payments.Payment", on_delete=models.PROTECT, related_name="+")
    payment_method = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20)
    email = models.EmailField(blank=True)
    city = models.CharField(max_length=80)
    district = models.CharField(max_length=120, blank=True)
    street = models.CharField(max_length=200, blank=True)
    building_number = models.CharField(max_length=10, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    short_address = models.CharField(max_length=8, blank=True)
    notes = models.CharField(max_length=300, blank=True)
    currency = models.CharField(max_length=3)
    subtotal_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(default=0)
    shipping_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()
    vat_minor = models.BigIntegerField(null=True)
    trace = models.JSONField(null=True)
    actor = models.CharField(max_length=100)
    idempotency_key = models.CharField(max_length=255)
    placed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    retry_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = ScopedManager.from_queryset(OrderQuerySet)()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number"], name="order_number_once"),
            models.UniqueConstraint(fields=["tenant", "token"], name="order_token_once"),
            models.UniqueConstraint(fields=["tenant", "public_id"], name="order_public_id_once"),
            models.UniqueConstraint(fields=["tenant", "payment"], name="order_payment_once"),
            models.UniqueConstraint(fields=["tenant", "actor", "idempotency_key"], name="order_once_per_request"),
            models.CheckConstraint(
                condition=Q(subtotal_minor__gte=0, discount_minor__gte=0, shipping_minor__gte=0, fee_minor__gte=0)
                & Q(
                    total_minor=models.F("subtotal_minor")
                    - models.F("discount_minor")
                    + models.F("shipping_minor")
                    + models.F("fee_minor")
                ),
                name="order_amounts_sum",
            ),
            models.CheckConstraint(condition=Q(total_minor__gte=0), name="order_total_not_negative"),
            models.CheckConstraint(
                condition=Q(vat_minor=None) | Q(vat_minor__gte=0, vat_minor__lte=models.F("total_minor")),
                name="order_vat_within_total",
            ),
            models.CheckConstraint(
                condition=Q(vat_minor__isnull=True, trace__isnull=True)
                | Q(vat_minor__isnull=False, trace__isnull=False),
                name="order_vat_with_trace",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "-placed_at", "-id"], name="order_age"),
            models.Index(fields=["tenant", "customer", "-placed_at"], name="order_of_customer"),
            models.Index(fields=["tenant", "status", "-placed_at"], name="order_by_status"),
            models.Index(fields=["tenant", "phone"], name="order_by_phone"),
            models.Index(fields=["expires_at"], condition=Q(status__in=_UNCONFIRMED), name="order_to_expire"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def subject(self) -> str:
        """What payments and stock know this order as."""
        return subject_of(self.public_id)

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)


def subject_of(public_id: object) -> str:
    return f"{_SUBJECT}{public_id}"


def public_id_of(subject: str) -> uuid.UUID | None:
    """Whose subject it is; None for one that is of no order."""
    try:
        return uuid.UUID(subject.removeprefix(_SUBJECT)) if subject.startswith(_SUBJECT) else None
    except ValueError:
        return None


class OrderLine(TenantOwned):
    """What was sold, as it was called and priced then. The variant may be gone since.

    `gross_minor` is quantity × unit price, `line_total_minor` what promotions of single goods left of it, `paid_minor`
    what is left after the order's own discounts; `vat_minor` is the VAT in that. A gift costs nothing.
    """

    order = TenantForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    variant = TenantForeignKey("catalog.Variant", on_delete=models.SET_NULL, null=True, related_name="+")
    position = models.PositiveSmallIntegerField()
    sku = models.CharField(max_length=100)
    title_ar = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    option_label_ar = models.CharField(max_length=400, blank=True)
    option_label_en = models.CharField(max_length=400, blank=True)
    quantity = models.PositiveIntegerField()
    unit_price_minor = models.BigIntegerField()
    gross_minor = models.BigIntegerField()
    line_total_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField()
    vat_minor = models.BigIntegerField(null=True)
    is_gift = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "order", "position"], name="order_line_position_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_line_of_pieces"),
            models.CheckConstraint(
                condition=Q(gross_minor=models.F("quantity") * models.F("unit_price_minor"))
                & Q(line_total_minor__lte=models.F("gross_minor"))
                & Q(paid_minor__gte=0, paid_minor__lte=models.F("line_total_minor")),
                name="order_line_amounts",
            ),
            models.CheckConstraint(
                condition=Q(vat_minor=None) | Q(vat_minor__gte=0, vat_minor__lte=models.F("paid_minor")),
                name="order_line_vat_within_paid",
            ),
            models.CheckConstraint(condition=Q(is_gift=False) | Q(unit_price_minor=0), name="order_gift_for_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku}"

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_ar, self.title_en)

    @property
    def option_label(self) -> Bilingual:
        return Bilingual(self.option_label_ar, self.option_label_en)


class OrderMove(Move):
    """A move of the order, which begins by being placed."""

    order = TenantForeignKey(Order, on_delete=models.CASCADE, related_name="moves")

    class Meta:
        indexes = [models.Index(fields=["tenant", "order", "id"], name="moves_of_order")]


class OrderCounter(TenantOwned):
    """The last number given to an order of the store."""

    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant"], name="order_counter_once")]

    def __str__(self) -> str:
        return str(self.last)
