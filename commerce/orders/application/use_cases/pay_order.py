"""Sending a shopper to pay."""

from datetime import datetime

from django.db import transaction

from commerce.catalog.application.use_cases.prolong_stock import prolong_stock
from commerce.core.actors import Actor
from commerce.core.client_address import UNKNOWN
from commerce.orders.application.moves import lock_order, move
from commerce.orders.application.use_cases.settle_order import settle_order
from commerce.orders.domain.policies import held_for_page, region_of
from commerce.orders.domain.states import OrderStatus
from commerce.orders.models import Order
from commerce.payments.application.account_queries import is_held_first
from commerce.payments.application.accounts import NoAccount
from commerce.payments.application.pages import page_open_until
from commerce.payments.application.ports import gateway_for
from commerce.payments.application.use_cases.start_payment import Checkout, start_payment
from commerce.payments.domain.values import NextAction, Payer


def pay_order(
    *, order_id: int, actor: Actor, return_url: str, now: datetime, has_script: bool = False, ip: str = ""
) -> NextAction | None:
    """The order waits for its payment and the gateway knows of it; returns what the payer does next.

    `return_url` is absolute, `ip` the payer's address, for the bank's own checks. `has_script`: their browser runs
    scripts. The pieces are held for as long as the page is open that the payer was given.
    None when the order is not to be paid here and now: paid at the door, settled, its time is up, or the gateway can't
    be reached, or the store no longer uses its account with it (then the shopper may try again, choose another way, or
    send the checkout again). An order of nothing is confirmed. Call with no transaction open.
    """
    order = _await_payment(order_id, actor, now)
    if order is None:
        return None
    with transaction.atomic():
        is_held = is_held_first(order.payment_method)
    checkout = Checkout(f"{order.number}", order.language, return_url, has_script, _payer(order, ip), is_held)
    try:
        action = start_payment(payment_id=order.payment_id, checkout=checkout, now=now)
    except NoAccount:
        return None
    if action is not None:
        with transaction.atomic():
            _hold_for_page(lock_order(order_id))
    return action


def _payer(order: Order, ip: str) -> Payer:
    street = f"{order.building_number} {order.street}".strip() or order.short_address
    return Payer(
        name=order.name,
        email=order.email,
        phone=order.phone,
        street=street,
        city=order.city,
        postcode=order.postal_code,
        country=region_of(order.currency),
        ip="" if ip == UNKNOWN else ip,
    )


def _await_payment(order_id: int, actor: Actor, now: datetime) -> Order | None:
    with transaction.atomic():
        order = lock_order(order_id)
        if order.total_minor == 0:
            settle_order(payment_id=order.payment_id, now=now)
            return None
        if gateway_for(order.payment_method).method.capabilities.offline:
            return None
        if order.expires_at <= now:
            _hold_for_page(order)  # it was not written down when the page was given
        if order.expires_at <= now:
            return None
        if order.status == OrderStatus.CREATED:
            move(order, OrderStatus.PAYMENT_PENDING, actor=actor, reason="", now=now)
        if order.status != OrderStatus.PAYMENT_PENDING:
            return None
        return order


def _hold_for_page(order: Order) -> None:
    """What is being paid for is not sold to others meanwhile."""
    until = held_for_page(expires_at=order.expires_at, page_closes_at=page_open_until(order.payment_id))
    if until > order.expires_at and order.status == OrderStatus.PAYMENT_PENDING:
        order.expires_at = until
        order.save(update_fields=["expires_at"])
        prolong_stock(subject=order.subject, until=until)
