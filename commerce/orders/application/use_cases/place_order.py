"""Placing an order."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Func, PositiveIntegerField

from commerce.carts.application.pricing import Asker
from commerce.carts.application.told_prices import after_items
from commerce.carts.application.use_cases.take_cart import TakenCart, take_cart
from commerce.carts.domain.pricing.trace import trace_data
from commerce.carts.domain.values import Shopper
from commerce.catalog.application.use_cases.reserve_stock import OutOfStock, reserve_stock
from commerce.catalog.domain.values import VariantOffer
from commerce.core.actors import Actor
from commerce.core.errors import Refusal
from commerce.core.idempotency import begin, remember
from commerce.core.money import Money
from commerce.core.outbox import publish
from commerce.core.scope import current_tenant_id
from commerce.orders.application.order_uses import hold_uses
from commerce.orders.application.time_up import release_overdue
from commerce.orders.domain.events import OrderPlaced
from commerce.orders.domain.policies import details_problems, hold_for, normal_address, normal_contact, region_of
from commerce.orders.domain.states import OrderStatus
from commerce.orders.domain.values import Contact, DeliveryAddress, actor_of
from commerce.orders.models import Order, OrderLine, OrderMove, subject_of
from commerce.payments.application.ports import gateway_for
from commerce.payments.application.queries import ways_to_pay
from commerce.payments.application.use_cases.create_payment import create_payment
from commerce.payments.domain.capabilities import Capabilities

FIRST_NUMBER = 1001


class _NextNumber(Func):
    """The store's next number, drawn while the order is written (migration 0015): no work of ours is between the two,
    for which all others in the queue would wait."""

    function = "orders_next_number"
    output_field = PositiveIntegerField()


class EmptyCart(Refusal):
    """There is nothing to order."""

    code = "empty_cart"


class TotalMoved(Refusal):
    """The cart costs `now`, and the shopper saw `seen` (both Money)."""

    code = "total_moved"


class PaymentWayNotOffered(Refusal):
    """The store does not let its shoppers pay this way, or no longer, or not so little."""

    code = "payment_way_not_offered"


class InvalidDetails(Refusal):
    """Contact or address can't be sent to: `problems` holds a code by field."""

    code = "invalid_details"


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """What a shopper confirmed. `seen_total` is the total on their screen; `language` the one they read."""

    contact: Contact
    address: DeliveryAddress
    payment_method: str
    seen_total: Money
    language: str


def place_order(*, shopper: Shopper, request: OrderRequest, idempotency_key: str, now: datetime) -> int:
    """The shopper's cart is an order with its payment owed and its stock held, all or nothing; returns its id.

    The same key answers the same order, however often and late it is sent, and refuses KeyInFlight while the first
    request is being done. Refuses EmptyCart; OutOfStock (`left` by variant), once what others hold of these beyond
    their time was released; TotalMoved; InvalidDetails; UnknownPaymentMethod, and PaymentWayNotOffered for one the
    store does not take; KeyMissing, and KeyReused for other answers under the same key; and what `hold_redemptions`
    refuses when offers were used up since the cart was priced. Locks: key, cart, then promotions, customer, the
    store's queue for stock, stock, and the counter, which nobody waits for.
    Calls no gateway (`pay_order` does).
    """
    try:
        return _place_once_or_twice(shopper, request, idempotency_key, now)
    except (EmptyCart, OutOfStock, IntegrityError):
        # Stored answers are forgotten after a month; the order is not. Asked for only where nothing can be ordered, for
        # few send so late.
        with transaction.atomic():
            placed = Order.objects.filter(actor=shopper.actor, idempotency_key=idempotency_key).first()
        if placed is None:
            raise
        return int(placed.pk)


def _place_once_or_twice(shopper: Shopper, request: OrderRequest, idempotency_key: str, now: datetime) -> int:
    try:
        return _place(shopper, request, idempotency_key, now)
    except OutOfStock as refusal:
        # Anew from the beginning: pieces that are released before promotions are held would be locked out of turn.
        if not release_overdue(refusal.facts["left"], now):  # type: ignore[arg-type]
            raise
        return _place(shopper, request, idempotency_key, now)


def _place(shopper: Shopper, request: OrderRequest, idempotency_key: str, now: datetime) -> int:
    with transaction.atomic():
        key = begin(actor=shopper.actor, key=idempotency_key, request=_fingerprint(request), now=now)
        if key.answer is not None:
            return int(key.answer["order_id"])
        way = _way_of(request)
        hold = hold_for(is_offline=way.offline, is_transfer=way.awaits_transfer)
        details = _checked_details(request)
        cart = _checked_cart(shopper, request, details["phone"], now)
        order = Order(
            **details,
            **_facts_of(request, cart),
            customer_id=shopper.customer_id,
            actor=shopper.actor,
            idempotency_key=idempotency_key,
            placed_at=now,
            expires_at=now + hold,
        )
        _write(order, cart, actor_of(shopper), now)
        remember(key, {"order_id": order.pk})
        hold_uses(order, cart, now)
        _reserve_and_number(order, cart, now)
    return order.pk


