"""What a shopper is written about an order."""

from enum import StrEnum


class LetterKind(StrEnum):
    PLACED = "placed"
    PAID = "paid"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"
    UNPAID = "unpaid"  # its time was up
