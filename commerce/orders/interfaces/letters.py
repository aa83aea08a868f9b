"""Letters to who ordered, in the language they ordered in."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse

from commerce.core import clock
from commerce.core.errors import NotFound
from commerce.core.money import Money
from commerce.core.scope import current_tenant_id
from commerce.orders.application.fulfilment_queries import fulfilments_of
from commerce.orders.application.queries import letter_was_sent, order_by_id, order_of_payment
from commerce.orders.application.use_cases.give_up_order import ANOTHER_WAY
from commerce.orders.application.use_cases.send_once import send_once
from commerce.orders.domain.letters import LetterKind
from commerce.orders.domain.states import OrderStatus
from commerce.orders.domain.values import FulfilmentView, OrderView
from commerce.payments.application.money_queries import is_given_by_hand
from commerce.payments.application.queries import is_paid_at_the_door
from commerce.payments.application.transfer_queries import bank_details
from commerce.payments.domain.states import PaymentStatus
from commerce.tenants.application.letters import send_letter
from commerce.tenants.application.queries import absolute_url
from commerce.tenants.models import Tenant

_TEMPLATES = {kind: f"storefront/letters/order_{kind}" for kind in LetterKind} | {
    LetterKind.PLACED: "storefront/letters/order"
}


def write(order_id: int, kind: LetterKind) -> None:
    """Who placed the order has this letter, once, if they gave an address."""
    order = _order(order_id)
    if order is not None:
        _post(order, kind, about=0, facts=_where_to_pay(order))


def _where_to_pay(order: OrderView) -> dict[str, Any]:
    """The store's account, for who is to transfer the money to it."""
    with transaction.atomic():
        return {"bank": bank_details() if order.awaits_transfer else None}


def write_of_payment(order_id: int) -> None:
    """Who paid otherwise than at the door is told that the money is there, and how much where not all was taken,
    once."""
    order = _order(order_id)
    if order is None or order.payment_status != PaymentStatus.CAPTURED or order.total.is_zero:
        return
    if not is_paid_at_the_door(order.payment_method):
        _post(order, LetterKind.PAID, about=0, facts={"paid": order.total - order.left})


def write_of_shipment(order_id: int, fulfilment_id: int) -> None:
    """Who ordered is told what is on its way, and under which number, once."""
    order = _order(order_id)
    if order is None:
        return
    with transaction.atomic():
        [shipment] = [each for each in fulfilments_of(order_id) if each.id == fulfilment_id]
    facts = {"shipment": shipment, "is_whole": _is_whole(order, shipment)}
    _post(order, LetterKind.SHIPPED, about=fulfilment_id, facts=facts)


def write_of_refund(payment_id: int, refund_id: int, amount: Money) -> None:
    """Who ordered is told how much was given back, once for each refund."""
    with transaction.atomic():
        order_id, is_by_hand = order_of_payment(payment_id), is_given_by_hand(refund_id)
    order = None if order_id is None else _order(order_id)
    if order is not None:
        _post(order, LetterKind.REFUNDED, about=refund_id, facts={"amount": amount, "is_by_hand": is_by_hand})


def write_of_unpaid(order_id: int) -> None:
    """Who was told that their order is placed is told that it was not paid in time, once; nobody where it may still be.
    Who chose another way of paying knows."""
    order = _order(order_id)
    if order is None or order.status != OrderStatus.FAILED or order.moves[-1].reason == ANOTHER_WAY:
        return
    with transaction.atomic():
        is_known = letter_was_sent(order_id, LetterKind.PLACED)
    if is_known:
        _post(order, LetterKind.UNPAID, about=0, facts={})


def _is_whole(order: OrderView, shipment: FulfilmentView) -> bool:
    return sum(piece.quantity for piece in shipment.pieces) == sum(line.quantity for line in order.lines)


def _order(order_id: int) -> OrderView | None:
    """None where there is nobody to write to."""
    try:
        with transaction.atomic():
            order = order_by_id(order_id, now=clock.now())
    except NotFound:
        return None
    return order if order.email else None


def _post(order: OrderView, kind: LetterKind, *, about: int, facts: dict[str, Any]) -> None:
    said = {"order": order, "url": _url(order), **facts}

    def send() -> None:
        send_letter(to=order.email, language=order.language, template=_TEMPLATES[kind], facts=said)

    send_once(order_id=order.id, kind=kind, about=about, send=send, now=clock.now())


def _url(order: OrderView) -> str:
    tenant = Tenant.objects.get(pk=current_tenant_id())
    # The second language's addresses begin with it; reversing here, outside of a request, does not know.
    prefix = "" if order.language == tenant.languages[0] else f"/{order.language}"
    return absolute_url(tenant.pk, prefix + reverse("orders:order", args=[order.token]))
