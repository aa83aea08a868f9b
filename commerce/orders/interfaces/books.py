"""An order's lines in the books as the desk shows them: what happened when, and what each account comes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from commerce.core.money import Money, total
from commerce.payments.application.money_queries import LedgerLine
from commerce.payments.domain.postings import CREDITED, Book, Entry
from commerce.payments.interfaces.money_words import ENTRIES, account_words


@dataclass(frozen=True, slots=True)
class BookedEvent:
    """What one event did to the books at `at` (UTC): its words, and account, debit and credit of each line."""

    words: Any
    at: datetime
    is_reversal: bool
    lines: tuple[tuple[str, Money, Money], ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """All of an account's lines: `amount` is above nought on the side the account is of by nature."""

    account: str
    debit: Money
    credit: Money
    amount: Money


def booked_events(lines: Iterable[LedgerLine]) -> list[BookedEvent]:
    """The events in the order of their posting."""
    return [_event(list(of_event)) for _id, of_event in groupby(lines, key=lambda line: line.transaction_id)]


def balances(lines: Iterable[LedgerLine]) -> list[Balance]:
    """One of each account and currency, in the order in which they came into it."""
    by_account: dict[tuple[str, str, str], list[LedgerLine]] = {}
    for line in lines:
        by_account.setdefault((line.book, line.account, line.debit.currency), []).append(line)
    return [_balance(of_account) for of_account in by_account.values()]


def _event(lines: Sequence[LedgerLine]) -> BookedEvent:
    first = lines[0]
    rows = tuple((account_words(line.book, line.account), line.debit, line.credit) for line in lines)
    return BookedEvent(ENTRIES[Entry(first.entry)], first.at, first.is_reversal, rows)


def _balance(lines: Sequence[LedgerLine]) -> Balance:
    first = lines[0]
    debit = total([line.debit for line in lines], first.debit.currency)
    credit = total([line.credit for line in lines], first.debit.currency)
    amount = credit - debit if Book(first.book) in CREDITED else debit - credit
    return Balance(account_words(first.book, first.account), debit, credit, amount)
