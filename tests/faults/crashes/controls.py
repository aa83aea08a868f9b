"""Whether the judge can say no: each of these is done to what a run has left, is found, and is undone again.

Every question has one at least: where something excuses a loss, another that it must not excuse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.faults.crashes.verdict import QUESTIONS, Connection, Outside, figure, tell

Journal = list[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Tampering:
    """What is done, and the question that finds it. `journal` is done to the gateways' journal; `held` is what a bank
    holds besides."""

    finds: str
    statement: str = ""
    journal: Callable[[Journal], Journal] | None = None
    held: str = ""


def _again(*kinds: str, **changes: str) -> Callable[[Journal], Journal]:
    """One line stands there once more, with such changes."""

    def add(journal: Journal) -> Journal:
        return [*journal, *({**entry, **changes} for entry in _first(journal, kinds))]

    return add


def _without(*kinds: str) -> Callable[[Journal], Journal]:
    def take_away(journal: Journal) -> Journal:
        gone = _first(journal, kinds)
        return [entry for entry in journal if entry not in gone]

    return take_away


def _first(journal: Journal, kinds: Sequence[str]) -> Journal:
    return [entry for entry in journal if entry["kind"] in kinds][:1]


def _telling(rest: str) -> str:
    """A finding for a person, of a payment, with a key."""
    return (
        "INSERT INTO payments_discrepancy (tenant_id, finding, key, payment_id, facts, found_at, closed_by, reason)"
        f" SELECT tenant_id, {rest}"
    )


_ALIVE = "status IN ('confirmed', 'shipped', 'delivered')"
_A_SALE = "(SELECT id FROM payments_paymentattempt WHERE captured_minor > 0 AND account_id IS NOT NULL LIMIT 1)"
# An order that is being sent, and was paid by card: not all of it has gone back.
_A_PAID_ORDER = f"""
    (SELECT id FROM orders_order WHERE {_ALIVE} AND payment_id IN (
        SELECT payment_id FROM payments_paymentattempt
        WHERE captured_minor > refunded_minor AND account_id IS NOT NULL)
     ORDER BY id LIMIT 1)
"""
_ITS_PAYMENT = f"(SELECT payment_id FROM orders_order WHERE id = {_A_PAID_ORDER})"
_A_REFUND_OF_A_RETURN = """
    (SELECT id FROM payments_refund WHERE status = 'succeeded' AND asked_by IN (
        SELECT 'return:' || id FROM orders_return WHERE status = 'refunded') ORDER BY id LIMIT 1)
"""


def _another_part(amount: str, status: str) -> str:
    """Of the same return, under a key of its own."""
    return (
        "INSERT INTO payments_refund (tenant_id, payment_id, attempt_id, amount_minor, currency, is_of_unapplied,"
        " source, status, reason, asked_by, handed_by, request_key, requested_at, ended_at)"
        f" SELECT tenant_id, payment_id, attempt_id, {amount}, currency, is_of_unapplied,"
        f" source, '{status}', reason, asked_by, handed_by, gen_random_uuid(), requested_at, ended_at"
    )


# Paid by card and sent; its money was let go a second before it left, and a person is told.
_SENT_AFTER_LETTING_GO = f"""
    WITH sent AS (
        SELECT attempt.tenant_id, attempt.payment_id, attempt.id AS attempt_id, max(move.at) AS at
        FROM orders_order AS orders
        JOIN payments_paymentattempt AS attempt ON attempt.payment_id = orders.payment_id
        JOIN orders_fulfilment AS parcel ON parcel.order_id = orders.id
        JOIN orders_fulfilmentmove AS move ON move.fulfilment_id = parcel.id AND move.to_status = 'shipped'
        WHERE orders.{_ALIVE} AND attempt.captured_minor > attempt.refunded_minor AND attempt.account_id IS NOT NULL
        GROUP BY attempt.id ORDER BY attempt.id LIMIT 1
    ), let_go AS (
        INSERT INTO payments_operation (tenant_id, attempt_id, kind, amount_minor, currency, key, status,
            gateway_reference, code, sends, unheard, checks, check_at, created_at)
        SELECT tenant_id, attempt_id, 'void', 1, 'SAR', gen_random_uuid(), 'succeeded',
            '', '', 1, 0, 0, at, at - interval '1 second' FROM sent
    ), unpaid AS (
        UPDATE payments_payment SET status = 'failed', captured_minor = captured_minor - 1
        WHERE id = (SELECT payment_id FROM sent)
    ), delivered AS (
        UPDATE orders_order SET status = 'delivered' WHERE payment_id = (SELECT payment_id FROM sent)
    )