def _way_of(request: OrderRequest) -> Capabilities:
    way = gateway_for(request.payment_method).method
    total = request.seen_total
    if way not in ways_to_pay(total.currency) or not way.capabilities.takes_amount(total):
        raise PaymentWayNotOffered
    return way.capabilities


def _fingerprint(request: OrderRequest) -> dict[str, Any]:
    """The words apart, what the shopper confirmed: the language of the page may change between two clicks."""
    return {name: value for name, value in asdict(request).items() if name != "language"}


def _checked_details(request: OrderRequest) -> dict[str, str]:
    """Contact and address in their normal forms, by the order's field."""
    region = region_of(request.seen_total.currency)
    contact, address = normal_contact(request.contact, region), normal_address(request.address)
    problems = details_problems(contact, address, region)
    if problems:
        raise InvalidDetails(problems=problems)
    return {**asdict(contact), **asdict(address)}


def _facts_of(request: OrderRequest, cart: TakenCart) -> dict[str, Any]:
    return {
        "id": _next_id(),
        "token": secrets.token_urlsafe(24),
        "public_id": uuid.uuid4(),
        "status": OrderStatus.CREATED,
        "cart_id": cart.id,
        "payment_method": request.payment_method,
        "language": request.language,
        "currency": cart.view.total.currency,
        "subtotal_minor": cart.view.subtotal.minor,
        "discount_minor": sum(each.amount.minor for each in cart.view.discounts),
        "shipping_minor": cart.view.shipping.minor,
        "fee_minor": 0 if cart.view.fee is None else cart.view.fee.minor,
        "total_minor": cart.view.total.minor,
        "vat_minor": cart.view.vat.minor,
        "trace": trace_data(cart.priced),
    }


def _checked_cart(shopper: Shopper, request: OrderRequest, phone: str, now: datetime) -> TakenCart:
    asker = Asker(phone=phone, city=request.address.city, payment_method=request.payment_method)
    cart = take_cart(shopper=shopper, now=now, asker=asker)
    if cart is None or not cart.view.lines:
        raise EmptyCart
    if cart.view.problems:
        raise OutOfStock(left={line.variant_id: line.left if line.offer.active else 0 for line in cart.view.problems})
    if cart.view.total != request.seen_total:
        raise TotalMoved(seen=request.seen_total, now=cart.view.total)
    return cart


def _next_id() -> int:
    """Known before the order is written, so that its row can be written last."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Order._meta.db_table])
        return int(cursor.fetchone()[0])


def _write(order: Order, cart: TakenCart, actor: Actor, now: datetime) -> None:
    """Everything that hangs on the order. Its keys are checked at commit."""
    order.payment_id = create_payment(
        subject=subject_of(order.public_id), method=order.payment_method, amount=cart.view.total, now=now
    )
    OrderLine.objects.bulk_create(
        OrderLine(order_id=order.pk, position=position, **facts)
        for position, facts in enumerate((*_bought(cart), *_given(cart)), start=1)
    )
    OrderMove.objects.create(
        order_id=order.pk, to_status=OrderStatus.CREATED, actor_kind=actor.kind, actor_id=actor.id, at=now
    )
    publish(OrderPlaced(order_id=order.pk))


def _bought(cart: TakenCart) -> Iterator[dict[str, Any]]:
    priced = {line.variant: line for line in cart.priced.lines}
    for line in cart.view.lines:
        price = priced[line.variant_id]
        yield {
            **_sold(line.offer),
            "quantity": line.quantity,
            "unit_price_minor": price.unit_price,
            "gross_minor": price.gross,
            "line_total_minor": after_items(price),
            "paid_minor": price.total,
            "vat_minor": price.vat,
        }


def _given(cart: TakenCart) -> Iterator[dict[str, Any]]:
    nothing = dict.fromkeys(("unit_price_minor", "gross_minor", "line_total_minor", "paid_minor", "vat_minor"), 0)
    for gift in cart.view.gifts:
        yield {**_sold(gift.offer), **nothing, "quantity": gift.quantity, "is_gift": True}


def _sold(offer: VariantOffer) -> dict[str, Any]:
    return {
        "variant_id": offer.id,
        "sku": offer.sku,
        "title_ar": offer.title.ar,
        "title_en": offer.title.en,
        "option_label_ar": offer.option_label.ar,
        "option_label_en": offer.option_label.en,
    }


def _pieces(cart: TakenCart) -> dict[int, int]:
    """By variant, gifts too."""
    pieces = {line.variant_id: line.quantity for line in cart.view.lines}
    for gift in cart.view.gifts:
        pieces[gift.variant_id] = pieces.get(gift.variant_id, 0) + gift.quantity
    return pieces


def _reserve_and_number(order: Order, cart: TakenCart, now: datetime) -> None:
    """From here to the commit the store's other orders wait, so nothing else is done."""
    reserve_stock(
        subject=order.subject,
        quantities=_pieces(cart),
        expires_at=order.expires_at,
        now=now,
        queued=True,
    )
    order.number = _NextNumber(current_tenant_id(), FIRST_NUMBER)
    order.save(force_insert=True)
