"""Amounts that staff type into the desk's forms."""

from __future__ import annotations

from django.http import HttpRequest

from commerce.core.money import Money
from commerce.orders.domain.states import OrderStatus
from commerce.orders.domain.values import OrderView
from commerce.payments.domain.states import PaymentStatus


def to_collect(order: OrderView) -> str:
    """What a form proposes as collected, once it is delivered; empty where nothing is to be paid at the door."""
    is_to_collect = order.payment_status == PaymentStatus.COLLECT_ON_DELIVERY and order.status == OrderStatus.SHIPPED
    return typed(order.left) if is_to_collect else ""


def typed(amount: Money) -> str:
    return f"{amount.decimal:f}"


def collected(request: HttpRequest, order: OrderView) -> Money | None:
    """What the form says was collected; None where it does not ask. Refuses InvalidAmount."""
    text = request.POST.get("collected", "")
    return Money.parse(text, order.total.currency) if text else None
