"""The nightly look at whether money is conserved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, Sum

from commerce.core.scope import system_scope, tenant_scope
from commerce.payments.application.discrepancies import found
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.postings import Book
from commerce.payments.models import LedgerEntry, Payment, PaymentAttempt, Refund

Facts = Mapping[str, str]
# What was kept, and what is held; of an attempt, what was held once.
Sums = tuple[int, int]
_SUM = Sum(F("credit_minor") - F("debit_minor"), default=0)
_HELD = Sum(F("debit_minor") - F("credit_minor"), filter=Q(account__book=Book.HOLDS), default=0)


def check_books(*, now: datetime) -> int:
    """Every store's trial balance, and the sums of every payment and attempt, were compared with the books, whether the
    sums have anything or the books; what differs is told as a discrepancy. Returns how many differences there are."""
    with system_scope(), transaction.atomic():
        booked = LedgerEntry.objects.values_list("tenant_id", flat=True).distinct()
        paid = Payment.objects.exclude(captured_minor=0, authorised_minor=0)
        taken = PaymentAttempt.objects.exclude(captured_minor=0, authorised_minor=0)
        rows = (booked, *(moved.values_list("tenant_id", flat=True).distinct() for moved in (paid, taken)))
        stores = sorted({tenant_id for tenants in rows for tenant_id in tenants})
    return sum(_check_store(tenant_id, now) for tenant_id in stores)


def _check_store(tenant_id: int, now: datetime) -> int:
    with tenant_scope(tenant_id), transaction.atomic():
        wrong: list[tuple[str, Payment | None, Facts]] = []
        for row in LedgerEntry.objects.values("account__currency").annotate(sum=_SUM).exclude(sum=0):
            wrong.append((f"balance:{row['account__currency']}:{row['sum']}", None, {"sum": str(row["sum"])}))
        wrong += _payments_that_differ()
        wrong += _attempts_that_differ()
        for key, of_payment, facts in wrong:
            found(Finding.BOOKS_DIFFER, key, of_payment, facts, now)
        return len(wrong)


def _payments_that_differ() -> Iterator[tuple[str, Payment, Facts]]:
    booked = _booked_of_payments()
    have_any = {payment_id for (payment_id, _), sums in booked.items() if sums != (0, 0)}
    moved = ~Q(captured_minor=0, authorised_minor=0)
    for payment in Payment.objects.filter(moved | Q(pk__in=have_any)).order_by("id"):
        kept = payment.captured_minor - payment.refunded_minor - payment.refund_pending_minor
        ours = (kept, payment.authorised_minor)
        if facts := _differences(ours, booked.get((payment.pk, payment.currency), (0, 0))):
            yield f"payment:{payment.pk}:{sorted(facts.items())}", payment, facts


def _attempts_that_differ() -> Iterator[tuple[str, Payment, Facts]]:
    booked = _booked_of_attempts()
    have_any = {attempt_id for attempt_id, sums in booked.items() if sums != (0, 0)}
    moved = ~Q(captured_minor=0, authorised_minor=0)
    attempts = PaymentAttempt.objects.filter(moved | Q(pk__in=have_any)).select_related("payment").order_by("id")
    for attempt in attempts:
        ours = (attempt.kept.minor, attempt.authorised_minor)
        if facts := _differences(ours, booked.get(attempt.pk, (0, 0))):
            yield f"attempt:{attempt.pk}:{sorted(facts.items())}", attempt.payment, facts


def _booked_of_payments() -> dict[tuple[int, str], Sums]:
    """By payment and currency: what the books have of it for its order, and held."""
    funds = Sum(F("credit_minor") - F("debit_minor"), filter=Q(account__book=Book.ORDER_FUNDS), default=0)
    rows = LedgerEntry.objects.values_list("transaction__payment_id", "account__currency")
    sums = rows.annotate(funds=funds, held=_HELD)
    return {(payment_id, currency): (funds, held) for payment_id, currency, funds, held in sums}


def _booked_of_attempts() -> dict[int, Sums]:
    """By attempt: what the books have of it, for an order or for none, and what was held by it; without what was
    undone, and what went back beyond what it took."""
    books = Q(account__book__in=[Book.ORDER_FUNDS, Book.UNAPPLIED_FUNDS])
    stands = LedgerEntry.objects.filter(transaction__reversed_by=None, transaction__reverses=None)
    stands = stands.exclude(transaction__purpose__startswith="above:")
    kept = Sum(F("credit_minor") - F("debit_minor"), filter=books, default=0)
    held = Sum("debit_minor", filter=Q(account__book=Book.HOLDS), default=0)
    rows = stands.values_list("transaction__source_kind", "transaction__source_id").annotate(kept=kept, held=held)
    of_refund = dict(Refund.objects.exclude(attempt=None).values_list("pk", "attempt_id"))
    sums: dict[int, Sums] = defaultdict(lambda: (0, 0))
    for kind, source_id, own, once in rows.filter(transaction__source_kind__in=["attempt", "refund"]):
        attempt_id = int(source_id) if kind == "attempt" else of_refund.get(int(source_id))
        if attempt_id is not None:
            before = sums[attempt_id]
            sums[attempt_id] = before[0] + own, before[1] + once
    return dict(sums)


def _differences(ours: Sums, booked: Sums) -> Facts:
    pairs = zip(("funds", "held"), ours, booked, strict=True)
    return {name: f"{own} / {theirs}" for name, own, theirs in pairs if own != theirs}
