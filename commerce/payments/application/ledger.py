"""Posting to the books."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import F, Q, QuerySet, Sum

from commerce.core.money import Money
from commerce.payments.application.ports import gateway_for
from commerce.payments.domain.postings import IN_OWN_HANDS, Book, Entry, Line, postings
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


def own_till(attempt: PaymentAttempt) -> Till:
    """Where money comes from that is given back for what the attempt took, and that its gateway does not send."""
    return Till(Book.BANK, attempt.account_id)


def offline_till(payment: Payment) -> Till:
    """Of cash and transfers, with which no gateway has to do."""
    awaits_transfer = gateway_for(payment.gateway).method.capabilities.awaits_transfer
    return Till(Book.BANK if awaits_transfer else Book.COURIER)


def post(payment: Payment, entry: Entry, amount: Money, till: Till, source: Source, now: datetime) -> bool:
    """The event stands in the books; False when it did already. Nothing is posted for an amount of nought.

    What was reversed and is told of again is posted anew. The payment's row is locked by the caller.
    """
    free = None if amount.is_zero else _free(source)
    if free is None:
        return False
    _write(payment, entry, postings(entry, amount, till.asset), amount.currency, till.account_id, free, now)
    return True


def stands(source: Source) -> bool:
    """Whether the books have it, not undone."""
    return _free(source) is None


def excess_of(payment: Payment) -> Money:
    """What staff or a courier took above what was owed, and has not gone back."""
    lines = LedgerEntry.objects.filter(
        transaction__payment=payment, account__book=Book.UNAPPLIED_FUNDS, account__gateway_account=None
    )
    sums = lines.aggregate(net=Sum(F("credit_minor") - F("debit_minor"), default=0))
    return Money(sums["net"], payment.currency)


def reverse(source: Source, now: datetime) -> None:
    """What was posted for this source is undone by a transaction the other way round; nothing when there is none."""
    undone = _posted(source).filter(reversed_by=None).first()
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


def balance_of(payment: Payment, book: Book) -> int:
    """Debits less credits of this payment in this book, in minor units of its currency."""
    lines = LedgerEntry.objects.filter(
        transaction__payment=payment, account__book=book, account__currency=payment.currency
    )
    return int(lines.aggregate(sum=Sum(F("debit_minor") - F("credit_minor"), default=0))["sum"])


def _posted(source: Source) -> QuerySet[LedgerTransaction]:
    """What was posted for this source, again and again after reversals."""
    purposes = Q(purpose=source.purpose) | Q(purpose__startswith=f"{source.purpose}#")
    return LedgerTransaction.objects.filter(purposes, source_kind=source.kind, source_id=source.id)


def _free(source: Source) -> Source | None:
    """Under which it may be posted now; None while it stands in the books."""
    reversals = list(_posted(source).values_list("reversed_by", flat=True))
    if None in reversals:
        return None
    return replace(source, purpose=f"{source.purpose}#{len(reversals)}") if reversals else source


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
            account=_account(line.book, None if line.book in IN_OWN_HANDS else account_id, currency),
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
