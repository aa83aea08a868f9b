"""Parts of an order that travel together: their states, the moves between them, and what is left to send.

The database refuses every other move too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class FulfilmentStatus(StrEnum):
    PLANNED = "planned"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RETURNED = "returned"  # nobody took it at the door
    CANCELLED = "cancelled"


FULFILMENT_MOVES: dict[FulfilmentStatus, frozenset[FulfilmentStatus]] = {
    FulfilmentStatus.PLANNED: frozenset({FulfilmentStatus.PACKED, FulfilmentStatus.CANCELLED}),
    FulfilmentStatus.PACKED: frozenset({FulfilmentStatus.SHIPPED, FulfilmentStatus.CANCELLED}),
    FulfilmentStatus.SHIPPED: frozenset({FulfilmentStatus.DELIVERED, FulfilmentStatus.RETURNED}),
    FulfilmentStatus.DELIVERED: frozenset(),
    FulfilmentStatus.RETURNED: frozenset(),
    FulfilmentStatus.CANCELLED: frozenset(),
}

# Still in the house, so they can be undone.
IN_HOUSE = frozenset({FulfilmentStatus.PLANNED, FulfilmentStatus.PACKED})
SENT = frozenset({FulfilmentStatus.SHIPPED, FulfilmentStatus.DELIVERED})


def may_move_fulfilment(current: FulfilmentStatus, wanted: FulfilmentStatus) -> bool:
    """Whether the table has this move; staying is none."""
    return wanted in FULFILMENT_MOVES[current]


def pieces_left(ordered: Mapping[int, int], taken: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Pieces by line of the lines that are not all taken, of `ordered` pieces and those `taken` in turn."""
    left = dict(ordered)
    for line_id, pieces in taken:
        left[line_id] -= pieces
    return {line_id: pieces for line_id, pieces in left.items() if pieces > 0}
