"""Posting to the books."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from commerce.core.money import Money
from commerce.payments.application.ports import gateway_for
from commerce.payments.domain.postings import Book, Entry, Line, postings
from commerce.payments.models import LedgerAccount, LedgerEntry, LedgerTransaction, Payment, PaymentAttempt


@dataclass(frozen=True, slots=True)
class Source:
    """What a posting tells of: a row, and what of it. The same source posts once, however often it is told."""

    kind: str
    id: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Till:
    """Where a payment's money lies: with the gateway of an account, or in the store's own hands."""

    asset: Book
    account_id: int | None = None


def till_of(attempt: PaymentAttempt) -> Till:
    return Till(Book.GATEWAY, attempt.account_id)


def offline_till(payment: Payment) -> Till:
    """Of cash and transfers, with which no gateway has to do."""
    awaits_transfer = gateway_for(payment.gateway).method.capabilities.awaits_transfer
    return Till(Book.BANK if awaits_transfer else Book.COURIER)


def post(payment: Payment, entry: Entry, amount: Money, till: Till, source: Source, now: datetime) -> bool:
    """The event stands in the books; False when it did already. Nothing is posted for an amount of nought.

    The payment's row is locked by the caller.
    """
    if amount.is_zero or _posted(source):
        return False
    _write(payment, entry, postings(entry, amount, till.asset), amount.currency, till.account_id, source, now)
    return True


def reverse(source: Source, now: datetime) -> None:
    """What was posted for this source is undone by a transaction the other way round; nothing when there is none."""
    undone = LedgerTransaction.objects.filter(
        source_kind=source.kind, source_id=source.id, purpose=source.purpose, reversed_by=None
    ).first()
    if undone is None:
        return
    reversing = LedgerTransaction.objects.create(
        payment_id=undone.payment_id,
        entry=undone.entry,
        source_kind="ledger",
        source_id=str(undone.pk),
        purpose="reversed",
        reverses=undone,
        posted_at=now,
    )
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            transaction=reversing,
            account_id=line.account_id,
            debit_minor=line.credit_minor,
            credit_minor=line.debit_minor,
        )
        for line in LedgerEntry.objects.filter(transaction=undone).order_by("id")
    )


def _posted(source: Source) -> bool:
    return LedgerTransaction.objects.filter(
        source_kind=source.kind, source_id=source.id, purpose=source.purpose
    ).exists()


def _write(
    payment: Payment,
    entry: Entry,
    lines: Iterable[Line],
    currency: str,
    account_id: int | None,
    source: Source,
    now: datetime,
) -> None:
    posted = LedgerTransaction.objects.create(
        payment=payment,
        entry=entry,
        source_kind=source.kind,
        source_id=source.id,
        purpose=source.purpose,
        posted_at=now,
    )
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            transaction=posted,
            account=_account(line.book, account_id, currency),
            debit_minor=line.debit,
            credit_minor=line.credit,
        )
        for line in lines
    )


def _account(book: Book, account_id: int | None, currency: str) -> LedgerAccount:
    found = LedgerAccount.objects.filter(book=book, gateway_account_id=account_id, currency=currency).first()
    if found is None:
        # Two first postings at once both try, and one of them makes it.
        fresh = LedgerAccount(book=book, gateway_account_id=account_id, currency=currency)
        LedgerAccount.objects.bulk_create([fresh], ignore_conflicts=True)
        found = LedgerAccount.objects.get(book=book, gateway_account_id=account_id, currency=currency)
    return found
