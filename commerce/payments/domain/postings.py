"""How each event of money stands in the books: what is debited, and what is credited."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from commerce.core.money import Money


class Book(StrEnum):
    """What an account of the ledger is of. A store has one of each for every gateway account and currency."""

    GATEWAY = "gateway_receivable"  # asset: what the gateway owes the store
    COURIER = "courier_receivable"  # asset: cash in the courier's hands
    BANK = "bank"  # asset
    ORDER_FUNDS = "order_funds"  # liability: taken for an order
    REFUNDS_IN_FLIGHT = "refunds_in_flight"  # liability: on the way back to the payer
    UNAPPLIED_FUNDS = "unapplied_funds"  # liability: taken, and belonging to no order
    CHARGEBACK_LOSS = "chargeback_loss"  # expense
    HOLDS = "holds"  # off balance: promised by the payer's bank
    HOLDS_CONTRA = "holds_contra"


# What these accounts hold is credited to them; what the others hold is debited.
CREDITED = frozenset({Book.ORDER_FUNDS, Book.REFUNDS_IN_FLIGHT, Book.UNAPPLIED_FUNDS, Book.HOLDS_CONTRA})

# In the store's own hands: of no gateway's account, whichever took the money.
IN_OWN_HANDS = frozenset({Book.COURIER, Book.BANK})


class Entry(StrEnum):
    """What happened to money."""

    HELD = "held"
    HOLD_RELEASED = "hold_released"  # voided, lapsed, or captured
    CAPTURED = "captured"
    CAPTURED_UNAPPLIED = "captured_unapplied"
    REFUND_SUBMITTED = "refund_submitted"
    RETURN_SUBMITTED = "return_submitted"  # of what belongs to no order
    REFUND_SUCCEEDED = "refund_succeeded"
    REFUND_FAILED = "refund_failed"
    RETURN_FAILED = "return_failed"
    REFUNDED_ELSEWHERE = "refunded_elsewhere"
    RETURNED_ELSEWHERE = "returned_elsewhere"
    CHARGED_BACK = "charged_back"
    CHARGEBACK_REVERSED = "chargeback_reversed"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a transaction: minor units, on one side only."""

    book: Book
    debit: int = 0
    credit: int = 0


def postings(entry: Entry, amount: Money, asset: Book) -> tuple[Line, Line]:
    """The lines of this event; `asset` is where the money lies. Raises ValueError for what is not above nought."""
    if amount.minor <= 0:
        raise ValueError(f"{amount} is not posted")
    debited, credited = _table(asset)[entry]
    return Line(debited, debit=amount.minor), Line(credited, credit=amount.minor)


def _table(asset: Book) -> dict[Entry, tuple[Book, Book]]:
    return {
        Entry.HELD: (Book.HOLDS, Book.HOLDS_CONTRA),
        Entry.HOLD_RELEASED: (Book.HOLDS_CONTRA, Book.HOLDS),
        Entry.CAPTURED: (asset, Book.ORDER_FUNDS),
        Entry.CAPTURED_UNAPPLIED: (asset, Book.UNAPPLIED_FUNDS),
        Entry.REFUND_SUBMITTED: (Book.ORDER_FUNDS, Book.REFUNDS_IN_FLIGHT),
        Entry.RETURN_SUBMITTED: (Book.UNAPPLIED_FUNDS, Book.REFUNDS_IN_FLIGHT),
        Entry.REFUND_SUCCEEDED: (Book.REFUNDS_IN_FLIGHT, asset),
        Entry.REFUND_FAILED: (Book.REFUNDS_IN_FLIGHT, Book.ORDER_FUNDS),
        Entry.RETURN_FAILED: (Book.REFUNDS_IN_FLIGHT, Book.UNAPPLIED_FUNDS),
        Entry.REFUNDED_ELSEWHERE: (Book.ORDER_FUNDS, asset),
        Entry.RETURNED_ELSEWHERE: (Book.UNAPPLIED_FUNDS, asset),
        Entry.CHARGED_BACK: (Book.CHARGEBACK_LOSS, asset),
        Entry.CHARGEBACK_REVERSED: (asset, Book.CHARGEBACK_LOSS),
    }
