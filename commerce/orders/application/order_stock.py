"""The stock of an order: taken off the shelf, given back, returned. Called last, because stock is locked last."""

from datetime import datetime

from django.db.models import Sum

from commerce.catalog.application.use_cases.adjust_stock import adjust_stock
from commerce.catalog.application.use_cases.commit_stock import commit_stock
from commerce.catalog.application.use_cases.reserve_stock import reserve_stock
from commerce.catalog.domain.values import Movement
from commerce.orders.models import Order, OrderLine


def quantities_of(order: Order) -> dict[int, int]:
    """Pieces by variant, of the variants that still exist."""
    lines = OrderLine.objects.filter(order=order, variant__isnull=False).order_by("variant_id")
    return dict(lines.values("variant_id").annotate(pieces=Sum("quantity")).values_list("variant_id", "pieces"))


def take_stock(order: Order, now: datetime) -> None:
    """The order's pieces have left the shelf. Refuses OutOfStock when its time was up and others bought them."""
    if commit_stock(order.subject, now=now):
        return
    quantities = quantities_of(order)
    if quantities:
        reserve_stock(subject=order.subject, quantities=quantities, expires_at=order.expires_at, now=now)
        commit_stock(order.subject, now=now)


def return_stock(order: Order, actor: str, now: datetime) -> None:
    """Pieces that had left the shelf for this order lie there again."""
    for variant_id, quantity in quantities_of(order).items():
        adjust_stock(
            variant_id=variant_id,
            by=quantity,
            reason=order.subject,
            actor=actor,
            now=now,
            kind=Movement.RETURNED,
        )
