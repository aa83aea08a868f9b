"""Answers about a payment's money, from the books."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, Sum

from commerce.core.money import Money, total
from commerce.payments.application.accounts import capabilities_of
from commerce.payments.application.holds import held_until
from commerce.payments.application.ledger import excess_of
from commerce.payments.application.refund_parts import parts_among
from commerce.payments.domain.accounts import Taking
from commerce.payments.domain.capabilities import PartialCaptures
from commerce.payments.domain.conversations import OperationKind
from commerce.payments.domain.discrepancies import MOVEMENT, Finding
from commerce.payments.domain.operations import OperationStatus, RefundSource, RefundStatus
from commerce.payments.domain.postings import Book, Entry
from commerce.payments.domain.states import AttemptStatus
from commerce.payments.models import (
    Discrepancy,
    LedgerEntry,
    LedgerTransaction,
    Operation,
    Payment,
    PaymentAttempt,
    Refund,
)

HELD, LET_GO = "held", "let_go"
_TAKEN = [Entry.CAPTURED]
_SENT_BACK = [Entry.REFUND_SUBMITTED, Entry.REFUND_FAILED, Entry.REFUNDED_ELSEWHERE]


@dataclass(frozen=True, slots=True)
class PaymentMoney:
    """`paid` is what was taken for the order, of what was `owed`; of it `refunded` is with the payer again and
    `on_its_way` is not yet. `refundable` can still be given back; `held` is not taken yet."""

    owed: Money
    held: Money
    paid: Money
    refunded: Money
    on_its_way: Money
    charged_back: Money
    refundable: Money


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to the money: `kind` and `status` are codes, of an attempt HELD and LET_GO too;
    `asked_by` says who wanted a refund, as `kind:id`, where somebody did, and `handed_by` who gave it back by hand."""

    at: datetime
    kind: str
    status: str
    amount: Money
    note: str = ""
    asked_by: str = ""
    handed_by: str = ""


@dataclass(frozen=True, slots=True)
class MovementEnd:
    """What came of a movement of so much that was asked for; `code` is the gateway's reason where it was declined."""

    status: OperationStatus
    amount: Money
    code: str = ""


@dataclass(frozen=True, slots=True)
class HoldView:
    """What the payer's bank holds, until when (UTC; None where nobody knows), and when it is to be taken."""

    amount: Money
    until: datetime | None
    taking: Taking
    may_take_part: bool


@dataclass(frozen=True, slots=True)
class Unapplied:
    """Money that was taken and belongs to no order: by this attempt, or by hand (None)."""

    attempt_id: int | None
    amount: Money


@dataclass(frozen=True, slots=True)
class RefundView:
    """Money that goes back to the payer; `is_there`: it has arrived, as far as anybody can tell. `is_by_hand`: the
    store gave it back itself, though a gateway took it."""

    at: datetime
    amount: Money
    is_there: bool
    is_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class AskedRefund:
    """What was asked for once, whatever it was sent in; `standing` of it is with the payer or on its way. A part of it
    came to nothing `failed_at` (UTC), the first of them; None where none did."""

    id: int
    asked_by: str
    amount: Money
    standing: Money
    failed_at: datetime | None

    @property
    def has_failed(self) -> bool:
        return self.standing < self.amount


@dataclass(frozen=True, slots=True)
class WentBack:
    """So much went back to the payer, or began to, at that instant (UTC)."""

    at: datetime
    amount: Money


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """`transaction_id` is the same for the lines of one event; `account` is the gateway account the book is of, as
    company and mode ("paytabs live"), empty for cash and transfers."""

    transaction_id: int
    at: datetime
    entry: str
    book: str
    account: str
    debit: Money
    credit: Money
    is_reversal: bool


@dataclass(frozen=True, slots=True)
class DiscrepancyView:
    """`is_of_movement`: only a person can tell what became of a movement, and says so (`settle_by_hand`). `closed_by`
    is the kind of who closed it."""

    id: int
    finding: Finding
    payment_id: int | None
    subject: str
    facts: tuple[tuple[str, str], ...]
    found_at: datetime
    is_of_movement: bool
    closed_at: datetime | None
    closed_by: str
    reason: str


def money_for(payment_ids: Iterable[int]) -> dict[int, PaymentMoney]:
    """How much of each payment is paid and refunded, by the books; two statements for however many."""
    payments = {row.pk: row for row in Payment.objects.filter(pk__in=list(payment_ids))}
    lines = LedgerEntry.objects.filter(transaction__payment_id__in=list(payments), account__book=Book.ORDER_FUNDS)
    net = F("credit_minor") - F("debit_minor")
    sums = lines.values_list("transaction__payment_id").annotate(
        taken=Sum(net, filter=Q(transaction__entry__in=_TAKEN), default=0),
        sent_back=Sum(-net, filter=Q(transaction__entry__in=_SENT_BACK), default=0),
    )
    booked = {payment_id: (taken, sent_back) for payment_id, taken, sent_back in sums}
    return {pk: _money(row, *booked.get(pk, (0, 0))) for pk, row in payments.items()}


