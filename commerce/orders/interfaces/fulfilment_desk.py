"""Packing and sending on the desk: what is left to pack, the shipments there are, and the moves they allow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from commerce.core import clock
from commerce.core.actors import Actor, current_actor
from commerce.core.errors import NotFound, Refusal
from commerce.core.refusal_words import message_for
from commerce.orders.application.fulfilment_queries import order_of_fulfilment, pieces_to_send
from commerce.orders.application.queries import order_by_id
from commerce.orders.application.use_cases.cancel_fulfilment import cancel_fulfilment
from commerce.orders.application.use_cases.deliver_fulfilment import deliver_fulfilment
from commerce.orders.application.use_cases.pack_fulfilment import pack_fulfilment
from commerce.orders.application.use_cases.plan_fulfilment import plan_fulfilment
from commerce.orders.application.use_cases.ship_fulfilment import ship_fulfilment
from commerce.orders.domain.fulfilments import FULFILMENT_MOVES, FulfilmentStatus
from commerce.orders.domain.states import OrderStatus
from commerce.orders.domain.values import FulfilmentView, OrderView, PieceView
from commerce.orders.interfaces.amount_fields import collected, collected_form, to_collect
from commerce.orders.interfaces.labels import FULFILMENT_MOVE, FULFILMENT_STATUS
from commerce.orders.interfaces.money_forms import BESIDE_COLLECTED
from commerce.orders.interfaces.piece_fields import PiecesForm, told_piece
from commerce.orders.interfaces.reason_forms import ShipForm
from commerce.orders.interfaces.refused_forms import as_sent, form_on, order_page, page_again, put_beside
from commerce.orders.interfaces.rights import may_move_orders


def _ship(fulfilment_id: int, actor: Actor, form: forms.Form | None) -> None:
    number = form.cleaned_data["tracking_number"] if form is not None else ""
    ship_fulfilment(fulfilment_id=fulfilment_id, tracking_number=number, actor=actor, now=clock.now())


def _deliver(fulfilment_id: int, actor: Actor, form: forms.Form | None) -> None:
    order = order_by_id(order_of_fulfilment(fulfilment_id), now=clock.now())
    deliver_fulfilment(fulfilment_id=fulfilment_id, actor=actor, now=clock.now(), **collected(form, order))


def _name_of(fulfilment_id: int) -> str:
    return f"collected_{fulfilment_id}"


def _ship_form(fulfilment_id: int, data: Any = None) -> ShipForm:
    return ShipForm(data, auto_id=f"{_ship_name(fulfilment_id)}-%s")


def _ship_name(fulfilment_id: int) -> str:
    return f"ship_{fulfilment_id}"


def _form_of_move(request: HttpRequest, fulfilment_id: int, name: str) -> tuple[forms.Form | None, str]:
    """What was typed for this move, and its name on the page; None where nothing is."""
    if name == "ship":
        return _ship_form(fulfilment_id, request.POST), _ship_name(fulfilment_id)
    shown_as = _name_of(fulfilment_id)
    return (collected_form(request, shown_as) if name == "deliver" else None), shown_as


_MOVES: dict[str, tuple[FulfilmentStatus, Callable[[int, Actor, forms.Form | None], None]]] = {
    "pack": (
        FulfilmentStatus.PACKED,
        lambda pk, actor, _form: pack_fulfilment(fulfilment_id=pk, actor=actor, now=clock.now()),
    ),
    "ship": (FulfilmentStatus.SHIPPED, _ship),
    "deliver": (FulfilmentStatus.DELIVERED, _deliver),
    "cancel": (
        FulfilmentStatus.CANCELLED,
        lambda pk, actor, _form: cancel_fulfilment(fulfilment_id=pk, actor=actor, reason="", now=clock.now()),
    ),
}


def sending_on_desk(order: OrderView, fulfilments: tuple[FulfilmentView, ...], request: HttpRequest) -> dict[str, Any]:
    """What the order's page says of packing and sending."""
    may_move = may_move_orders(request.user)
    to_pack = pieces_to_send(order.id) if order.status == OrderStatus.CONFIRMED else ()
    on_their_way = [each for each in fulfilments if each.status == FulfilmentStatus.SHIPPED]
    last = on_their_way[0].id if len(on_their_way) == 1 else None
    return {
        "to_pack": [told_piece(piece) for piece in to_pack],
        "pack": as_sent(request, "pack", _pack_form(to_pack)) if to_pack and may_move else None,
        "shipments": [
            {
                "id": each.id,
                "position": each.position,
                "state": each.status,
                "status": FULFILMENT_STATUS[each.status],
                "tracking_number": each.tracking_number,
                "pieces": [told_piece(piece) for piece in each.pieces],
                "moves": _moves_of(each) if may_move else [],
                # What is owed at the door is collected with the last pieces.
                "ship": _ship_on_page(each, request) if may_move else None,
                "to_collect": to_collect(request, order, _name_of(each.id)) if each.id == last else None,
            }
            for each in fulfilments
        ],
    }


def _ship_on_page(fulfilment: FulfilmentView, request: HttpRequest) -> forms.Form | None:
    if FulfilmentStatus.SHIPPED not in FULFILMENT_MOVES[FulfilmentStatus(fulfilment.status)]:
        return None
    return as_sent(request, _ship_name(fulfilment.id), _ship_form(fulfilment.id))


def _moves_of(fulfilment: FulfilmentView) -> list[tuple[str, Any]]:
    allowed = FULFILMENT_MOVES[FulfilmentStatus(fulfilment.status)]
    return [(name, FULFILMENT_MOVE[name]) for name, (to, _move) in _MOVES.items() if to in allowed]


def _pack_form(pieces: tuple[PieceView, ...], data: Any = None) -> PiecesForm:
    return PiecesForm(data, pieces=pieces, is_all=True, auto_id="pack-%s")


@form_on(order_page)
def plan(request: HttpRequest, order_id: int) -> HttpResponse:
    """Sets the pieces of the form apart as a shipment."""
    if not may_move_orders(request.user):
        raise PermissionDenied
    form = _pack_form(pieces_to_send(order_id), request.POST)
    if form.is_valid():
        try:
            plan_fulfilment(order_id=order_id, pieces=form.asked(), actor=current_actor(), now=clock.now())
        except NotFound:
            raise
        except Refusal as refusal:
            put_beside(form, refusal, {})
    if form.errors:
        return page_again(request, order_id, "pack", form)
    messages.success(request, _("The shipment can be packed."))
    return redirect("wagtailsnippets_orders_order:inspect", order_id)


@form_on(lambda fulfilment_id: order_page(order_of_fulfilment(fulfilment_id)))
def move_shipment(request: HttpRequest, fulfilment_id: int) -> HttpResponse:
    """Makes one move of the table of shipments."""
    if not may_move_orders(request.user):
        raise PermissionDenied
    name = request.POST.get("move", "")
    if name not in _MOVES:
        raise Http404
    order_id = order_of_fulfilment(fulfilment_id)
    _to, make = _MOVES[name]
    form, shown_as = _form_of_move(request, fulfilment_id, name)
    if form is not None and not form.is_valid():
        return page_again(request, order_id, shown_as, form)
    try:
        make(fulfilment_id, current_actor(), form)
    except Refusal as refusal:
        if form is not None and (name == "ship" or refusal.code in BESIDE_COLLECTED):
            put_beside(form, refusal, BESIDE_COLLECTED)
            return page_again(request, order_id, shown_as, form)
        messages.error(request, message_for(refusal))
    else:
        messages.success(request, _("The shipment was moved."))
    return redirect("wagtailsnippets_orders_order:inspect", order_id)
