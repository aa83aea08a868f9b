"""Amounts that staff type into the desk's forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from commerce.core.money import Money
from commerce.orders.application.at_the_door import owed_at_the_door
from commerce.orders.domain.states import OrderStatus
from commerce.orders.domain.values import OrderView
from commerce.orders.interfaces.money_forms import CollectedForm
from commerce.orders.interfaces.refused_forms import as_sent
from commerce.payments.domain.states import PaymentStatus


def to_collect(request: HttpRequest, order: OrderView, name: str) -> forms.Form | None:
    """What a form asks and proposes as collected, once it is delivered; None where nothing is to be paid at the door.

    What came back before is not proposed: nobody pays for what they do not keep. Whoever says that it has arrived says
    what the courier brought: a difference is told to who manages payments.
    """
    is_to_collect = order.payment_status == PaymentStatus.COLLECT_ON_DELIVERY and order.status == OrderStatus.SHIPPED
    if not is_to_collect:
        return None
    owed = owed_at_the_door(order.id, order.left)
    return as_sent(request, name, CollectedForm(initial={"collected": typed(owed)}, auto_id=f"{name}-%s"))


def collected_form(request: HttpRequest, name: str) -> CollectedForm | None:
    """The form as it was sent; None where it did not ask."""
    return CollectedForm(request.POST, auto_id=f"{name}-%s") if "collected" in request.POST else None


def collected(form: forms.Form | None, order: OrderView) -> dict[str, Any]:
    """What a valid form says was collected, for the use case. Refuses InvalidAmount."""
    return {} if form is None else {"collected": Money.parse(form.cleaned_data["collected"], order.total.currency)}


def typed(amount: Money) -> str:
    return f"{amount.decimal:f}"