def _money(payment: Payment, taken: int, sent_back: int) -> PaymentMoney:
    of = payment.currency
    return PaymentMoney(
        owed=payment.amount,
        held=Money(payment.authorised_minor, of),
        paid=Money(taken, of),
        refunded=Money(sent_back - payment.refund_pending_minor, of),
        on_its_way=Money(payment.refund_pending_minor, of),
        charged_back=Money(payment.charged_back_minor, of),
        refundable=payment.refundable,
    )


def happenings_of(payment_id: int) -> list[Happening]:
    """Attempts, movements and refunds of a payment, the oldest first; a refund once, as what was asked for. A gateway's
    code is told of what it did not do."""
    attempts = PaymentAttempt.objects.filter(payment_id=payment_id).select_related("payment")
    told = [Happening(row.created_at, "attempt", _state_of(row), row.payment.amount, _code(row)) for row in attempts]
    operations = Operation.objects.filter(attempt__payment_id=payment_id, refunds=None)
    told += [Happening(row.created_at, row.kind, row.status, row.amount, _code(row)) for row in operations]
    refunds = Refund.objects.filter(payment_id=payment_id)
    told += [
        Happening(
            row.requested_at, f"refund_{row.source}", row.status, row.amount, row.reason, row.asked_by, row.handed_by
        )
        for row in refunds
    ]
    return sorted(told, key=lambda one: one.at)


def _state_of(attempt: PaymentAttempt) -> str:
    """What the bank held says so, and when it was let go nobody had refused it."""
    of_holds = {AttemptStatus.SETTLING: HELD, AttemptStatus.DECLINED: LET_GO}
    return of_holds.get(AttemptStatus(attempt.status), attempt.status) if attempt.authorised_minor else attempt.status


def _code(row: PaymentAttempt | Operation) -> str:
    return "" if row.status in {AttemptStatus.SUCCEEDED, OperationStatus.SUCCEEDED} else str(row.code)


def movement_end(operation_id: int) -> list[MovementEnd]:
    """What came of a movement so far: one, in the manner of `refund_end`."""
    return [_end(Operation.objects.get(pk=operation_id))]


def refund_end(refund_id: int) -> list[MovementEnd]:
    """What came of a refund so far, part by part. What was given back by hand is done."""
    refund = Refund.objects.get(pk=refund_id)
    of_payment = Refund.objects.filter(payment_id=refund.payment_id).select_related("operation")
    return [
        MovementEnd(OperationStatus.SUCCEEDED, part.amount) if part.operation is None else _end(part.operation)
        for part in parts_among(of_payment, refund.request_key)
    ]


def _end(operation: Operation) -> MovementEnd:
    return MovementEnd(OperationStatus(operation.status), operation.amount, operation.code)


def hold_of(payment_id: int) -> HoldView | None:
    """What is held for this payment and can be taken; None where nothing is. Two statements."""
    held = PaymentAttempt.objects.filter(payment_id=payment_id, authorised_minor__gt=0, captured_minor=0)
    attempt = held.filter(status=AttemptStatus.SETTLING).select_related("payment", "account").first()
    if attempt is None or attempt.account is None:
        return None
    return HoldView(
        amount=Money(attempt.authorised_minor, attempt.payment.currency),
        until=held_until(attempt),
        taking=Taking(attempt.account.taking),
        may_take_part=capabilities_of(attempt).partial_captures is not PartialCaptures.NONE,
    )


def held_in_vain(payment_id: int) -> Money | None:
    """What the payer's bank held for this payment, or still does, where nothing of any attempt was taken; None where
    something was, or may be this moment, or nothing was held. At most two statements."""
    attempts = list(PaymentAttempt.objects.filter(payment_id=payment_id).select_related("payment").order_by("id"))
    holds = [Money(row.authorised_minor, row.payment.currency) for row in attempts if row.authorised_minor]
    if not holds or any(row.captured_minor for row in attempts) or _is_being_taken(payment_id):
        return None
    return holds[-1]


def _is_being_taken(payment_id: int) -> bool:
    """Whether a capture has begun of which nobody knows the end."""
    open_ones = Operation.objects.unsettled().filter(attempt__payment_id=payment_id)
    return bool(open_ones.filter(kind=OperationKind.CAPTURE).exists())


def unapplied_of(payment_id: int) -> tuple[Unapplied, ...]:
    """What was taken for this payment, belongs to no order, and has neither gone back nor is on its way."""
    attempts = list(PaymentAttempt.objects.filter(payment_id=payment_id).select_related("payment").order_by("id"))
    found = [Unapplied(row.pk, row.refundable) for row in attempts if row.is_unapplied]
    if not attempts:
        found.append(Unapplied(None, excess_of(Payment.objects.get(pk=payment_id))))
    return tuple(one for one in found if one.amount.minor)


def is_given_by_hand(refund_id: int) -> bool:
    """Whether staff gave it back themselves, though a gateway took it."""
    return bool(Refund.objects.filter(pk=refund_id, source=RefundSource.BY_HAND).exists())


