"""Returns on the desk: what can come back, the returns there are, and the moves they allow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from commerce.core import clock
from commerce.core.actors import Actor, current_actor
from commerce.core.errors import NotFound, Refusal
from commerce.core.money import Money
from commerce.core.refusal_words import message_for
from commerce.orders.application.return_queries import order_of_return, pieces_to_return, would_give_back
from commerce.orders.application.use_cases.pay_back_again import pay_back_again
from commerce.orders.application.use_cases.pay_back_return import MoneyStillHeld, pay_back_return
from commerce.orders.application.use_cases.receive_return import receive_return
from commerce.orders.application.use_cases.refund_return import refund_return
from commerce.orders.application.use_cases.refuse_return import refuse_return
from commerce.orders.application.use_cases.request_return import request_return
from commerce.orders.domain.returns import OPEN_RETURNS, RETURN_MOVES, RETURNABLE, ReturnStatus
from commerce.orders.domain.states import OrderStatus
from commerce.orders.domain.values import OrderView, PieceView, ReturnView
from commerce.orders.interfaces.labels import RETURN_MOVE
from commerce.orders.interfaces.movement_words import tell_ends
from commerce.orders.interfaces.piece_fields import PiecesForm, told_piece
from commerce.orders.interfaces.reason_forms import ReturnForm
from commerce.orders.interfaces.refused_forms import as_sent, form_on, order_page, page_again, put_beside
from commerce.orders.interfaces.return_words import return_words
from commerce.orders.interfaces.rights import may_handle_money, may_move_orders
from commerce.payments.application.money_queries import money_for, refund_end
from commerce.payments.application.use_cases.refund_payment import RefundUnderWay
from commerce.payments.domain.states import PaymentStatus
from commerce.tenants.interfaces.transactions import without_transaction


def _receive(return_id: int, actor: Actor, typed: Mapping[str, Any]) -> None:
    receive_return(return_id=return_id, restock=typed["restock"], actor=actor, now=clock.now())


def _refund(return_id: int, actor: Actor, _typed: Mapping[str, Any]) -> int | None:
    refund_return(return_id=return_id, actor=actor, now=clock.now())
    return pay_back_return(return_id=return_id, now=clock.now())


def _refund_again(return_id: int, _actor: Actor, _typed: Mapping[str, Any]) -> int | None:
    return pay_back_again(return_id=return_id, now=clock.now())


def _refuse(return_id: int, actor: Actor, typed: Mapping[str, Any]) -> None:
    refuse_return(return_id=return_id, actor=actor, reason=typed["reason"], now=clock.now())


_MOVES: dict[str, tuple[ReturnStatus, Callable[[int, Actor, Mapping[str, Any]], int | None]]] = {
    "receive": (ReturnStatus.RECEIVED, _receive),
    "refund": (ReturnStatus.REFUNDED, _refund),
    "refuse": (ReturnStatus.REFUSED, _refuse),
    "refund_again": (ReturnStatus.REFUNDED, _refund_again),
}
# For what is asked for in a return waits; elsewhere it was refused.
_WAITS_WORDS = {
    RefundUnderWay.code: gettext_noop(
        "Another refund of this payment is under way. The money for these pieces goes back by itself once that has "
        "ended."
    )
}
# Money goes to the payer by these.
_OF_MONEY = frozenset({"refund", "refund_again"})


class _Waits(Enum):
    FOR_A_PERSON = "for a person"  # to send it again
    FOR_TAKING = "for taking"  # it is held, and goes back by itself once it is taken
    FOR_NOTHING = "for nothing"  # what was held was let go: nothing was ever taken


def returns_on_desk(order: OrderView, returns: tuple[ReturnView, ...], request: HttpRequest) -> dict[str, Any]:
    """What the order's page says of pieces that come back, and what this member of staff may do with them."""
    user = request.user
    may_move = may_move_orders(user)
    is_returnable = may_move and OrderStatus(order.status) in RETURNABLE
    pieces = pieces_to_return(order.id) if is_returnable else ()
    is_to_collect = order.payment_status == PaymentStatus.COLLECT_ON_DELIVERY
    waiting = _what_waits_of(order, returns)
    moves = {
        each.id: _moves_of(each, user, waiting, is_to_collect=is_to_collect) if may_move else [] for each in returns
    }
    return {
        "ask_back": as_sent(request, "ask_back", _ask_back_form(pieces)) if pieces else None,
        "parcels": [
            {
                "id": each.id,
                "position": each.position,
                "state": each.status,
                "words": return_words(each, each.status),
                "amount": each.amount,
                "is_unpaid": _is_owed(each) and waiting is _Waits.FOR_A_PERSON,
                "waits_for_taking": _is_owed(each) and waiting is _Waits.FOR_TAKING,
                "was_never_paid": _is_owed(each) and waiting is _Waits.FOR_NOTHING,
                "missing": each.missing,
                "otherwise": None if each.otherwise.is_zero else each.otherwise,
                "is_restocked": each.is_restocked,
                "pieces": [told_piece(piece) for piece in each.pieces],
                "waits_for_courier": each.status == ReturnStatus.RECEIVED and is_to_collect,
                "moves": moves[each.id],
                "would_go": _would_go(each, moves[each.id]),
                "form": _on_page(each, request) if may_move else None,
            }
            for each in returns
        ],
    }


