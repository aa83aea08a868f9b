"""What orders keep."""

from commerce.orders.models.fulfilments import Fulfilment, FulfilmentLine, FulfilmentMove
from commerce.orders.models.letters import OrderLetter
from commerce.orders.models.orders import Order, OrderCounter, OrderLine, OrderMove, public_id_of, subject_of
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
    "public_id_of",
    "subject_of",
]
