"""The books: balanced at the commit, never changed, and once for each event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, transaction

from commerce.core.money import Money
from commerce.payments.application.ledger import Source, Till, post, reverse
from commerce.payments.application.use_cases.check_books import check_books
from commerce.payments.domain.postings import Book, Entry, postings
from commerce.payments.models import Discrepancy, LedgerAccount, LedgerEntry, LedgerTransaction, Payment
from tests.commerce.carts.shop import NOON
from tests.commerce.payments.scripted import AMOUNT
from tests.support.databases import owner_of

AT_GATEWAY = Till(Book.GATEWAY)
SOURCE = Source("attempt", "1", "captured:9200")


@pytest.fixture
def payment(owed: int) -> Payment:
    with transaction.atomic():
        found: Payment = Payment.objects.get(pk=owed)
        return found


@pytest.fixture
def as_owner(own_database: str) -> Iterator[psycopg.Connection[Any]]:
    with owner_of(own_database) as connection:
        yield connection


def take(payment: Payment) -> bool:
    with transaction.atomic():
        return post(payment, Entry.CAPTURED, AMOUNT, AT_GATEWAY, SOURCE, NOON)


def lines() -> list[tuple[str, int, int]]:
    with transaction.atomic():
        rows = LedgerEntry.objects.order_by("id").values_list("account__book", "debit_minor", "credit_minor")
        return list(rows)


@pytest.mark.parametrize("entry", Entry)
def test_every_event_debits_what_it_credits(entry: Entry) -> None:
    debited, credited = postings(entry, AMOUNT, Book.GATEWAY)
    assert (debited.debit, credited.credit) == (9200, 9200)
    assert (debited.credit, credited.debit) == (0, 0)
    assert debited.book is not credited.book


@pytest.mark.parametrize("minor", [0, -1])
def test_nothing_and_less_is_not_posted(minor: int) -> None:
    with pytest.raises(ValueError, match="not posted"):
        postings(Entry.CAPTURED, Money(minor, "SAR"), Book.GATEWAY)


def test_one_event_is_posted_once(payment: Payment) -> None:
    assert [take(payment), take(payment)] == [True, False]
    assert lines() == [("gateway_receivable", 9200, 0), ("order_funds", 0, 9200)]


def test_a_source_stands_once_even_for_who_does_not_look(payment: Payment) -> None:
    take(payment)
    with pytest.raises(IntegrityError, match="ledger_source_once"), transaction.atomic():
        LedgerTransaction.objects.create(
            payment=payment,
            entry=Entry.CAPTURED,
            source_kind=SOURCE.kind,
            source_id=SOURCE.id,
            purpose=SOURCE.purpose,
            posted_at=NOON,
        )


def post_crooked(payment: Payment, *pairs: tuple[int, int], currencies: tuple[str, str] = ("SAR", "SAR")) -> None:
    with transaction.atomic():
        books = {
            currency: LedgerAccount.objects.create(book=Book.BANK, currency=currency) for currency in {*currencies}
        }
        posted = LedgerTransaction.objects.create(
            payment=payment, entry=Entry.CAPTURED, source_kind="x", source_id="1", purpose="x", posted_at=NOON
        )
        for currency, (debit, credit) in zip(currencies, pairs, strict=False):
            LedgerEntry.objects.create(
                transaction=posted, account=books[currency], debit_minor=debit, credit_minor=credit
            )


@pytest.mark.parametrize("pairs", [((100, 0), (0, 99)), ((100, 0),), ()])
def test_what_does_not_balance_is_not_committed(payment: Payment, pairs: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(IntegrityError, match=r"does not balance|has no lines"):
        post_crooked(payment, *pairs)
    assert lines() == []


def test_two_currencies_do_not_balance_each_other(payment: Payment) -> None:
    with pytest.raises(IntegrityError, match="does not balance"):
        post_crooked(payment, (100, 0), (0, 100), currencies=("SAR", "KWD"))


def test_without_the_trigger_it_would_be_and_the_nightly_look_finds_it(
    payment: Payment, as_owner: psycopg.Connection[Any]
) -> None:
    """The negative control."""
    as_owner.execute("ALTER TABLE payments_ledgerentry DISABLE TRIGGER ledger_entries_balance")
    as_owner.execute("ALTER TABLE payments_ledgertransaction DISABLE TRIGGER ledger_transactions_balance")
    as_owner.commit()
    post_crooked(payment, (100, 0), (0, 99))
    assert lines() == [("bank", 100, 0), ("bank", 0, 99)]
    assert [check_books(now=NOON), check_books(now=NOON)] == [1, 1]
    with transaction.atomic():
        assert [one.finding for one in Discrepancy.objects.all()] == ["books_differ"]


@pytest.mark.parametrize("pair", [(0, 0), (1, 1), (-1, 0), (0, -1)])
def test_a_line_stands_on_one_side(payment: Payment, pair: tuple[int, int]) -> None:
    with pytest.raises(IntegrityError, match="ledger_entry_one_side"):
        post_crooked(payment, pair)


@pytest.mark.parametrize("model", [LedgerAccount, LedgerTransaction, LedgerEntry])
def test_nobody_changes_or_deletes_what_was_posted(
    payment: Payment, as_owner: psycopg.Connection[Any], model: Any
) -> None:
    take(payment)
    row = model._meta.db_table
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        model.objects.update(id=7)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all()._raw_delete("default")
    for statement in (f"UPDATE {row} SET id = 7", f"DELETE FROM {row}"):
        with pytest.raises(psycopg.errors.CheckViolation, match="reversing"):
            as_owner.execute(statement)
        as_owner.rollback()


def test_a_correction_is_a_transaction_the_other_way_round_and_happens_once(payment: Payment) -> None:
    take(payment)
    for _ in range(2):
        with transaction.atomic():
            reverse(SOURCE, NOON)
    assert lines()[2:] == [("gateway_receivable", 0, 9200), ("order_funds", 9200, 0)]


def test_no_payment_takes_more_for_its_order_than_was_owed(payment: Payment) -> None:
    with pytest.raises(IntegrityError, match="payment_takes_what_is_owed"), transaction.atomic():
        Payment.objects.update(captured_minor=9201)


def test_sums_that_the_books_do_not_have_are_told(payment: Payment) -> None:
    with transaction.atomic():
        Payment.objects.update(captured_minor=9200)
    assert check_books(now=NOON) == 1
    take(payment)
    assert check_books(now=NOON) == 0
