"""The states of an order and the moves between them. The database refuses every other move too."""

from enum import StrEnum


class OrderStatus(StrEnum):
    CREATED = "created"
    PAYMENT_PENDING = "payment_pending"
    CONFIRMED = "confirmed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    FAILED = "failed"


MOVES: dict[OrderStatus, frozenset[OrderStatus]] = {
    OrderStatus.CREATED: frozenset({OrderStatus.PAYMENT_PENDING, OrderStatus.CONFIRMED, OrderStatus.CANCELLED}),
    OrderStatus.PAYMENT_PENDING: frozenset({OrderStatus.CONFIRMED, OrderStatus.FAILED, OrderStatus.CANCELLED}),
    OrderStatus.CONFIRMED: frozenset({OrderStatus.SHIPPED, OrderStatus.CANCELLED}),
    # Nobody took it at the door, so it came back unpaid; what was paid for comes back as a return.
    OrderStatus.SHIPPED: frozenset({OrderStatus.DELIVERED, OrderStatus.CANCELLED}),
    OrderStatus.DELIVERED: frozenset(),
    OrderStatus.CANCELLED: frozenset(),
    OrderStatus.FAILED: frozenset(),
}

# Stock is promised to these, and not yet taken off the shelf.
UNCONFIRMED = frozenset({OrderStatus.CREATED, OrderStatus.PAYMENT_PENDING})
# These are not sent, so whatever was paid for them is owed back.
CALLED_OFF = frozenset({OrderStatus.CANCELLED, OrderStatus.FAILED})


def may_move(current: OrderStatus, wanted: OrderStatus) -> bool:
    """Whether the table has this move; staying is none."""
    return wanted in MOVES[current]
