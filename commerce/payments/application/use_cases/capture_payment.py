"""Taking money that is held."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.core.errors import Refusal
from commerce.core.money import Money
from commerce.payments.application.accounts import capabilities_of
from commerce.payments.application.holds import held_attempt
from commerce.payments.application.locks import lock_payment
from commerce.payments.application.movements import plan, send
from commerce.payments.domain.capabilities import PartialCaptures
from commerce.payments.domain.conversations import OperationKind


class NothingHeld(Refusal):
    """No money of this payment is held: none was, it was let go, or it has lapsed."""

    code = "nothing_held"


class CaptureTooLarge(Refusal):
    """Only `held` (Money) can be taken, or only the whole of it."""

    code = "capture_too_large"


def capture_payment(*, payment_id: int, amount: Money | None = None, now: datetime) -> int | None:
    """The gateway was asked to make the hold the store's, in full or by that amount; the rest of it is let go with
    that, or right after it, by the sweep, where the gateway keeps it (`Capabilities.keeps_rest`). Returns the
    movement's id, of which `movement_end` says what came of it; None where the payment is paid already: nothing is
    done then.

    Refuses NothingHeld, CaptureTooLarge, MovementUnderWay. Call with no transaction open (TransactionOpen).
    """
    operation_id = _plan(payment_id, amount, now)
    if operation_id is not None:
        send(operation_id, now)
    return operation_id


def _plan(payment_id: int, amount: Money | None, now: datetime) -> int | None:
    with transaction.atomic():
        payment = lock_payment(payment_id)
        # By other money than what is held, perhaps: that hold is let go, and never taken as well.
        if payment.captured_minor:
            return None
        attempt = held_attempt(payment)
        if attempt is None:
            raise NothingHeld
        held = Money(attempt.authorised_minor, payment.currency)
        wanted = held if amount is None else amount
        can = capabilities_of(attempt)
        is_part = wanted != held
        if is_part and (can.partial_captures is PartialCaptures.NONE or wanted.minor <= 0 or wanted > held):
            raise CaptureTooLarge(held=held)
        operation = plan(attempt, OperationKind.CAPTURE, wanted, by_sums=not can.names_each_refund, now=now)
        return int(operation.pk)
