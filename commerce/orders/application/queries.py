"""Answers about orders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from commerce.carts.application.told_prices import discounts_of
from commerce.carts.domain.pricing.outputs import PricedCart
from commerce.carts.domain.pricing.trace import replay
from commerce.carts.domain.values import Discount, Shopper
from commerce.catalog.application.queries import offers_for_variants
from commerce.catalog.domain.values import VariantOffer
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound
from commerce.core.money import Money
from commerce.orders.domain.fulfilments import FulfilmentStatus
from commerce.orders.domain.letters import LetterKind
from commerce.orders.domain.states import CALLED_OFF, UNCONFIRMED, OrderStatus
from commerce.orders.domain.values import MoveView, OrderGlance, OrderLineView, OrderRow, OrderView
from commerce.orders.models import Fulfilment, Order, OrderLetter, OrderLine, OrderMove, public_id_of, subject_of
from commerce.payments.application.queries import (
    awaits_transfer,
    get_payment,
    method_name,
    money_is_parked,
    payment_is_being_checked,
)
from commerce.payments.domain.states import PaymentStatus
from commerce.promotions.application.queries import promotion_versions
from commerce.promotions.domain.actions import Layer
from commerce.promotions.domain.goods import Id

_WAITS = frozenset({PaymentStatus.CREATED, PaymentStatus.PENDING, PaymentStatus.FAILED})
_MAY_BE_PARKED = frozenset({PaymentStatus.PENDING, PaymentStatus.FAILED, PaymentStatus.CANCELLED})
CONTACT = ("name", "phone", "email")
ADDRESS = ("city", "district", "street", "building_number", "postal_code", "short_address", "notes")


def order_view(token: str, *, now: datetime) -> OrderView:
    """The order whose page has this secret. Refuses NotFound."""
    return _view(Order.objects.filter(token=token).first(), now)


def order_by_id(order_id: int, *, now: datetime) -> OrderView:
    """The order of this id, for staff and for the request that placed it. Refuses NotFound."""
    return _view(Order.objects.filter(pk=order_id).first(), now)


def order_of_request(shopper: Shopper, idempotency_key: str, *, now: datetime) -> OrderView:
    """The order this shopper placed under that key. Refuses NotFound."""
    return _view(Order.objects.filter(actor=shopper.actor, idempotency_key=idempotency_key).first(), now)


def order_of_payment(payment_id: int) -> int | None:
    """The id of the order this payment is for; None when it is for something else."""
    order_id: int | None = Order.objects.filter(payment_id=payment_id).values_list("pk", flat=True).first()
    return order_id


def payment_of_order(order_id: int) -> int:
    """The id of the payment that is for this order. Refuses NotFound."""
    payment_id = Order.objects.filter(pk=order_id).values_list("payment_id", flat=True).first()
    if payment_id is None:
        raise NotFound(order_id=order_id)
    return int(payment_id)


@dataclass(frozen=True, slots=True)
class OrderLink:
    """An order as its shopper is led to it."""

    number: int
    token: str


def orders_of_subjects(subjects: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Id and number of the orders that stock and payments know by these subjects; one statement."""
    public_ids = [public_id for public_id in map(public_id_of, subjects) if public_id is not None]
    rows = Order.objects.filter(public_id__in=public_ids).values_list("public_id", "pk", "number")
    return {subject_of(public_id): (pk, number) for public_id, pk, number in rows}


def order_after(shopper: Shopper, order_id: int) -> OrderLink | None:
    """What this shopper ordered next; None where that order is not theirs, or the last; one statement."""
    theirs = Order.objects.filter(actor=shopper.actor, pk__gte=order_id).order_by("pk")
    found = list(theirs.values_list("pk", "number", "token")[:2])
    is_there = len(found) == 2 and found[0][0] == order_id
    return OrderLink(*found[1][1:]) if is_there else None


def order_to_pay(shopper: Shopper, *, now: datetime) -> OrderLink | None:
    """This shopper's last order, where its payment is still waited for; None where it is not; one statement."""
    last = Order.objects.filter(actor=shopper.actor).order_by("-pk").select_related("payment").defer("trace").first()
    if last is None or last.status not in UNCONFIRMED or last.payment.status not in _WAITS or last.expires_at <= now:
        return None
    return OrderLink(last.number, last.token)


