"""Letters to who ordered, in the language they ordered in.

A letter that is late, as the mail server was away, tells what is so when it is sent, or is not sent: an order that was
called off is not told as placed or paid, and nobody hears that their order is on its way after it has come.
"""

from __future__ import annotations

from django.db import transaction

from commerce.core.money import Money
from commerce.orders.application.fulfilment_queries import fulfilments_of
from commerce.orders.application.queries import letter_is_left, letter_was_sent, order_of_payment
from commerce.orders.application.return_queries import returns_of, would_give_back
from commerce.orders.application.use_cases.give_up_order import ANOTHER_WAY
from commerce.orders.domain.fulfilments import SENT
from commerce.orders.domain.letters import LetterKind
from commerce.orders.domain.returns import ReturnStatus
from commerce.orders.domain.states import CALLED_OFF, OrderStatus
from commerce.orders.domain.values import FulfilmentView, OrderView, ReturnView
from commerce.orders.interfaces.posting import Facts, Tell, has_to_say, post
from commerce.payments.application.money_queries import held_in_vain, hold_of, is_given_by_hand
from commerce.payments.application.queries import is_paid_at_the_door
from commerce.payments.application.transfer_queries import bank_details
from commerce.payments.domain.states import PaymentStatus


def write_of_placing(order_id: int) -> None:
    """Who ordered has a letter with the order's figures, once. Where the order was called off before that could be
    sent they hear of its end alone: who was too late in paying by this, as nobody could be told when it was."""
    if has_to_say(order_id, _placed):
        post(order_id, LetterKind.PLACED, _placed)
    _write(order_id, LetterKind.UNPAID, _unpaid)


def write_of_payment(order_id: int) -> None:
    """Who paid otherwise than at the door is told that the money is there, and how much where not all was taken,
    once; not where it went back before they could be. Where their bank holds it they are told that, and when it is to
    be taken, once: the last they heard was that it is not paid. That it was taken is another letter then, with what
    was."""
    _write(order_id, LetterKind.HELD, _held)
    _write(order_id, LetterKind.PAID, _paid)


def write_of_shipment(order_id: int, fulfilment_id: int) -> None:
    """Who ordered is told what is on its way, and under which number, once."""

    def tell(order: OrderView) -> Facts | None:
        [shipment] = [each for each in fulfilments_of(order.id) if each.id == fulfilment_id]
        if shipment.status not in SENT or letter_was_sent(order.id, LetterKind.DELIVERED):
            return None
        return {"shipment": shipment, "is_whole": _is_whole(order, shipment)}

    _write(order_id, LetterKind.SHIPPED, tell, about=fulfilment_id)


def write_of_rest(order_id: int, return_id: int) -> None:
    """Who ordered is told which pieces will not come, and what goes back for them, once; of pieces that come back from
    them, nothing."""

    def tell(order: OrderView) -> Facts | None:
        [rest] = [each for each in returns_of(order.id) if each.id == return_id]
        if not rest.was_never_sent:
            return None
        return {
            "rest": rest,
            "is_at_the_door": is_paid_at_the_door(order.payment_method),
            "is_held": order.payment_status == PaymentStatus.PENDING,
            "goes_back": _goes_back(rest),
        }

    _write(order_id, LetterKind.REST, tell, about=return_id)


def write_of_arrival(order_id: int) -> None:
    """Who ordered is told that all of it is there, once."""
    _write(order_id, LetterKind.DELIVERED, _nothing_else)


def write_of_cancelling(order_id: int) -> None:
    """Who ordered is told that it will not come, once, and what becomes of money that they paid, or that their bank
    held."""
    _write(order_id, LetterKind.CANCELLED, lambda order: {"held": held_in_vain(order.payment_id)})


def write_of_refund(payment_id: int, refund_id: int, amount: Money) -> None:
    """Who ordered is told how much was given back, once for each refund."""
    with transaction.atomic():
        order_id, is_by_hand = order_of_payment(payment_id), is_given_by_hand(refund_id)
    facts = {"amount": amount, "is_by_hand": is_by_hand}
    if order_id is not None:
        _write(order_id, LetterKind.REFUNDED, lambda _: facts, about=refund_id)


def write_of_unpaid(order_id: int) -> None:
    """Who was told that their order is placed is told that it was not paid in time, once; nobody where it may still be.
    Who chose another way of paying knows."""
    with transaction.atomic():
        is_known = letter_was_sent(order_id, LetterKind.PLACED)
    if is_known:
        _write(order_id, LetterKind.UNPAID, _unpaid)


def _write(order_id: int, kind: LetterKind, tell: Tell, *, about: int = 0) -> None:
    """That the order is placed is told before anything else: it goes first where it was tried and could not be sent, or
    is being sent at this moment."""
    if not has_to_say(order_id, tell):
        return
    with transaction.atomic():
        is_placing_left = letter_is_left(order_id, LetterKind.PLACED)
    if is_placing_left:
        post(order_id, LetterKind.PLACED, _placed)
    post(order_id, kind, tell, about=about)


def _placed(order: OrderView) -> Facts | None:
    """With the store's account, for who is to transfer the money to it."""
    return None if order.status in CALLED_OFF else {"bank": bank_details() if order.awaits_transfer else None}


def _held(order: OrderView) -> Facts | None:
    if order.payment_status != PaymentStatus.PENDING or order.status in CALLED_OFF:
        return None
    hold = hold_of(order.payment_id)
    return None if hold is None else {"hold": hold}


def _paid(order: OrderView) -> Facts | None:
    is_there = order.payment_status == PaymentStatus.CAPTURED and not order.is_given_back
    if not is_there or order.status in CALLED_OFF or order.total.is_zero or is_paid_at_the_door(order.payment_method):
        return None
    return {"paid": order.total - order.left}


def _unpaid(order: OrderView) -> Facts | None:
    is_late = order.status == OrderStatus.FAILED and order.moves[-1].reason != ANOTHER_WAY
    return {} if is_late else None


def _nothing_else(_order: OrderView) -> Facts:
    return {}


def _goes_back(parcel: ReturnView) -> Money:
    """What went back for it, or still is to."""
    if parcel.status != ReturnStatus.REFUNDED:
        return would_give_back(parcel.id)
    return parcel.missing if parcel.amount is None else parcel.amount + parcel.missing


def _is_whole(order: OrderView, shipment: FulfilmentView) -> bool:
    return sum(piece.quantity for piece in shipment.pieces) == sum(line.quantity for line in order.lines)