def _would_go(parcel: ReturnView, moves: list[tuple[str, Any]]) -> Money | None:
    """What the button that gives the money back sends; None where there is none, and of what is held only."""
    amount = would_give_back(parcel.id) if "refund" in dict(moves) else None
    return None if amount is None or amount.is_zero else amount


def _is_owed(parcel: ReturnView) -> bool:
    return parcel.status == ReturnStatus.REFUNDED and not parcel.missing.is_zero


def _what_waits_of(order: OrderView, returns: tuple[ReturnView, ...]) -> _Waits:
    """What the money of returns that did not go back waits for."""
    if not any(_is_owed(each) for each in returns):
        return _Waits.FOR_NOTHING
    money = money_for([order.payment_id])[order.payment_id]
    if not money.paid.is_zero:
        return _Waits.FOR_A_PERSON
    return _Waits.FOR_NOTHING if money.held.is_zero else _Waits.FOR_TAKING


def _moves_of(parcel: ReturnView, user: Any, waiting: _Waits, *, is_to_collect: bool) -> list[tuple[str, Any]]:
    allowed = RETURN_MOVES[ReturnStatus(parcel.status)]
    names = [name for name, (to, _move) in _MOVES.items() if to in allowed and name != "refund_again"]
    if _is_owed(parcel) and waiting is _Waits.FOR_A_PERSON:
        names.append("refund_again")
    if is_to_collect:
        names = [name for name in names if name not in _OF_MONEY]
    if parcel.was_never_sent:
        names = [name for name in names if name != "refuse"]
    return [(name, RETURN_MOVE[name]) for name in names if _may_make(name, user)]


def _on_page(parcel: ReturnView, request: HttpRequest) -> forms.Form | None:
    """What may be said of pieces that came back and nobody has decided about yet."""
    if parcel.was_never_sent or ReturnStatus(parcel.status) not in OPEN_RETURNS:
        return None
    return as_sent(request, _name_of(parcel.id), _return_form(parcel.id))


def _return_form(return_id: int, data: Any = None) -> ReturnForm:
    return ReturnForm(data, auto_id=f"{_name_of(return_id)}-%s")


def _name_of(return_id: int) -> str:
    return f"return_{return_id}"


def _may_make(name: str, user: Any) -> bool:
    """Taking pieces in is for who sends them; giving money back for them only for who manages payments."""
    return may_move_orders(user) and (name not in _OF_MONEY or may_handle_money(user))


def _ask_back_form(pieces: tuple[PieceView, ...], data: Any = None) -> PiecesForm:
    return PiecesForm(data, pieces=pieces, is_all=False, auto_id="back-%s")


@form_on(order_page)
def ask_back(request: HttpRequest, order_id: int) -> HttpResponse:
    """The pieces of the form are expected back."""
    if not may_move_orders(request.user):
        raise PermissionDenied
    form = _ask_back_form(pieces_to_return(order_id), request.POST)
    if form.is_valid():
        why = form.cleaned_data["reason"]
        try:
            request_return(order_id=order_id, pieces=form.asked(), actor=current_actor(), reason=why, now=clock.now())
        except NotFound:
            raise
        except Refusal as refusal:
            put_beside(form, refusal, {})
    if form.errors:
        return page_again(request, order_id, "ask_back", form)
    messages.success(request, _("The return is expected."))
    return redirect("wagtailsnippets_orders_order:inspect", order_id)


@form_on(lambda return_id: order_page(order_of_return(return_id)))
@without_transaction
def move_return(request: HttpRequest, return_id: int) -> HttpResponse:
    """Makes one move of the table of returns."""
    name = request.POST.get("move", "")
    with transaction.atomic():
        if not _may_make(name, request.user):
            raise PermissionDenied
        if name not in _MOVES:
            raise Http404
        order_id = order_of_return(return_id)
    _to, make = _MOVES[name]
    form = _return_form(return_id, request.POST)
    if form.is_valid():
        try:
            refund_id = make(return_id, current_actor(), form.cleaned_data)
        except (MoneyStillHeld, RefundUnderWay) as refusal:  # what was asked for stands, and is paid by itself
            messages.info(request, message_for(refusal, _WAITS_WORDS))
            return redirect("wagtailsnippets_orders_order:inspect", order_id)
        except Refusal as refusal:
            put_beside(form, refusal, {})
    refused = [str(error) for error in form.non_field_errors()]
    if form.errors and not (refused and name in _OF_MONEY):
        return page_again(request, order_id, _name_of(return_id), form)
    if refused:  # nothing is typed for money to go back, and the return may have moved on
        messages.error(request, " ".join(refused))
    else:
        _tell(request, name, refund_id)
    return redirect("wagtailsnippets_orders_order:inspect", order_id)


def _tell(request: HttpRequest, name: str, refund_id: int | None) -> None:
    if refund_id is not None:
        with transaction.atomic():
            ends = refund_end(refund_id)
        tell_ends(request, ends, _("The money went back to the payer."))
    elif name in _OF_MONEY:
        messages.info(request, _("Nothing was left to give back for these pieces."))
    else:
        messages.success(request, _("The return was moved."))
