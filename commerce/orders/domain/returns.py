"""Pieces that come back: their states, the moves between them, and what is given back for them.

The database refuses every other move too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from commerce.carts.domain.pricing.arithmetic import nearest
from commerce.carts.domain.pricing.refunds import refund_for
from commerce.orders.domain.states import OrderStatus


class ReturnStatus(StrEnum):
    REQUESTED = "requested"
    RECEIVED = "received"
    REFUNDED = "refunded"
    REFUSED = "refused"


RETURN_MOVES: dict[ReturnStatus, frozenset[ReturnStatus]] = {
    ReturnStatus.REQUESTED: frozenset({ReturnStatus.RECEIVED, ReturnStatus.REFUSED}),
    ReturnStatus.RECEIVED: frozenset({ReturnStatus.REFUNDED, ReturnStatus.REFUSED}),
    ReturnStatus.REFUNDED: frozenset(),
    ReturnStatus.REFUSED: frozenset(),
}

# Nobody has said yet what becomes of them.
OPEN_RETURNS = frozenset({ReturnStatus.REQUESTED, ReturnStatus.RECEIVED})
# Their pieces are with the store.
IN_THE_HOUSE = frozenset({ReturnStatus.RECEIVED, ReturnStatus.REFUNDED})
# Only what has left the house comes back; of a confirmed order, that is a part of it.
RETURNABLE = frozenset({OrderStatus.CONFIRMED, OrderStatus.SHIPPED, OrderStatus.DELIVERED})


def may_move_return(current: ReturnStatus, wanted: ReturnStatus) -> bool:
    """Whether the table has this move; staying is none."""
    return wanted in RETURN_MOVES[current]


@dataclass(frozen=True, slots=True)
class SoldLine:
    """What was paid for a line of so many pieces and the VAT in that, in minor units; None where none was kept."""

    quantity: int
    paid: int
    vat: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """What is given back for some pieces and the VAT in it, in minor units; None where none was kept."""

    amount: int
    vat: int | None


def shares_back(line: SoldLine, *, returned: int, returning: int) -> Share:
    """What is given back for `returning` pieces of a line of which `returned` were given back for, and the VAT in it.

    Whatever the sequence, one that ends in all pieces sums to what was paid, and its VAT to the line's.
    """
    amount = refund_for(line.paid, line.quantity, returned=returned, returning=returning)
    vat = None if line.vat is None else refund_for(line.vat, line.quantity, returned=returned, returning=returning)
    return Share(amount, vat)


def without_unpaid(shares: Sequence[Share], unpaid: int) -> list[Share]:
    """The shares without `unpaid`, what of them was never paid, taken off one after the other; VAT by the same part.

    What a courier or a bank brought less than was owed is missing of the pieces that come back, before it is missing of
    those that are kept: nobody has paid for what they refused at the door.
    """
    left = []
    for share in shares:
        off = min(share.amount, unpaid)
        unpaid -= off
        left.append(_part(share, share.amount - off))
    return left


def with_taken(shares: Sequence[Share], given: Sequence[int], taken: int) -> list[Share]:
    """What is given back for pieces of these shares, of which so much was `given` as not all had been paid, once more
    was `taken`: one after the other, no more than its share for each."""
    now = []
    for share, amount in zip(shares, given, strict=True):
        more = max(min(share.amount - amount, taken), 0)
        taken -= more
        now.append(_part(share, amount + more))
    return now


def _part(share: Share, amount: int) -> Share:
    vat = None if share.vat is None else nearest(share.vat, amount, max(share.amount, 1))
    return Share(amount, vat)
