from dataclasses import dataclass

from commerce.core.events import Event


@dataclass(frozen=True)
class OrderPlaced(Event):
    order_id: int


@dataclass(frozen=True)
class OrderMoved(Event):
    """The order left one state for another (values of `OrderStatus`)."""

    order_id: int
    from_status: str
    to_status: str


@dataclass(frozen=True)
class OrderPaid(Event):
    """Money came for an order that stood already: it was held for it, or is collected at the door."""

    order_id: int


@dataclass(frozen=True)
class FulfilmentMoved(Event):
    """A part of the order left one state for another (values of `FulfilmentStatus`; empty `from` is planning)."""

    order_id: int
    fulfilment_id: int
    from_status: str
    to_status: str


@dataclass(frozen=True)
class ReturnMoved(Event):
    """A return left one state for another (values of `ReturnStatus`; empty `from` is asking)."""

    order_id: int
    return_id: int
    from_status: str
    to_status: str


@dataclass(frozen=True)
class ReturnUnpaid(Event):
    """Money of a return is to be sent once more: what was sent before came to nothing, or more was taken since."""

    return_id: int