def letter_was_sent(order_id: int, kind: LetterKind) -> bool:
    """Whether the mail server took a letter of this kind about the order."""
    return OrderLetter.objects.filter(order_id=order_id, kind=kind, sent_at__isnull=False).exists()


def letter_is_left(order_id: int, kind: LetterKind) -> bool:
    """Whether a letter of this kind about the order was tried, and no mail server has taken it yet."""
    return OrderLetter.objects.filter(order_id=order_id, kind=kind, sent_at__isnull=True).exists()


def orders_of_payments(payment_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """(id, number) of the order of each of these payments; one statement."""
    rows = Order.objects.filter(payment_id__in=list(payment_ids)).values_list("payment_id", "pk", "number")
    return {payment_id: (pk, number) for payment_id, pk, number in rows}


def orders_for_customer(customer_id: int) -> tuple[OrderRow, ...]:
    """The customer's orders, the newest first."""
    return tuple(
        OrderRow(
            number=order.number,
            token=order.token,
            placed_at=order.placed_at,
            status=order.status,
            total=order.total,
            payment_method=order.payment_method,
        )
        for order in Order.objects.of_customer(customer_id).defer("trace")
    )


@dataclass(frozen=True, slots=True)
class OrderGroup:
    """Orders that wait for the same hand: `status` names what they wait in, `count` says how many there are."""

    status: str
    count: int


def orders_to_do() -> tuple[OrderGroup, ...]:
    """Orders to confirm, to send, and to wait for the payment of, in this order; one statement."""
    wanted = (OrderStatus.CREATED, OrderStatus.CONFIRMED, OrderStatus.PAYMENT_PENDING)
    found = Order.objects.filter(status__in=wanted).values_list("status").annotate(count=Count("pk")).order_by()
    counts = dict(found)
    return tuple(OrderGroup(status.value, counts.get(status.value, 0)) for status in wanted)


def latest_orders(most: int) -> tuple[OrderGlance, ...]:
    """The store's newest orders; one statement."""
    return tuple(
        OrderGlance(order.pk, order.number, order.name, order.placed_at, order.status, order.total)
        for order in Order.objects.defer("trace").order_by("-placed_at", "-pk")[:most]
    )


def last_details(customer_id: int) -> dict[str, str]:
    """Contact and address of the customer's latest order, by field; empty before the first."""
    order = Order.objects.of_customer(customer_id).defer("trace").first()
    return {} if order is None else {name: getattr(order, name) for name in (*CONTACT, *ADDRESS)}


def details_of(token: str) -> dict[str, str]:
    """Contact and address of the order whose page has this secret, by field; empty where there is none."""
    order = Order.objects.filter(token=token).defer("trace").first()
    return {} if order is None else {name: getattr(order, name) for name in (*CONTACT, *ADDRESS)}


def _view(order: Order | None, now: datetime) -> OrderView:
    if order is None:
        raise NotFound
    payment = get_payment(order.payment_id)
    status = OrderStatus(order.status)
    waits = payment.status in _WAITS
    is_transfer = awaits_transfer(payment.method)
    is_checked = payment.status is PaymentStatus.PENDING and payment_is_being_checked(payment.id)
    is_parked = payment.status in _MAY_BE_PARKED and not is_checked and money_is_parked(payment.id)
    priced = priced_as(order)
    names = names_of(priced)
    return OrderView(
        id=order.pk,
        number=order.number,
        token=order.token,
        status=order.status,
        placed_at=order.placed_at,
        language=order.language,
        lines=_lines(order, priced, names),
        subtotal=Money(order.subtotal_minor, order.currency),
        discounts=_discounts(priced, names),
        shipping=Money(order.shipping_minor, order.currency),
        fee=Money(order.fee_minor, order.currency) if order.fee_minor else None,
        total=order.total,
        vat=None if order.vat_minor is None else Money(order.vat_minor, order.currency),
        payment_id=payment.id,
        payment_method=order.payment_method,
        payment_method_name=method_name(order.payment_method),
        payment_status=payment.status.value,
        left=payment.left,
        **{name: getattr(order, name) for name in (*CONTACT, *ADDRESS)},
        moves=_moves(OrderMove.objects.filter(order=order).order_by("id")),
        refund_due=status in CALLED_OFF and payment.refundable.minor > 0,
        is_given_back=payment.refunded.minor > 0 and payment.refunded == payment.paid,
        came_back=status is OrderStatus.CANCELLED and _came_back(order),
        can_pay=status in UNCONFIRMED
        and waits
        and not (is_transfer or is_checked or is_parked)
        and order.expires_at > now,
        was_declined=status in UNCONFIRMED and payment.status is PaymentStatus.FAILED,
        kept_until=order.expires_at,
        awaits_transfer=status in UNCONFIRMED and waits and is_transfer,
        payment_being_checked=status in UNCONFIRMED and is_checked,
        money_is_parked=is_parked,
    )


def _came_back(order: Order) -> bool:
    return Fulfilment.objects.filter(order=order, status=FulfilmentStatus.RETURNED).exists()


def order_trace(order_id: int) -> tuple[PricedCart, Mapping[Id, Bilingual]] | None:
    """How the order's price was found, and what its promotions were called; None of one from before it was kept."""
    order = Order.objects.filter(pk=order_id).first()
    priced = None if order is None else priced_as(order)
    return None if priced is None else (priced, names_of(priced))


def priced_as(order: Order) -> PricedCart | None:
    """The price the order was placed with, from its trace; None of one from before traces were kept."""
    return None if order.trace is None else replay(order.trace)


def names_of(priced: PricedCart | None) -> Mapping[Id, Bilingual]:
    """Promotions by the name of the version that was asked then. At most one statement."""
    versions = {verdict.version for verdict in priced.verdicts} if priced is not None else set()
    return {each.id: each.name for each in promotion_versions(map(int, versions)).values()} if versions else {}


def _discounts(priced: PricedCart | None, names: Mapping[Id, Bilingual]) -> tuple[Discount, ...]:
    if priced is None:
        return ()
    shares = (share for line in priced.lines for share in line.shares)
    return discounts_of(shares, Layer.ORDER, names, priced.currency)


def _discounts_by_variant(priced: PricedCart | None, names: Mapping[Id, Bilingual]) -> dict[int, tuple[Discount, ...]]:
    if priced is None:
        return {}
    return {int(line.variant): discounts_of(line.shares, Layer.ITEM, names, priced.currency) for line in priced.lines}


def _givers(priced: PricedCart | None, names: Mapping[Id, Bilingual]) -> Iterator[Bilingual]:
    """The offers behind the lines that are gifts, in their order: `place_order` writes one for each gift."""
    return iter([] if priced is None else [names[gift.promotion] for gift in priced.gifts])


def _lines(order: Order, priced: PricedCart | None, names: Mapping[Id, Bilingual]) -> tuple[OrderLineView, ...]:
    rows = list(OrderLine.objects.filter(order=order).order_by("position"))
    offers = offers_for_variants(row.variant_id for row in rows if row.variant_id is not None)
    discounts, givers = _discounts_by_variant(priced, names), _givers(priced, names)
    return tuple(
        _line(row, offers.get(key), order.currency, discounts.get(key, ()), next(givers, None) if row.is_gift else None)
        for row in rows
        for key in [row.variant_id or 0]
    )


def _line(
    row: OrderLine,
    offer: VariantOffer | None,
    currency: str,
    discounts: tuple[Discount, ...],
    given_by: Bilingual | None,
) -> OrderLineView:
    return OrderLineView(
        variant_id=row.variant_id,
        sku=row.sku,
        title=row.title,
        option_label=row.option_label,
        picture=offer.picture if offer is not None else None,
        quantity=row.quantity,
        unit_price=Money(row.unit_price_minor, currency),
        line_total=Money(row.line_total_minor, currency),
        discounts=() if row.is_gift else discounts,
        is_gift=row.is_gift,
        given_by=given_by,
    )


def _moves(rows: Iterable[OrderMove]) -> tuple[MoveView, ...]:
    return tuple(
        MoveView(status=row.to_status, at=row.at, actor_kind=row.actor_kind, actor_id=row.actor_id, reason=row.reason)
        for row in rows
    )
