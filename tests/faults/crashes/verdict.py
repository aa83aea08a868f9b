"""The only judge of a run: reads what is left in PostgreSQL, beside the gateways' journal, and shares no code with what
it judges. Every line counts what must not be, so every figure has to be nought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

Connection = psycopg.Connection[Any]

_ALIVE = "('confirmed', 'shipped', 'delivered')"
_SALES = """
    (SELECT attempt.id, attempt.payment_id, attempt.captured_minor, attempt.refunded_minor, attempt.is_unapplied,
            journal.minor, payment.owed_back_at, orders.status
     FROM journal
     JOIN payments_paymentattempt AS attempt ON attempt.gateway_key::text = journal.paid_under
     JOIN payments_payment AS payment ON payment.id = attempt.payment_id
     JOIN orders_order AS orders ON orders.payment_id = payment.id
     WHERE journal.kind IN ('sale', 'capture'))
"""

# What a telling excuses is what it tells of and no more: an attempt's own rest, or the amount of one refund of it.
# What was sent again since is told no more. One that staff asked for excuses nothing of what is owed before what was
# sent by itself has failed as well.
_TOLD_OF_REFUND = """
    EXISTS (SELECT FROM payments_discrepancy AS telling
            WHERE telling.finding = 'not_returned' AND telling.payment_id = refund.payment_id
            AND telling.key = 'refund:' || refund.id AND telling.reason <> 'no_longer_true')
"""
_TOLD_OF = f"""
    (CASE WHEN EXISTS (
        SELECT FROM payments_discrepancy AS telling
        WHERE telling.finding = 'not_returned' AND telling.payment_id = sale.payment_id
        AND telling.key = 'attempt:' || sale.id)
     THEN sale.captured_minor
     WHEN EXISTS (
        SELECT FROM payments_refund AS refund
        WHERE attempt_id = sale.id AND status = 'failed' AND source = 'system' AND {_TOLD_OF_REFUND})
     THEN (SELECT sum(amount_minor) FROM payments_refund AS refund
           WHERE attempt_id = sale.id AND status = 'failed' AND {_TOLD_OF_REFUND})
     ELSE 0 END)
"""
# What was sent as often as it may be, and never arrived.
_TOLD_OF_HOLD = """
    payments_discrepancy AS telling
    JOIN payments_operation AS operation ON telling.key = 'operation:' || operation.id
    JOIN payments_paymentattempt AS attempt ON attempt.id = operation.attempt_id
    AND telling.closed_at IS NULL AND telling.finding = 'not_moved'
"""
# Staff let the money go when all the goods had left, and a person is told that nobody has paid for them. What leaves
# after that was decided is excused by nothing: it must not.
_LET_GO_AFTER_SENDING = """
    (SELECT telling.id, telling.payment_id FROM payments_discrepancy AS telling
     JOIN payments_paymentattempt AS attempt ON attempt.payment_id = telling.payment_id
     JOIN payments_operation AS operation ON operation.attempt_id = attempt.id
     WHERE telling.finding = 'hold_lapsed' AND operation.kind = 'void' AND operation.status = 'succeeded'
     AND operation.created_at >= (
        SELECT max(move.at) FROM orders_fulfilmentmove AS move
        JOIN orders_fulfilment AS parcel ON parcel.id = move.fulfilment_id
        JOIN orders_order AS orders ON orders.id = parcel.order_id
        WHERE orders.payment_id = telling.payment_id AND move.to_status = 'shipped'))
"""
_SENT_BACK = "SELECT paid_under, minor, count(*) AS times FROM journal WHERE kind IN ('refund', 'void') GROUP BY 1, 2"
_GIVEN_BACK = """
    SELECT attempt.gateway_key::text AS paid_under, -refund.amount_minor AS minor, count(*) AS times
    FROM payments_refund AS refund JOIN payments_paymentattempt AS attempt ON attempt.id = refund.attempt_id
    WHERE refund.status = 'succeeded' GROUP BY 1, 2
