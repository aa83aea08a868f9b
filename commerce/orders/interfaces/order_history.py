"""What happened to an order, its shipments and what went back of its money, in words, in the order it happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from commerce.accounts.models import User
from commerce.core.actors import ActorKind
from commerce.core.amounts import spelt
from commerce.orders.domain.values import FulfilmentView, MoveView, OrderView, ReturnView
from commerce.orders.interfaces.labels import ACTOR, FULFILMENT_STATUS, ORDER_STATUS, REASON
from commerce.orders.interfaces.return_words import return_words, told_moves
from commerce.payments.application.money_queries import Happening

_REFUND = "refund_"
_ELSEWHERE = "refund_external"


def history_of(
    order: OrderView,
    fulfilments: Iterable[FulfilmentView],
    returns: Iterable[ReturnView],
    happenings: Iterable[tuple[Happening, Any, Any]],
) -> list[dict[str, Any]]:
    """What, when, who and why of each move; members of staff by their name. `happenings` are of the money, with what
    each and its status are called. At most one statement."""
    told: list[tuple[MoveView, Any]] = []
    for each in fulfilments:
        told += [(move, _of_shipment(each, FULFILMENT_STATUS[move.status])) for move in each.moves]
    for parcel in returns:
        told += [(move, return_words(parcel, move.status)) for move in told_moves(parcel)]
    refunds = [of_money for of_money in happenings if of_money[0].kind.startswith(_REFUND)]
    told += [(_asked(one), _of_refund(one, words, status)) for one, words, status in refunds]
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


def _asked(refund: Happening) -> MoveView:
    """Nobody of the store's wanted what has no staff behind it: it followed from something else, or is the company's
    own."""
    kind, _colon, actor_id = (refund.handed_by or refund.asked_by).partition(":")
    if kind not in ACTOR:
        kind = ActorKind.GATEWAY if refund.kind == _ELSEWHERE else ActorKind.SYSTEM
    return MoveView(refund.status, refund.at, kind, actor_id, refund.note)


def _of_refund(refund: Happening, words: Any, status: Any) -> str:
    return f"{words}: {spelt(refund.amount)} ({status})"


def _people(moves: Iterable[MoveView]) -> dict[str, str]:
    ids = {int(move.actor_id) for move in moves if move.actor_kind == ActorKind.STAFF and move.actor_id}
    return {str(person.pk): str(person) for person in User.objects.filter(pk__in=ids)} if ids else {}


def _who(move: MoveView, people: Mapping[str, str]) -> Any:
    is_person = move.actor_kind == ActorKind.STAFF and move.actor_id in people
    return people[move.actor_id] if is_person else ACTOR[move.actor_kind]
