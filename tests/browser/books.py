"""What the books, the gateways' journal and the letters say of one order, asked from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg

from tests.support.databases import admin_dsn
from wasla_site.launcher.roles import owner_dsn

AMOUNT = re.compile(r"[0-9][0-9,]*\.[0-9]{2}")
# How Django's files keep several letters apart.
BETWEEN_LETTERS = re.compile(r"^-{60,}$", re.MULTILINE)


def token_in(order_url: str) -> str:
    return order_url.rstrip("/").rsplit("/", 1)[1].split("?")[0]


def minor(text: str) -> int:
    """The one amount that stands in the text, in minor units."""
    [amount] = AMOUNT.findall(text)
    return int(amount.replace(",", "").replace(".", ""))


def balances(database: str, token: str) -> dict[str, int]:
    """By book, debits less credits of the order's payment; books that came back to nought are left out."""
    sql = """
        SELECT account.book, sum(entry.debit_minor - entry.credit_minor)::bigint FROM payments_ledgerentry AS entry
        JOIN payments_ledgertransaction AS posted ON posted.id = entry.transaction_id
        JOIN payments_ledgeraccount AS account ON account.id = entry.account_id
        JOIN orders_order AS bought ON bought.payment_id = posted.payment_id
        WHERE bought.token = %s GROUP BY account.book
    """
    return {book: balance for book, balance in rows(database, sql, token) if balance}


def rows(database: str, sql: str, *params: Any) -> list[tuple[Any, ...]]:
    """Asked as the owner, who sees every store."""
    with psycopg.connect(owner_dsn(admin_dsn(), database)) as owner:
        return list(owner.execute(sql, params))


def subjects_about(letters: Path, token: str) -> list[str]:
    """The subjects of the letters that lead to the order's page, the oldest first."""
    return [str(letter["Subject"]) for letter in _letters(letters) if token in _words(letter)]


def _letters(letters: Path) -> Iterator[EmailMessage]:
    for file in sorted(letters.iterdir(), key=lambda each: each.stat().st_mtime_ns):
        for text in BETWEEN_LETTERS.split(file.read_text(encoding="utf-8")):
            if text.strip():
                yield message_from_string(text.strip(), policy=policy.default)


def _words(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    return "" if body is None else str(body.get_content())
