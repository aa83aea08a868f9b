"""What a shopper is written about an order."""

from enum import StrEnum


class LetterKind(StrEnum):
    PLACED = "placed"
    HELD = "held"  # the payer's bank holds the money, and it is taken later
    PAID = "paid"
    SHIPPED = "shipped"
    REST = "rest"  # it was called off, and will not come
    DELIVERED = "delivered"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"
    UNPAID = "unpaid"  # its time was up
