"""What orders keep."""

from commerce.orders.models.fulfilments import Fulfilment, FulfilmentLine, FulfilmentMove
from commerce.orders.models.letters import OrderLetter
from commerce.orders.models.orders import Order, OrderCounter, OrderLine, OrderMove, subject_of
from commerce.orders.models.returns import Return, ReturnLine, ReturnMove

__all__ = [
    "Fulfilment",
    "FulfilmentLine",
    "FulfilmentMove",
    "Order",
    "OrderCounter",
    "OrderLetter",
    "OrderLine",
    "OrderMove",
    "Return",
    "ReturnLine",
    "ReturnMove",
    "subject_of",
]
