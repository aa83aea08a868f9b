"""The books: accounts, and transactions of lines that sum to nought. Nobody changes or deletes what was posted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commerce.core.owned import TenantForeignKey, TenantOwned
from commerce.payments.domain.postings import Book, Entry
from commerce.payments.models.accounts import GatewayAccount
from commerce.payments.models.payments import Payment


class LedgerAccount(TenantOwned):
    """One of the store's books, of a gateway account (None for cash and transfers) and in one currency."""

    book = models.CharField(max_length=20, choices=[(book.value, book.value) for book in Book])
    gateway_account = TenantForeignKey(GatewayAccount, on_delete=models.PROTECT, related_name="books", null=True)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "book", "gateway_account", "currency"],
                name="ledger_account_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book} {self.currency}"


class LedgerTransaction(TenantOwned):
    """What one event did to the books, once: a replay finds its source here. `reverses` is what a correction undoes."""

    payment = TenantForeignKey(Payment, on_delete=models.PROTECT, related_name="ledger_transactions")
    entry = models.CharField(max_length=20, choices=[(entry.value, entry.value) for entry in Entry])
    source_kind = models.CharField(max_length=20)
    source_id = models.CharField(max_length=120)
    purpose = models.CharField(max_length=60)
    reverses = TenantForeignKey("self", on_delete=models.PROTECT, related_name="reversed_by", null=True)
    posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "source_kind", "source_id", "purpose"], name="ledger_source_once"
            ),
            models.UniqueConstraint(
                fields=["tenant", "reverses"], condition=Q(reverses__isnull=False), name="ledger_reversed_once"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "payment"], name="ledger_of_payment")]

    def __str__(self) -> str:
        return f"{self.source_kind} {self.source_id} {self.purpose}"


class LedgerEntry(TenantOwned):
    """One line, on one side, in its account's currency."""

    transaction = TenantForeignKey(LedgerTransaction, on_delete=models.PROTECT, related_name="entries")
    account = TenantForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="entries")
    debit_minor = models.BigIntegerField(default=0)
    credit_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(debit_minor__gt=0, credit_minor=0) | Q(debit_minor=0, credit_minor__gt=0),
                name="ledger_entry_one_side",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "transaction"], name="ledger_entry_of_transaction"),
            models.Index(fields=["tenant", "account"], name="ledger_entry_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.debit_minor}/{self.credit_minor}"
