"""Answers about what comes back of orders."""

from __future__ import annotations

from collections import defaultdict

from commerce.core.errors import NotFound
from commerce.core.money import Money
from commerce.orders.application.fulfilment_moves import sent_pieces
from commerce.orders.application.return_money import ReturnMoney, money_of_returns
from commerce.orders.application.unpaid_part import shares_of
from commerce.orders.domain.fulfilments import pieces_left
from commerce.orders.domain.returns import ReturnStatus
from commerce.orders.domain.states import OrderStatus
from commerce.orders.domain.values import MoveView, PieceView, ReturnView
from commerce.orders.models import Order, OrderLine, Return, ReturnLine, ReturnMove
from commerce.payments.application.queries import PaymentView, get_payment


def returns_of(order_id: int) -> tuple[ReturnView, ...]:
    """The order's returns in their order; six statements, one where there is none."""
    parcels = list(Return.objects.filter(order_id=order_id).select_related("order").order_by("position"))
    if not parcels:
        return ()
    rows, moves = defaultdict(list), defaultdict(list)
    lines = ReturnLine.objects.filter(parcel__order_id=order_id).select_related("line")
    for row in lines.order_by("line__position"):
        rows[row.parcel_id].append(row)
    for move in ReturnMove.objects.filter(parcel__order_id=order_id).order_by("id"):
        view = MoveView(move.to_status, move.at, move.actor_kind, move.actor_id, move.reason)
        moves[move.parcel_id].append(view)
    order = parcels[0].order
    none = Money.zero(order.currency)
    nothing = ReturnMoney(none, none, none, is_asked=False)
    payment, money = get_payment(order.payment_id), money_of_returns(order)
    return tuple(
        _view(parcel, rows[parcel.pk], moves[parcel.pk], money.get(parcel.pk, nothing), payment) for parcel in parcels
    )


def pieces_to_return(order_id: int) -> tuple[PieceView, ...]:
    """What has left the house and no return that stands has asked back, by line, in the order's order; three
    statements. Orders from before there were shipments left the house as a whole. Refuses NotFound."""
    order = Order.objects.defer("trace").filter(pk=order_id).first()
    if order is None:
        raise NotFound(order_id=order_id)
    lines = {line.pk: line for line in OrderLine.objects.filter(order_id=order_id).order_by("position")}
    asked = ReturnLine.objects.filter(parcel__order_id=order_id).exclude(parcel__status=ReturnStatus.REFUSED)
    gone = {line.pk: line.quantity for line in lines.values()}
    if order.status == OrderStatus.CONFIRMED:
        gone = dict.fromkeys(lines, 0) | sent_pieces(order)
    left = pieces_left(gone, asked.order_by().values_list("line_id", "quantity"))
    return tuple(_piece(lines[line_id], quantity) for line_id, quantity in left.items())


def would_give_back(return_id: int) -> Money:
    """What goes to the payer where the money of this return is given back now: no more than is left of what they paid.
    Refuses NotFound."""
    parcel = Return.objects.select_related("order").filter(pk=return_id).first()
    if parcel is None:
        raise NotFound(return_id=return_id)
    payment = get_payment(parcel.order.payment_id)
    _rows, shares = shares_of(parcel.order, parcel, payment)
    return Money(min(sum(share.amount for share in shares), payment.refundable.minor), parcel.order.currency)


def order_of_return(return_id: int) -> int:
    """The id of the order it belongs to. Refuses NotFound."""
    order_id = Return.objects.filter(pk=return_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NotFound(return_id=return_id)
    return int(order_id)


def _view(
    parcel: Return, rows: list[ReturnLine], moves: list[MoveView], money: ReturnMoney, payment: PaymentView
) -> ReturnView:
    lacking = Money.zero(money.owed.currency) if money.is_asked else money.lacking
    # What was never taken is not there to go back, and of what was, no more than is left.
    missing = lacking if payment.paid.is_zero else min(lacking, payment.refundable)
    return ReturnView(
        id=parcel.pk,
        position=parcel.position,
        status=parcel.status,
        pieces=tuple(_piece(row.line, row.quantity) for row in rows),
        was_never_sent=parcel.was_never_sent,
        is_restocked=any(row.is_restocked for row in rows),
        amount=None if money.gone.is_zero else money.gone,
        owed=money.owed,
        missing=missing,
        otherwise=money.owed - money.gone - missing if payment.paid.minor else Money.zero(money.owed.currency),
        moves=tuple(moves),
    )


def _piece(line: OrderLine, quantity: int) -> PieceView:
    return PieceView(line.pk, line.title, line.option_label, line.sku, quantity)