def refunds_of(payment_id: int) -> tuple[RefundView, ...]:
    """What went back or is on its way, the oldest first; refunds that failed are left out."""
    rows = (
        Refund.objects.filter(payment_id=payment_id).exclude(status=RefundStatus.FAILED).order_by("requested_at", "id")
    )
    return tuple(
        RefundView(
            row.requested_at, row.amount, row.status == RefundStatus.SUCCEEDED, row.source == RefundSource.BY_HAND
        )
        for row in rows
    )


def ledger_of(payment_id: int) -> list[LedgerLine]:
    """The payment's lines in the books, in the order of their posting."""
    lines = LedgerEntry.objects.filter(transaction__payment_id=payment_id)
    rows = lines.select_related("transaction", "account").annotate(
        provider=F("account__gateway_account__provider"), mode=F("account__gateway_account__mode")
    )
    return [
        LedgerLine(
            transaction_id=row.transaction_id,
            at=row.transaction.posted_at,
            entry=row.transaction.entry,
            book=row.account.book,
            account=f"{row.provider} {row.mode}" if row.provider else "",
            debit=Money(row.debit_minor, row.account.currency),
            credit=Money(row.credit_minor, row.account.currency),
            is_reversal=row.transaction.reverses_id is not None,
        )
        for row in rows.order_by("id")
    ]


def asked_refunds(payment_id: int) -> dict[UUID, AskedRefund]:
    """What was asked to go back of the payment, by the key it was asked for with; one statement."""
    refunds = list(Refund.objects.filter(payment_id=payment_id))
    asked = {refund.request_key: parts_among(refunds, refund.request_key) for refund in refunds}
    later_parts = {part.request_key for parts in asked.values() for part in parts[1:]}
    return {key: _asked(parts) for key, parts in asked.items() if key not in later_parts}


def _asked(parts: list[Refund]) -> AskedRefund:
    of = parts[0].currency
    failed = [part.ended_at for part in parts if part.status == RefundStatus.FAILED and part.ended_at is not None]
    standing = [part.amount for part in parts if part.status != RefundStatus.FAILED]
    return AskedRefund(
        id=parts[0].pk,
        asked_by=parts[0].asked_by,
        amount=total([part.amount for part in parts], of),
        standing=total(standing, of),
        failed_at=min(failed, default=None),
    )


def went_back_otherwise(payment_id: int, askers: Collection[str]) -> list[WentBack]:
    """What went back of the payment, or is on its way, and none of these asked for; and what the payer's bank took back
    and has not lost again. Two statements."""
    refunds = Refund.objects.filter(payment_id=payment_id, is_of_unapplied=False).exclude(status=RefundStatus.FAILED)
    asked = [WentBack(row.requested_at, row.amount) for row in refunds.exclude(asked_by__in=askers)]
    of_payment = LedgerTransaction.objects.filter(payment_id=payment_id)
    won = of_payment.filter(entry=Entry.CHARGEBACK_REVERSED).values("source_id")
    lost = LedgerEntry.objects.filter(
        transaction__in=of_payment.filter(entry=Entry.CHARGED_BACK).exclude(source_id__in=won),
        account__book=Book.CHARGEBACK_LOSS,
    )
    rows = lost.values_list("transaction__posted_at", "debit_minor", "account__currency")
    taken = [WentBack(at, Money(minor, currency)) for at, minor, currency in rows]
    return sorted(asked + taken, key=lambda one: one.at)


def open_discrepancies(payment_id: int | None = None, *, most: int = 200) -> list[DiscrepancyView]:
    """What a person has to decide, the newest first; of one payment, or of the whole store."""
    rows = Discrepancy.objects.open().select_related("payment").order_by("-id")
    if payment_id is not None:
        rows = rows.filter(payment_id=payment_id)
    return [_discrepancy(row) for row in rows[:most]]


def open_discrepancies_count() -> int:
    """How much the store has that a person has to decide; one statement."""
    return int(Discrepancy.objects.open().count())


def settled_discrepancies(payment_id: int) -> list[DiscrepancyView]:
    """What was told of this payment and is off the list, the last settled first."""
    rows = Discrepancy.objects.filter(payment_id=payment_id, closed_at__isnull=False).select_related("payment")
    return [_discrepancy(row) for row in rows.order_by("-closed_at", "-id")]


def _discrepancy(row: Discrepancy) -> DiscrepancyView:
    return DiscrepancyView(
        id=row.pk,
        finding=Finding(row.finding),
        payment_id=row.payment_id,
        subject=row.payment.subject if row.payment else "",
        facts=tuple((name, str(value)) for name, value in row.facts.items()),
        found_at=row.found_at,
        is_of_movement=row.finding == Finding.OUTCOME_UNKNOWN and row.key.startswith(MOVEMENT),
        closed_at=row.closed_at,
        closed_by=row.closed_by.partition(":")[0],
        reason=row.reason,
    )
