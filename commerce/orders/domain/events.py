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
