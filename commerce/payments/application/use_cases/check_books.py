"""The nightly look at whether money is conserved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, Sum

from commerce.core.scope import system_scope, tenant_scope
from commerce.payments.application.discrepancies import found
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.postings import Book
from commerce.payments.models import LedgerEntry, Payment

Facts = Mapping[str, str]
_SUM = Sum(F("credit_minor") - F("debit_minor"), default=0)


def check_books(*, now: datetime) -> int:
    """Every store's trial balance, and every payment's sums, were compared with the books; what differs is told as a
    discrepancy. Returns how many differences there are."""
    with system_scope(), transaction.atomic():
        booked = LedgerEntry.objects.values_list("tenant_id", flat=True).distinct()
        moved = Payment.objects.exclude(captured_minor=0, authorised_minor=0)
        stores = sorted({*booked, *moved.values_list("tenant_id", flat=True).distinct()})
    return sum(_check_store(tenant_id, now) for tenant_id in stores)


def _check_store(tenant_id: int, now: datetime) -> int:
    with tenant_scope(tenant_id), transaction.atomic():
        wrong: list[tuple[str, Payment | None, Facts]] = []
        for row in LedgerEntry.objects.values("account__currency").annotate(sum=_SUM).exclude(sum=0):
            wrong.append((f"balance:{row['account__currency']}:{row['sum']}", None, {"sum": str(row["sum"])}))
        booked = _booked()
        for payment in Payment.objects.exclude(captured_minor=0, authorised_minor=0):
            if facts := _differences(payment, booked.get((payment.pk, payment.currency), (0, 0))):
                wrong.append((f"payment:{payment.pk}:{sorted(facts.items())}", payment, facts))
        for key, of_payment, facts in wrong:
            found(Finding.BOOKS_DIFFER, key, of_payment, facts, now)
        return len(wrong)


def _booked() -> dict[tuple[int, str], tuple[int, int]]:
    """By payment and currency: what the books have of it for its order, and held."""
    rows = LedgerEntry.objects.values_list("transaction__payment_id", "account__currency").annotate(
        funds=Sum(F("credit_minor") - F("debit_minor"), filter=Q(account__book=Book.ORDER_FUNDS), default=0),
        held=Sum(F("debit_minor") - F("credit_minor"), filter=Q(account__book=Book.HOLDS), default=0),
    )
    return {(payment_id, currency): (funds, held) for payment_id, currency, funds, held in rows}


def _differences(payment: Payment, booked: tuple[int, int]) -> Facts:
    ours = (payment.captured_minor - payment.refunded_minor - payment.refund_pending_minor, payment.authorised_minor)
    pairs = zip(("funds", "held"), ours, booked, strict=True)
    return {name: f"{own} / {theirs}" for name, own, theirs in pairs if own != theirs}
