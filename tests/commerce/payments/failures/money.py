"""What the books say, and whether it is what the gateways say."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Sum

from commerce.core import clock
from commerce.core.actors import Actor, ActorKind, acting_as
from commerce.core.money import Money
from commerce.payments.application.money_queries import open_discrepancies
from commerce.payments.application.use_cases.check_books import check_books
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refund_payment import RefundRequest, refund_payment
from commerce.payments.application.use_cases.start_payment import Checkout, start_payment
from commerce.payments.models import Discrepancy, LedgerEntry, Operation, Payment, Refund
from tests.commerce.payments.failures.till import BACK, Till
from tests.simulators.gateways.running import Simulator

# Everything that is to be asked about has its turn by then, and nobody is told that a person must look.
SOON = timedelta(minutes=3)
STAFF = Actor(ActorKind.STAFF, "7", "نورة")
HOLDING = ("hyperpay", "paytabs")  # at Moyasar's pages nothing is only held


def sar(minor: int) -> Money:
    return Money(minor, "SAR")


def balance(book: str, currency: str = "SAR") -> int:
    """Debits less credits."""
    with transaction.atomic():
        lines = LedgerEntry.objects.filter(account__book=book, account__currency=currency)
        return int(lines.aggregate(sum=Sum(F("debit_minor") - F("credit_minor"), default=0))["sum"])


def payment(payment_id: int) -> Payment:
    with transaction.atomic():
        found: Payment = Payment.objects.get(pk=payment_id)
        return found


def refunds() -> list[Refund]:
    with transaction.atomic():
        return list(Refund.objects.order_by("id"))


def operations() -> list[Operation]:
    with transaction.atomic():
        return list(Operation.objects.order_by("id"))


def findings() -> list[str]:
    with transaction.atomic():
        return list(Discrepancy.objects.order_by("id").values_list("finding", flat=True))


def still_told() -> list[str]:
    """Of what was found, what is on the store's list yet."""
    with transaction.atomic():
        return sorted(one.finding.value for one in open_discrepancies())


def journal_of(simulator: Simulator, merchant: str = "noor") -> int:
    """What the gateways owe the merchant by their own journal."""
    return sum(entry["minor"] for entry in simulator.journal() if entry["merchant"] == merchant)


def require_books_to_agree(simulator: Simulator) -> None:
    """The books are the journal's, balance, and are the payments' sums."""
    assert balance("gateway_receivable") == journal_of(simulator)
    assert check_books(now=clock.now()) == 0


def take(till: Till, subject: str = "order:1") -> int:
    """A payment whose money is the store's."""
    payment_id = till.owed(subject)
    back = till.pay(till.start(payment_id))
    till.come_back(payment_id, back)
    assert payment(payment_id).captured_minor == 9200
    till.simulator.control("clock", seconds=61)
    return payment_id


def held(till: Till, subject: str = "order:1") -> int:
    """A payment whose money is held, and not taken."""
    payment_id = till.owed(subject)
    checkout = Checkout("1001", "ar", BACK, captures_later=True)
    back = till.pay(start_payment(payment_id=payment_id, checkout=checkout, now=clock.now()))
    till.come_back(payment_id, back)
    till.simulator.control("clock", seconds=61)
    assert payment(payment_id).authorised_minor == 9200
    return payment_id


def refund(payment_id: int, minor: int, currency: str = "SAR", **more: Any) -> int:
    """Staff asks for it, and reads what the gateway says."""
    request = RefundRequest(**{"amount": Money(minor, currency), "key": uuid.uuid4(), **more})
    with acting_as(STAFF):
        return refund_payment(payment_id=payment_id, request=request, now=clock.now())


def sweep(till: Till, times: int = 1) -> None:
    """Minutes go by, and the reconciler has its turn in each."""
    for number in range(1, times + 1):
        till.simulator.control("clock", seconds=SOON.total_seconds())
        with clock.as_of(clock.now() + number * SOON):
            reconcile_payments(now=clock.now())