"""

QUESTIONS: dict[str, str] = {
    # Money.
    "payments charged twice": f"""
        SELECT count(*) FROM (SELECT FROM {_SALES} AS sale GROUP BY payment_id HAVING count(*) > 1) AS twice
    """,
    "charges under no attempt of ours": """
        SELECT count(*) FROM journal WHERE kind IN ('sale', 'capture')
        AND NOT EXISTS (SELECT FROM payments_paymentattempt WHERE gateway_key::text = journal.paid_under)
    """,
    "charged, and neither paid nor owed back": f"""
        SELECT count(*) FROM {_SALES} AS sale WHERE captured_minor <> minor
        OR NOT (status IN {_ALIVE} OR owed_back_at IS NOT NULL OR is_unapplied)
    """,
    "owed back, neither given back nor told to a person": f"""
        SELECT count(*) FROM {_SALES} AS sale
        WHERE captured_minor - refunded_minor > {_TOLD_OF} AND status NOT IN {_ALIVE}
    """,
    "given back as owed, and sent all the same": f"""
        SELECT count(*) FROM {_SALES} AS sale WHERE status IN {_ALIVE} AND owed_back_at IS NOT NULL
    """,
    "paid, and never charged": """
        SELECT count(*) FROM payments_paymentattempt AS attempt
        WHERE captured_minor > 0 AND captured_minor <> coalesce(
            (SELECT sum(minor) FROM journal
             WHERE kind IN ('sale', 'capture') AND paid_under = attempt.gateway_key::text), 0)
    """,
    "held by a bank, and neither taken nor let go nor told to a person": f"""
        SELECT count(*) FROM held WHERE NOT EXISTS (
            SELECT FROM {_TOLD_OF_HOLD} WHERE attempt.gateway_key::text = held.key)
    """,
    "held by our rows, and by no bank": """
        SELECT count(*) FROM payments_payment AS payment WHERE authorised_minor > 0 AND NOT EXISTS (
            SELECT FROM held JOIN payments_paymentattempt AS attempt ON attempt.gateway_key::text = held.key
            WHERE attempt.payment_id = payment.id)
    """,
    "refunds of one order and amount sent more often than given": f"""
        SELECT count(*) FROM ({_SENT_BACK}) AS sent LEFT JOIN ({_GIVEN_BACK}) AS given USING (paid_under, minor)
        WHERE sent.times > coalesce(given.times, 0)
    """,
    "refunds given in our rows, and never sent": f"""
        SELECT count(*) FROM ({_GIVEN_BACK}) AS given LEFT JOIN ({_SENT_BACK}) AS sent USING (paid_under, minor)
        WHERE given.times > coalesce(sent.times, 0)
    """,
    "told to a person as not gone back, and gone": """
        SELECT count(*) FROM payments_discrepancy AS telling
        JOIN payments_refund AS refund ON telling.key = 'refund:' || refund.id
        WHERE telling.closed_at IS NULL AND telling.finding = 'not_returned' AND refund.status <> 'failed'
    """,
    "told to a person as neither taken nor let go, and held no more": f"""
        SELECT count(*) FROM {_TOLD_OF_HOLD}
        WHERE NOT EXISTS (SELECT FROM held WHERE held.key = attempt.gateway_key::text)
    """,
    "confirmed and paid by nobody": f"""
        SELECT count(*) FROM orders_order AS orders JOIN payments_payment AS payment ON payment.id = orders.payment_id
        WHERE orders.status IN {_ALIVE} AND payment.gateway <> 'cash_on_delivery' AND payment.status <> 'captured'
        AND payment.id NOT IN (SELECT payment_id FROM {_LET_GO_AFTER_SENDING} AS let_go)
    """,
    "delivered for cash, and none collected": f"""
        SELECT count(*) FROM orders_order AS orders JOIN payments_payment AS payment ON payment.id = orders.payment_id
        WHERE orders.status = 'delivered' AND payment.captured_minor <> payment.amount_minor
        AND payment.id NOT IN (SELECT payment_id FROM {_LET_GO_AFTER_SENDING} AS let_go)
    """,
    "movements of money not settled": """
        SELECT (SELECT count(*) FROM payments_operation WHERE status IN ('planned', 'sent', 'unknown', 'pending'))
             + (SELECT count(*) FROM payments_refund WHERE status IN ('submitted', 'pending'))
    """,
    "returns marked refunded, no money sent and nobody told": f"""
        SELECT count(*) FROM orders_return AS parcel
        WHERE parcel.status = 'refunded'
        AND (SELECT coalesce(sum(amount_minor), 0) FROM orders_returnline WHERE parcel_id = parcel.id)
         <> (SELECT coalesce(sum(amount_minor), 0) FROM payments_refund AS refund
             WHERE asked_by = 'return:' || parcel.id
             AND (status = 'succeeded' OR status = 'failed' AND {_TOLD_OF_REFUND}))
    """,
    # Books.
    "transactions of the books off nought": """
        SELECT count(*) FROM (
            SELECT FROM payments_ledgerentry GROUP BY transaction_id
            HAVING sum(debit_minor) <> sum(credit_minor) OR count(*) < 2) AS off
    """,
    "minor units by which books and gateways differ": """
        SELECT coalesce(sum(abs(coalesce(ours.minor, 0) - coalesce(theirs.minor, 0))), 0) FROM (
            SELECT account.provider, tenant.slug, sum(entry.debit_minor - entry.credit_minor) AS minor
            FROM payments_ledgerentry AS entry
            JOIN payments_ledgeraccount AS book ON book.id = entry.account_id AND book.book = 'gateway_receivable'
            JOIN payments_gatewayaccount AS account ON account.id = book.gateway_account_id
            JOIN tenants_tenant AS tenant ON tenant.id = account.tenant_id
            GROUP BY 1, 2) AS ours
        FULL JOIN (
            SELECT gateway AS provider, merchant AS slug, sum(minor) AS minor FROM journal GROUP BY 1, 2
        ) AS theirs USING (provider, slug)
    """,
    "payments whose sums are not the books'": """
        SELECT count(*) FROM payments_payment AS payment
        WHERE captured_minor - refunded_minor - refund_pending_minor <> coalesce((
            SELECT sum(entry.credit_minor - entry.debit_minor) FROM payments_ledgerentry AS entry
            JOIN payments_ledgeraccount AS book ON book.id = entry.account_id AND book.book = 'order_funds'
            JOIN payments_ledgertransaction AS posted ON posted.id = entry.transaction_id
            WHERE posted.payment_id = payment.id), 0)
    """,
    "discrepancies that nobody made": f"""
        SELECT count(*) FROM payments_discrepancy
        WHERE closed_at IS NULL AND finding NOT IN ('not_returned', 'not_moved')
        AND id NOT IN (SELECT id FROM {_LET_GO_AFTER_SENDING} AS let_go)
    """,
    # Orders.
    "orders lost that a shopper was told of": """
        SELECT count(*) FROM told WHERE NOT EXISTS (SELECT FROM orders_order WHERE token = told.token)
    """,
    "shoppers with two orders of one cart": """
        SELECT count(*) FROM (SELECT FROM orders_order GROUP BY tenant_id, actor HAVING count(*) > 1) AS twice
    """,
    "orders still waiting": "SELECT count(*) FROM orders_order WHERE status IN ('created', 'payment_pending')",
    # Events.
    "events not delivered": "SELECT count(*) FROM core_outboxdelivery WHERE delivered_at IS NULL",
    "dead letters": "SELECT count(*) FROM core_outboxdelivery WHERE dead_at IS NOT NULL",
    "orders placed that nobody was told of": """
        SELECT count(*) FROM orders_order AS orders WHERE NOT EXISTS (
            SELECT FROM core_outboxdelivery WHERE event = 'orders.OrderPlaced'
            AND (payload->>'order_id')::bigint = orders.id)
    """,
    "moves of orders that nobody was told of": """
        SELECT count(*) FROM orders_ordermove AS move WHERE from_status <> '' AND NOT EXISTS (
            SELECT FROM core_outboxdelivery WHERE event = 'orders.OrderMoved'
            AND (payload->>'order_id')::bigint = move.order_id AND payload->>'to_status' = move.to_status)
    """,
    "captures that nobody was told of": """
        SELECT count(*) FROM payments_payment AS payment
        WHERE status = 'captured' AND gateway <> 'cash_on_delivery' AND NOT EXISTS (
            SELECT FROM core_outboxdelivery WHERE event = 'payments.PaymentCaptured'
            AND (payload->>'payment_id')::bigint = payment.id)
    """,
    "webhooks that were thanked for, and are not in the inbox": """
        SELECT count(*) FROM heard WHERE NOT EXISTS (
            SELECT FROM payments_gatewayevent AS event JOIN payments_gatewayaccount AS account
            ON account.id = event.account_id AND account.webhook_token = heard.address
            WHERE event.dedupe_key = heard.name)
    """,
    "webhooks kept and not settled": """
        SELECT count(*) FROM payments_gatewayevent WHERE status IN ('received', 'parked', 'unmatched')
    """,
    # Of what was called off before it could be told its shopper hears that alone; who gave it up themselves, nothing.
    "letters never sent": """
        SELECT count(*) FROM orders_order AS orders WHERE NOT EXISTS (
            SELECT FROM orders_orderletter WHERE order_id = orders.id AND sent_at IS NOT NULL
            AND kind = CASE orders.status
                WHEN 'cancelled' THEN 'cancelled' WHEN 'failed' THEN 'unpaid' ELSE 'placed' END)
        AND NOT EXISTS (
            SELECT FROM orders_ordermove
            WHERE order_id = orders.id AND to_status = 'failed' AND reason = 'another_way')
    """,
    # Stock.
    "levels that are not the sum of their movements": """
        SELECT count(*) FROM catalog_stocklevel AS level JOIN LATERAL (
            SELECT coalesce(sum(delta_on_hand), 0) AS on_hand, coalesce(sum(delta_reserved), 0) AS reserved
            FROM catalog_stockmovement AS movement
            WHERE movement.variant_id = level.variant_id AND movement.location_id = level.location_id
        ) AS moved ON true WHERE (level.on_hand, level.reserved) <> (moved.on_hand, moved.reserved)
    """,
    "pieces on the shelf that orders do not explain": f"""
        SELECT coalesce(sum(abs(
            level.on_hand - opening.pieces + coalesce(sold.pieces, 0) - coalesce(back.pieces, 0))), 0)
        FROM catalog_stocklevel AS level
        JOIN (SELECT variant_id, sum(delta_on_hand) AS pieces FROM catalog_stockmovement
              WHERE reference NOT LIKE 'order:%' AND reason NOT LIKE 'order:%' GROUP BY 1) AS opening USING (variant_id)
        LEFT JOIN (SELECT line.variant_id, sum(line.quantity) AS pieces FROM orders_orderline AS line
                   JOIN orders_order AS orders ON orders.id = line.order_id AND orders.status IN {_ALIVE}
                   GROUP BY 1) AS sold USING (variant_id)
        LEFT JOIN (SELECT line.variant_id, sum(piece.quantity) AS pieces FROM orders_returnline AS piece
                   JOIN orders_orderline AS line ON line.id = piece.line_id
                   WHERE piece.is_restocked GROUP BY 1) AS back USING (variant_id)
    """,
    "pieces still reserved": """
        SELECT (SELECT coalesce(sum(reserved), 0) FROM catalog_stocklevel)
             + (SELECT coalesce(sum(quantity), 0) FROM catalog_stockreservation WHERE state = 'held')
    """,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """By question, its figure."""

    figures: Mapping[str, int]

    @property
    def missed(self) -> dict[str, int]:
        return {name: figure for name, figure in self.figures.items() if figure}


@dataclass(frozen=True, slots=True)
class Outside:
    """What is known without asking the shops: the gateways' journal, what banks hold for them by the key it was paid
    under, the tokens of orders that shoppers were told of, and the webhooks that somebody here thanked for, by address
    and name."""

    journal: Sequence[Mapping[str, Any]]
    held: Sequence[str]
    tokens: Sequence[str]
    heard: Sequence[tuple[str, str]]


def judge(connection: Connection, outside: Outside) -> Verdict:
    """What stands there now, the open transaction's own changes included. Leaves four temporary tables behind until
    the transaction ends."""
    tell(connection, outside)
    return Verdict({name: figure(connection, name) for name in QUESTIONS})


def tell(connection: Connection, outside: Outside) -> None:
    """What is known from outside stands in the four tables that the questions read."""
    names = ("gateway", "merchant", "kind", "key", "paid_under")
    _fill(connection, "journal", [[*(entry[name] for name in names), entry["minor"]] for entry in outside.journal])
    _fill(connection, "held", [[key] for key in outside.held])
    _fill(connection, "told", [[token] for token in outside.tokens])
    _fill(connection, "heard", outside.heard)


_TABLES = {
    "journal": "gateway text, merchant text, kind text, key text, paid_under text, minor bigint",
    "held": "key text",
    "told": "token text",
    "heard": "address text, name text",
}


def _fill(connection: Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    name = sql.Identifier(table)
    connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(name))
    connection.execute(sql.SQL("CREATE TEMP TABLE {} ({}) ON COMMIT DROP").format(name, sql.SQL(_TABLES[table])))
    with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY {} FROM STDIN").format(name)) as lines:
        for row in rows:
            lines.write_row(row)


def figure(connection: Connection, name: str) -> int:
    """The answer to one question, after `tell`."""
    row = connection.execute(QUESTIONS[name]).fetchone()
    assert row is not None
    return int(row[0])
