"""The stock of an order: taken off the shelf, given back, returned. Called last, because stock is locked last."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from commerce.catalog.application.use_cases.adjust_stock import adjust_stock
from commerce.catalog.application.use_cases.commit_stock import commit_stock
from commerce.catalog.application.use_cases.reserve_stock import OutOfStock, reserve_stock
from commerce.catalog.domain.values import Movement
from commerce.orders.application.time_up import release_overdue
from commerce.orders.domain.fulfilments import SENT
from commerce.orders.domain.returns import IN_THE_HOUSE
from commerce.orders.domain.states import OrderStatus
from commerce.orders.models import FulfilmentLine, Order, OrderLine, ReturnLine


def quantities_of(order: Order) -> dict[int, int]:
    """Pieces by variant, of the variants that still exist."""
    lines = OrderLine.objects.filter(order=order, variant__isnull=False).order_by("variant_id")
    return dict(lines.values("variant_id").annotate(pieces=Sum("quantity")).values_list("variant_id", "pieces"))


def take_stock(order: Order, now: datetime) -> None:
    """The order's pieces have left the shelf, all of them. Refuses OutOfStock when its time was up and others bought
    them, or hold them and have time left; and when a part alone is held for it, whatever became of the rest."""
    quantities = quantities_of(order)
    if not commit_stock(order.subject, now=now, pieces=quantities) and quantities:
        _promise_anew(order, quantities, now)
        commit_stock(order.subject, now=now)


def _promise_anew(order: Order, quantities: Mapping[int, int], now: datetime) -> None:
    """What others hold beyond their time is released where too few are left, as when an order is placed."""
    try:
        # A savepoint lets the levels go again: reservations are locked before them.
        with transaction.atomic():
            reserve_stock(subject=order.subject, quantities=quantities, expires_at=order.expires_at, now=now)
    except OutOfStock as refusal:
        if not release_overdue(refusal.facts["left"], now):  # type: ignore[arg-type]
            raise
        reserve_stock(subject=order.subject, quantities=quantities, expires_at=order.expires_at, now=now)


def return_stock(order: Order, actor: str, now: datetime) -> None:
    """Pieces that had left the shelf for this order lie there again."""
    put_back(order, quantities_of(order), actor, now)


def put_back(order: Order, pieces: Mapping[int, int], actor: str, now: datetime) -> None:
    """So many of each variant lie on the shelf again."""
    _move(order, pieces, Movement.RETURNED, actor, now)


def take_off_again(order: Order, pieces: Mapping[int, int], actor: str, now: datetime) -> None:
    """So many of each variant that had come back go to the shopper again. Refuses BelowReserved where others were
    promised them meanwhile."""
    off = {variant_id: -quantity for variant_id, quantity in pieces.items()}
    _move(order, off, Movement.SENT_BACK, actor, now)


def _move(order: Order, changes: Mapping[int, int], kind: Movement, actor: str, now: datetime) -> None:
    for variant_id, by in sorted(changes.items()):
        adjust_stock(variant_id=variant_id, by=by, reason=order.subject, actor=actor, now=now, kind=kind)


def unsent_pieces(order: Order) -> dict[int, int]:
    """By variant, those that have not left the house; none of an order all of which has."""
    if order.status == OrderStatus.SHIPPED:
        return {}
    return _without(order, FulfilmentLine.objects.filter(fulfilment__order=order, fulfilment__status__in=sorted(SENT)))


def unreturned_pieces(order: Order) -> dict[int, int]:
    """By variant, those that have not come back to the house in a return, whatever was given back for it. What came and
    was refused went to the shopper again, but for what was left on the shelf."""
    is_there = Q(parcel__status__in=sorted(IN_THE_HOUSE)) | Q(is_restocked=True)
    return _without(order, ReturnLine.objects.filter(is_there, parcel__order=order))


def pieces_of_lines(lines: QuerySet[Any]) -> dict[int, int]:
    """Pieces by variant of these lines, of the variants that still exist."""
    known = lines.filter(line__variant__isnull=False).order_by().values_list("line__variant_id")
    return dict(known.annotate(pieces=Sum("quantity")))


def _without(order: Order, lines: QuerySet[Any]) -> dict[int, int]:
    gone = pieces_of_lines(lines)
    left = {variant_id: pieces - gone.get(variant_id, 0) for variant_id, pieces in quantities_of(order).items()}
    return {variant_id: pieces for variant_id, pieces in left.items() if pieces > 0}
