"""What happened to an order and its shipments, in words, in the order it happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from commerce.accounts.models import User
from commerce.core.actors import ActorKind
from commerce.orders.domain.values import FulfilmentView, MoveView, OrderView, ReturnView
from commerce.orders.interfaces.labels import ACTOR, FULFILMENT_STATUS, ORDER_STATUS, REASON, RETURN_STATUS


def history_of(
    order: OrderView, fulfilments: Iterable[FulfilmentView], returns: Iterable[ReturnView]
) -> list[dict[str, Any]]:
    """What, when, who and why of each move; members of staff by their name. At most one statement."""
    told: list[tuple[MoveView, Any]] = []
    for each in fulfilments:
        told += [(move, _of_shipment(each, FULFILMENT_STATUS[move.status])) for move in each.moves]
    for parcel in returns:
        told += [(move, _of_return(parcel, RETURN_STATUS[move.status])) for move in parcel.moves]
    # Of one instant, what happened to a shipment comes before what that made of its order.
    told += [(move, ORDER_STATUS[move.status]) for move in order.moves]
    told.sort(key=lambda pair: pair[0].at)
    people = _people(move for move, _what in told)
    return [
        {"status": what, "at": move.at, "who": _who(move, people), "reason": REASON.get(move.reason, move.reason)}
        for move, what in told
    ]


def _of_shipment(fulfilment: FulfilmentView, status: Any) -> str:
    return _("Shipment %(position)s: %(status)s") % {"position": fulfilment.position, "status": status}


def _of_return(parcel: ReturnView, status: Any) -> str:
    return _("Return %(position)s: %(status)s") % {"position": parcel.position, "status": status}


def _people(moves: Iterable[MoveView]) -> dict[str, str]:
    ids = {int(move.actor_id) for move in moves if move.actor_kind == ActorKind.STAFF and move.actor_id}
    return {str(person.pk): str(person) for person in User.objects.filter(pk__in=ids)} if ids else {}


def _who(move: MoveView, people: Mapping[str, str]) -> Any:
    is_person = move.actor_kind == ActorKind.STAFF and move.actor_id in people
    return people[move.actor_id] if is_person else ACTOR[move.actor_kind]
