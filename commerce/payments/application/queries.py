"""Answers about payments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Exists, Q, QuerySet

from commerce.core.bilingual import Bilingual
from commerce.core.kept_statements import kept_statement
from commerce.core.money import Money
from commerce.payments.application.locks import lock_payment
from commerce.payments.application.next_actions import from_json
from commerce.payments.application.ports import UnknownPaymentMethod, gateway_for, online_gateway_for, payment_methods
from commerce.payments.domain.conversations import OperationKind
from commerce.payments.domain.declines import DeclineReason
from commerce.payments.domain.states import ENDED_WITHOUT_MONEY, AttemptStatus, PaymentStatus, is_being_checked
from commerce.payments.domain.values import NextAction, PageSources, PaymentMethod
from commerce.payments.models import GatewayAccount, Operation, Payment, PaymentAttempt, PaymentWay


@dataclass(frozen=True, slots=True)
class PaymentView:
    """`left` has not been taken of what was owed; `refundable` can still be given back of what was `paid`, and
    `refunded` is with the payer again. `is_held`: the payer's bank holds all of it for the store, and nobody reviews
    it any more."""

    id: int
    subject: str
    method: str
    amount: Money
    status: PaymentStatus
    left: Money
    refundable: Money
    paid: Money
    refunded: Money
    is_held: bool


def get_payment(payment_id: int) -> PaymentView:
    """How this payment stands (Payment.DoesNotExist for none: payments are never deleted)."""
    return _view(Payment.objects.get(pk=payment_id))


def locked_payment(payment_id: int) -> PaymentView:
    """As `get_payment`; nothing moves its money until the transaction ends."""
    return _view(lock_payment(payment_id))


def is_let_go(payment_id: int) -> bool:
    """Whether no money stands behind the payment any more, or what its payer's bank holds for it is being let go this
    moment. A hold beside what it is paid or held by may go: its payer was at two pages.

    Nothing moves its money until the transaction ends.
    """
    payment = lock_payment(payment_id)
    if payment.status in ENDED_WITHOUT_MONEY:
        return True
    if payment.captured_minor:
        return False
    letting_go = Operation.objects.unsettled().filter(kind=OperationKind.VOID, attempt__captured_minor=0)
    return letting_go.filter(attempt__payment=payment, attempt__authorised_minor__gt=0).exists()


def payment_is_being_checked(payment_id: int) -> bool:
    """Whether the payer has done their part and the gateway has not said yet what came of it."""
    attempt = PaymentAttempt.objects.open().filter(payment_id=payment_id).first()
    return attempt is not None and attempt_is_being_checked(attempt)


def money_is_parked(payment_id: int) -> bool:
    """Whether something else came than was asked for, and a person has still to say what becomes of it: meanwhile
    nobody is asked to pay again."""
    return PaymentAttempt.objects.parked().filter(payment_id=payment_id).exists()


def attempt_is_being_checked(attempt: PaymentAttempt) -> bool:
    """As `payment_is_being_checked`, of one attempt."""
    return is_being_checked(
        AttemptStatus(attempt.status),
        was_payer_sent=attempt.next_action is not None,
        returned_at=attempt.returned_at,
        heard_at=attempt.heard_at,
    )


def why_declined(payment_id: int) -> DeclineReason | None:
    """Why the last try to pay came to nothing, in words of ours; None where it did not, or the gateway's reason is none
    that a shopper can do something about."""
    attempt = PaymentAttempt.objects.filter(payment_id=payment_id).order_by("-id").first()
    if attempt is None or attempt.status != AttemptStatus.DECLINED:
        return None
    try:
        return online_gateway_for(attempt.gateway).why_declined(attempt.code)
    except UnknownPaymentMethod:
        return None


def next_action_of(payment_id: int) -> NextAction | None:
    """What the payer of this payment has to do; None while nothing has been begun, or nothing is left to do."""
    attempt = PaymentAttempt.objects.open().filter(payment_id=payment_id).first()
    if attempt is None or attempt.next_action is None or attempt_is_being_checked(attempt):
        return None
    return from_json(attempt.next_action)


def offered_ways() -> tuple[PaymentMethod, ...]:
    """How the store lets its shoppers pay, in its own order, without those whose account it no longer uses, or whose
    channel that account no longer names; one statement, however many there are."""
    known = {method.code: method for method in payment_methods()}
    needs = tuple(
        (method.code, method.provider, method.needs_setting) for method in known.values() if method.needs_account
    )
    return tuple(known[code] for code in _offered_where(needs)() if code in known)


@cache
def _offered_where(needs: tuple[tuple[str, str, str], ...]) -> Callable[[], list[str]]:
    """Asks for the codes of those offered, when these ways need an account of these providers with these settings, or
    with any where none is named."""

    @kept_statement
    def offered() -> QuerySet[Any]:
        rows = PaymentWay.objects.filter(is_enabled=True)
        for code, provider, setting in needs:
            accounts = GatewayAccount.objects.in_use().filter(provider=provider)
            if setting:
                accounts = accounts.filter(settings__has_key=setting)
            rows = rows.filter(~Q(method=code) | Exists(accounts))
        return rows.order_by("position", "id").values_list("method", flat=True)

    return offered


def ways_to_pay(currency: str) -> tuple[PaymentMethod, ...]:
    """What shoppers are offered for an amount of this currency; one statement."""
    return tuple(method for method in offered_ways() if method.capabilities.takes(currency))


def is_in_review(payment_id: int) -> bool:
    """Whether nothing may be handed out on this payment's money before its gateway has reviewed it."""
    return PaymentAttempt.objects.open().filter(payment_id=payment_id, is_in_review=True).exists()


def awaits_transfer(code: str) -> bool:
    """Whether what is paid this way comes by the payer's own bank."""
    try:
        return gateway_for(code).method.capabilities.awaits_transfer
    except UnknownPaymentMethod:
        return False


def goes_back_by_itself(code: str) -> bool:
    """Whether what was paid this way and is owed back is sent by the platform (`return_payments`), and by nobody of the
    store."""
    try:
        capabilities = gateway_for(code).method.capabilities
    except UnknownPaymentMethod:
        return False
    return capabilities.refunds and not capabilities.offline


def is_paid_at_the_door(code: str) -> bool:
    """Whether a courier takes what is paid this way."""
    try:
        capabilities = gateway_for(code).method.capabilities
    except UnknownPaymentMethod:
        return False
    return capabilities.offline and not capabilities.awaits_transfer


def page_sources_of(code: str) -> PageSources:
    """From where the pages of this way to pay load, and where they lead; nowhere but here for one without a gateway."""
    try:
        return online_gateway_for(code).page_sources()
    except UnknownPaymentMethod:
        return PageSources()


def method_name(code: str) -> Bilingual:
    """What shoppers call this way to pay; its code when the site no longer offers it."""
    try:
        return gateway_for(code).method.name
    except UnknownPaymentMethod:
        return Bilingual(ar=code, en=code)


def _view(row: Payment) -> PaymentView:
    is_held = row.status == PaymentStatus.PENDING and row.authorised_minor >= row.amount_minor
    return PaymentView(
        id=row.pk,
        subject=row.subject,
        method=row.gateway,
        amount=row.amount,
        status=PaymentStatus(row.status),
        left=row.left,
        refundable=row.refundable,
        paid=Money(row.captured_minor, row.currency),
        refunded=Money(row.refunded_minor, row.currency),
        is_held=is_held and not is_in_review(row.pk),
    )