""" + _telling("'hold_lapsed', 'x', payment_id, '{}', at, '', '' FROM sent")
TAMPERINGS = (
    Tampering("payments charged twice", journal=_again("sale")),
    Tampering("payments charged twice", journal=_again("capture")),
    Tampering("charges under no attempt of ours", journal=_again("sale", paid_under="nobody's")),
    Tampering("charges under no attempt of ours", journal=_again("capture", paid_under="nobody's")),
    Tampering(
        "charged, and neither paid nor owed back",
        "UPDATE payments_paymentattempt SET captured_minor = 0, refunded_minor = 0, refund_pending_minor = 0"
        f" WHERE id = {_A_SALE}",
    ),
    Tampering(
        "owed back, neither given back nor told to a person",
        f"UPDATE orders_order SET status = 'cancelled' WHERE id = {_A_PAID_ORDER}",
    ),
    # A person was told of another attempt, or of a refund that is another's: it excuses nothing of this one.
    Tampering(
        "owed back, neither given back nor told to a person",
        f"WITH gone AS (UPDATE orders_order SET status = 'cancelled' WHERE id = {_A_PAID_ORDER} RETURNING *) "
        + _telling("'not_returned', 'attempt:0', payment_id, '{}', now(), '', '' FROM gone"),
    ),
    Tampering(
        "owed back, neither given back nor told to a person",
        f"WITH gone AS (UPDATE orders_order SET status = 'cancelled' WHERE id = {_A_PAID_ORDER} RETURNING *) "
        + _telling(
            "'not_returned', 'refund:' || (SELECT max(id) FROM payments_refund), payment_id, '{}', now(), '', ''"
            " FROM gone"
        ),
    ),
    # What staff asked for failed, and a person was told: what is owed is to be sent all the same.
    Tampering(
        "owed back, neither given back nor told to a person",
        f"WITH gone AS (UPDATE orders_order SET status = 'cancelled' WHERE id = {_A_PAID_ORDER} RETURNING *), failed AS"
        " (INSERT INTO payments_refund (tenant_id, payment_id, attempt_id, amount_minor, currency, is_of_unapplied,"
        " source, status, reason, asked_by, handed_by, request_key, requested_at, ended_at)"
        " SELECT attempt.tenant_id, payment.id, attempt.id, attempt.captured_minor, payment.currency, false,"
        " 'staff', 'failed', '', 'staff:1', '', gen_random_uuid(), now(), now()"
        " FROM gone JOIN payments_paymentattempt AS attempt ON attempt.payment_id = gone.payment_id"
        " JOIN payments_payment AS payment ON payment.id = gone.payment_id WHERE attempt.captured_minor > 0"
        " RETURNING *) "
        + _telling("'not_returned', 'refund:' || id, payment_id, '{}', now(), '', '' FROM failed"),
    ),
    Tampering(
        "given back as owed, and sent all the same",
        f"UPDATE payments_payment SET owed_back_at = now() WHERE id = {_ITS_PAYMENT}",
    ),
    Tampering(
        "paid, and never charged",
        "UPDATE payments_paymentattempt SET captured_minor = 1 WHERE id ="
        " (SELECT id FROM payments_paymentattempt WHERE captured_minor = 0 LIMIT 1)",
    ),
    Tampering("paid, and never charged", journal=_without("sale")),
    Tampering("paid, and never charged", journal=_without("capture")),
    Tampering("held by a bank, and neither taken nor let go nor told to a person", held="somebody's"),
    Tampering(
        "held by our rows, and by no bank",
        f"UPDATE payments_payment SET authorised_minor = 1 WHERE id = {_ITS_PAYMENT}",
    ),
    Tampering("refunds of one order and amount sent more often than given", journal=_again("refund", "void")),
    Tampering("refunds of one order and amount sent more often than given", journal=_again("refund", "void", key="")),
    Tampering("refunds given in our rows, and never sent", journal=_without("refund", "void")),
    Tampering(
        "told to a person as not gone back, and gone",
        _telling(
            "'not_returned', 'refund:' || id, payment_id, '{}', now(), '', ''"
            " FROM payments_refund WHERE status = 'succeeded' ORDER BY id LIMIT 1"
        ),
    ),
    Tampering(
        "told to a person as neither taken nor let go, and held no more",
        _telling(
            "'not_moved', 'operation:' || id, (SELECT payment_id FROM payments_paymentattempt WHERE id = attempt_id),"
            " '{}', now(), '', '' FROM payments_operation WHERE status = 'succeeded' ORDER BY id LIMIT 1"
        ),
    ),
    Tampering(
        "confirmed and paid by nobody",
        f"UPDATE payments_payment SET status = 'pending' WHERE id = {_ITS_PAYMENT}",
    ),
    Tampering(
        "delivered for cash, and none collected",
        "UPDATE payments_payment SET captured_minor = captured_minor - 1 WHERE id ="
        " (SELECT payment.id FROM payments_payment AS payment JOIN orders_order AS orders ON payment_id = payment.id"
        "  WHERE orders.status = 'delivered' AND captured_minor > refunded_minor LIMIT 1)",
    ),
    *(
        Tampering(finds, _SENT_AFTER_LETTING_GO)
        for finds in (
            "confirmed and paid by nobody",
            "delivered for cash, and none collected",
            "discrepancies that nobody made",
        )
    ),
    Tampering(
        "movements of money not settled",
        "UPDATE payments_operation SET status = 'unknown' WHERE id = (SELECT max(id) FROM payments_operation)",
    ),
    Tampering(
        "movements of money not settled",
        "UPDATE payments_refund SET status = 'submitted' WHERE id = (SELECT max(id) FROM payments_refund)",
    ),
    Tampering(
        "returns marked refunded, no money sent and nobody told",
        f"UPDATE payments_refund SET status = 'failed' WHERE id = {_A_REFUND_OF_A_RETURN}",
    ),
    Tampering(
        "returns marked refunded, no money sent and nobody told",
        f"WITH gone AS (UPDATE payments_refund SET status = 'failed' WHERE id = {_A_REFUND_OF_A_RETURN} RETURNING *) "
        + _telling("'not_returned', 'refund:0', payment_id, '{}', now(), '', '' FROM gone"),
    ),
    # In two parts: a second one beside all that was owed, and one that came to nothing.
    Tampering(
        "returns marked refunded, no money sent and nobody told",
        f"{_another_part('amount_minor', 'succeeded')} FROM payments_refund WHERE id = {_A_REFUND_OF_A_RETURN}",
    ),
    Tampering(
        "returns marked refunded, no money sent and nobody told",
        f"WITH split AS (UPDATE payments_refund SET amount_minor = amount_minor - 1 WHERE id = {_A_REFUND_OF_A_RETURN}"
        f" RETURNING *) {_another_part('1', 'failed')} FROM split",
    ),
    Tampering(
        "transactions of the books off nought",
        "UPDATE payments_ledgerentry SET debit_minor = debit_minor + 1 WHERE id ="
        " (SELECT id FROM payments_ledgerentry WHERE debit_minor > 0 LIMIT 1)",
    ),
    Tampering("minor units by which books and gateways differ", journal=_again("sale")),
    Tampering(
        "payments whose sums are not the books'",
        f"UPDATE payments_payment SET captured_minor = captured_minor - 1 WHERE id = {_ITS_PAYMENT}",
    ),
    Tampering(
        "discrepancies that nobody made",
        _telling(f"'contradiction', 'x', id, '{{}}', now(), '', '' FROM payments_payment WHERE id = {_ITS_PAYMENT}"),
    ),
    Tampering(
        "orders lost that a shopper was told of",
        "UPDATE orders_order SET token = 'gone' WHERE id ="
        " (SELECT orders.id FROM orders_order AS orders JOIN told USING (token) LIMIT 1)",
    ),
    Tampering(
        "shoppers with two orders of one cart",
        "UPDATE orders_order AS one SET actor = another.actor FROM orders_order AS another"
        " WHERE one.tenant_id = another.tenant_id AND one.id = (SELECT max(id) FROM orders_order)"
        " AND another.id = (SELECT max(id) FROM orders_order WHERE id < one.id AND tenant_id = one.tenant_id)",
    ),
    Tampering(
        "orders still waiting",
        "UPDATE orders_order SET status = 'payment_pending' WHERE id = (SELECT max(id) FROM orders_order)",
    ),
    Tampering(
        "events not delivered",
        "UPDATE core_outboxdelivery SET delivered_at = NULL WHERE id = (SELECT max(id) FROM core_outboxdelivery)",
    ),
    Tampering(
        "dead letters",
        "UPDATE core_outboxdelivery SET dead_at = now() WHERE id = (SELECT max(id) FROM core_outboxdelivery)",
    ),
    *(
        Tampering(
            finds,
            "DELETE FROM core_outboxdelivery WHERE id ="
            f" (SELECT max(id) FROM core_outboxdelivery WHERE event = '{event}')",
        )
        for finds, event in (
            ("orders placed that nobody was told of", "orders.OrderPlaced"),
            ("moves of orders that nobody was told of", "orders.OrderMoved"),
            ("captures that nobody was told of", "payments.PaymentCaptured"),
        )
    ),
    Tampering(
        "webhooks that were thanked for, and are not in the inbox",
        "DELETE FROM payments_gatewayevent WHERE id = (SELECT max(event.id) FROM payments_gatewayevent AS event"
        " JOIN heard ON heard.name = event.dedupe_key)",
    ),
    # It is there, and was kept for another account than it was sent to.
    Tampering(
        "webhooks that were thanked for, and are not in the inbox",
        "UPDATE payments_gatewayevent AS event SET account_id ="
        " (SELECT max(id) FROM payments_gatewayaccount WHERE id <> event.account_id)"
        " WHERE id = (SELECT max(kept.id) FROM payments_gatewayevent AS kept"
        " JOIN heard ON heard.name = kept.dedupe_key)",
    ),
    Tampering(
        "webhooks kept and not settled",
        "UPDATE payments_gatewayevent SET status = 'parked' WHERE id = (SELECT max(id) FROM payments_gatewayevent)",
    ),
    Tampering(
        "webhooks kept and not settled",
        "UPDATE payments_gatewayevent SET status = 'unmatched' WHERE id = (SELECT max(id) FROM payments_gatewayevent)",
    ),
    Tampering(
        "letters never sent",
        "UPDATE orders_orderletter SET sent_at = NULL WHERE id ="
        " (SELECT max(letter.id) FROM orders_orderletter AS letter JOIN orders_order AS orders"
        " ON orders.id = letter.order_id WHERE kind = 'placed' AND orders.status NOT IN ('cancelled', 'failed'))",
    ),
    Tampering(
        "levels that are not the sum of their movements",
        "UPDATE catalog_stocklevel SET on_hand = on_hand - 1 WHERE id = (SELECT min(id) FROM catalog_stocklevel)",
    ),
    Tampering(
        "pieces on the shelf that orders do not explain",
        "UPDATE catalog_stocklevel SET on_hand = on_hand - 1 WHERE variant_id ="
        " (SELECT max(variant_id) FROM catalog_stockmovement)",
    ),
    Tampering(
        "pieces still reserved",
        "UPDATE catalog_stockreservation SET state = 'held' WHERE id = (SELECT max(id) FROM catalog_stockreservation)",
    ),
    Tampering(
        "pieces still reserved",
        "UPDATE catalog_stocklevel SET reserved = reserved + 1 WHERE variant_id ="
        " (SELECT max(variant_id) FROM catalog_stockmovement)",
    ),
)  # fmt: skip


def unseen(connection: Connection, outside: Outside) -> list[str]:
    """The questions whose tampering the judge does not find, or that have none; empty when it is good for something."""
    untried = set(QUESTIONS) - {each.finds for each in TAMPERINGS}
    return sorted(untried | {each.finds for each in TAMPERINGS if not _is_found(connection, each, outside)})


def _is_found(connection: Connection, tampering: Tampering, outside: Outside) -> bool:
    with connection.transaction(force_rollback=True):
        tell(connection, outside)
        if tampering.statement:
            # No trigger of ours stands in the way of a superuser, as it would in that of anybody else.
            connection.execute("SET LOCAL session_replication_role = replica")
            if connection.execute(tampering.statement).rowcount != 1:
                return False
        if tampering.held:
            tell(connection, replace(outside, held=[*outside.held, tampering.held]))
        if tampering.journal is not None:
            tell(connection, replace(outside, journal=tampering.journal(list(outside.journal))))
        return figure(connection, tampering.finds) != 0
