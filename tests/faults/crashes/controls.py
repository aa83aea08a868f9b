"""Whether the judge can say no: each of these is done to what a run has left, is found, and is undone again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.faults.crashes.verdict import Connection, judge

Journal = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Tampering:
    """What is done, and the question that finds it. `charges_again`: a line of the gateways' journal stands there
    twice."""

    finds: str
    statement: str = ""
    charges_again: bool = False


_A_SALE = "(SELECT id FROM payments_paymentattempt WHERE captured_minor > 0 AND account_id IS NOT NULL LIMIT 1)"
TAMPERINGS = (
    Tampering("payments charged twice", charges_again=True),
    Tampering("minor units by which books and gateways differ", charges_again=True),
    Tampering(
        "charged, and neither paid nor owed back",
        "UPDATE payments_paymentattempt SET captured_minor = 0, refunded_minor = 0, refund_pending_minor = 0"
        f" WHERE id = {_A_SALE}",
    ),
    Tampering(
        "paid, and never charged",
        "UPDATE payments_paymentattempt SET captured_minor = 1 WHERE id ="
        " (SELECT id FROM payments_paymentattempt WHERE captured_minor = 0 LIMIT 1)",
    ),
    Tampering(
        "transactions of the books off nought",
        "UPDATE payments_ledgerentry SET debit_minor = debit_minor + 1 WHERE id ="
        " (SELECT id FROM payments_ledgerentry WHERE debit_minor > 0 LIMIT 1)",
    ),
    Tampering(
        "events not delivered",
        "UPDATE core_outboxdelivery SET delivered_at = NULL WHERE id = (SELECT max(id) FROM core_outboxdelivery)",
    ),
    Tampering(
        "moves of orders that nobody was told of",
        "DELETE FROM core_outboxdelivery WHERE id ="
        " (SELECT max(id) FROM core_outboxdelivery WHERE event = 'orders.OrderMoved')",
    ),
    Tampering(
        "levels that are not the sum of their movements",
        "UPDATE catalog_stocklevel SET on_hand = on_hand - 1 WHERE id = (SELECT min(id) FROM catalog_stocklevel)",
    ),
    Tampering(
        "pieces on the shelf that orders do not explain",
        "UPDATE catalog_stocklevel SET on_hand = on_hand - 1 WHERE id = (SELECT min(id) FROM catalog_stocklevel)",
    ),
    Tampering(
        "pieces still reserved",
        "UPDATE catalog_stockreservation SET state = 'held' WHERE id = (SELECT max(id) FROM catalog_stockreservation)",
    ),
    Tampering(
        "orders lost that a shopper was told of",
        "UPDATE orders_order SET token = 'gone' WHERE id ="
        " (SELECT orders.id FROM orders_order AS orders JOIN told USING (token) LIMIT 1)",
    ),
)  # fmt: skip


def unseen(connection: Connection, journal: Journal, tokens: Sequence[str]) -> list[str]:
    """What the judge does not find; empty when it is good for something."""
    return [each.finds for each in TAMPERINGS if not _is_found(connection, each, journal, tokens)]


def _is_found(connection: Connection, tampering: Tampering, journal: Journal, tokens: Sequence[str]) -> bool:
    with connection.transaction(force_rollback=True):
        judge(connection, journal, tokens)
        if tampering.statement:
            # No trigger of ours stands in the way of a superuser, as it would in that of anybody else.
            connection.execute("SET LOCAL session_replication_role = replica")
            assert connection.execute(tampering.statement).rowcount == 1, tampering
        again = [entry for entry in journal if entry["kind"] == "sale"][:1] if tampering.charges_again else []
        return tampering.finds in judge(connection, [*journal, *again], tokens).missed
