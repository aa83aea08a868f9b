"""How payments and attempts move: pure decisions on what was observed."""

from datetime import datetime, timedelta
from enum import StrEnum

from commerce.core.money import Money
from commerce.payments.domain.capabilities import Capabilities
from commerce.payments.domain.values import Outcome


class PaymentStatus(StrEnum):
    CREATED = "created"
    PENDING = "pending"
    COLLECT_ON_DELIVERY = "collect_on_delivery"
    CAPTURED = "captured"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED_WITHOUT_MONEY = frozenset({PaymentStatus.FAILED, PaymentStatus.CANCELLED})


class AttemptStatus(StrEnum):
    INTENT = "intent"  # committed before the gateway is called
    PENDING = "pending"  # the gateway knows it; the payer must act
    SETTLING = "settling"  # the payer acted; the bank must answer
    UNKNOWN = "unknown"  # the gateway gave no clear answer; asked again by the sweep
    SUCCEEDED = "succeeded"
    DECLINED = "declined"
    ABANDONED = "abandoned"  # never reached the gateway, or its answer is no longer awaited
    MISMATCHED = "mismatched"  # another amount moved than was asked for; a person decides


OPEN_ATTEMPTS = frozenset({AttemptStatus.INTENT, AttemptStatus.PENDING, AttemptStatus.SETTLING, AttemptStatus.UNKNOWN})
# The payer did their part, so money may have moved: these are never given up by time alone.
UNCLEAR_ATTEMPTS = frozenset({AttemptStatus.SETTLING, AttemptStatus.UNKNOWN})

# FAILED and CANCELLED are soft ends: a capture that arrives late is the truth, and is recorded; and whose card was
# refused may try again.
PAYMENT_MOVES: dict[PaymentStatus, frozenset[PaymentStatus]] = {
    PaymentStatus.CREATED: frozenset(
        {PaymentStatus.PENDING, PaymentStatus.CAPTURED, PaymentStatus.FAILED, PaymentStatus.CANCELLED}
    ),
    PaymentStatus.PENDING: frozenset({PaymentStatus.CAPTURED, PaymentStatus.FAILED, PaymentStatus.CANCELLED}),
    PaymentStatus.COLLECT_ON_DELIVERY: frozenset({PaymentStatus.CAPTURED, PaymentStatus.CANCELLED}),
    PaymentStatus.FAILED: frozenset({PaymentStatus.PENDING, PaymentStatus.CAPTURED, PaymentStatus.CANCELLED}),
    PaymentStatus.CANCELLED: frozenset({PaymentStatus.CAPTURED}),
    PaymentStatus.CAPTURED: frozenset(),
}

# What has ended moves by money that came, or by what a gateway claims that does not fit. The database refuses every
# other move, of payments too.
_FROM_OPEN = frozenset(AttemptStatus) - {AttemptStatus.INTENT}
ATTEMPT_MOVES: dict[AttemptStatus, frozenset[AttemptStatus]] = {
    **{status: _FROM_OPEN - {status} for status in OPEN_ATTEMPTS},
    AttemptStatus.DECLINED: frozenset({AttemptStatus.SUCCEEDED, AttemptStatus.MISMATCHED}),
    AttemptStatus.ABANDONED: frozenset({AttemptStatus.SUCCEEDED, AttemptStatus.MISMATCHED}),
    AttemptStatus.MISMATCHED: frozenset({AttemptStatus.SUCCEEDED}),
    AttemptStatus.SUCCEEDED: frozenset(),
}

_PAYMENT_TARGET = {
    Outcome.AUTHORISED: PaymentStatus.PENDING,
    Outcome.CAPTURED: PaymentStatus.CAPTURED,
    Outcome.DECLINED: PaymentStatus.FAILED,
    Outcome.VOIDED: PaymentStatus.FAILED,
    Outcome.PENDING: PaymentStatus.PENDING,
    Outcome.SETTLING: PaymentStatus.PENDING,
    Outcome.UNKNOWN: PaymentStatus.PENDING,
}

_ATTEMPT_TARGET = {
    Outcome.AUTHORISED: AttemptStatus.SETTLING,
    Outcome.CAPTURED: AttemptStatus.SUCCEEDED,
    Outcome.DECLINED: AttemptStatus.DECLINED,
    Outcome.VOIDED: AttemptStatus.DECLINED,
    Outcome.PENDING: AttemptStatus.PENDING,
    Outcome.SETTLING: AttemptStatus.SETTLING,
    Outcome.UNKNOWN: AttemptStatus.UNKNOWN,
    Outcome.NOT_FOUND: AttemptStatus.ABANDONED,
}

# The longest a call may take (connect and read limits of every adapter) and a margin for a slow machine.
CALL_LIMIT = timedelta(seconds=60)
# A page that was opened in its last minute is paid at a little later.
PAGE_MARGIN = timedelta(minutes=10)
# Gateways settle within days; afterwards only a notification can still move an attempt.
HORIZON = timedelta(days=7)
# How long after its page's time an attempt that has ended is looked at again, and no more then. Whoever was refused may
# have paid at that page all the same, in the end or twice; banks decide within `HORIZON`. Where there is money, it may
# have been given back at the gateway's own desk: that is possible for sixty days, of a hold from when it was taken.
_LOOKS = (timedelta(0), timedelta(days=1), HORIZON)
_LOOKS_AT_MONEY = (*_LOOKS, timedelta(days=30), timedelta(days=70))
# So long before its bank lets a hold go staff are told of it: a day in which they can still send or take it. Of a hold
# that is short anyway, for its last quarter.
_LAST_CALL = timedelta(days=1)

_FIRST_ASK = {
    AttemptStatus.INTENT: 60,
    AttemptStatus.PENDING: 60,
    AttemptStatus.SETTLING: 30,
    AttemptStatus.UNKNOWN: 30,
}
_LONGEST_WAIT = 3600


def first_status(amount: Money, capabilities: Capabilities) -> PaymentStatus:
    """What is owed and nothing is settled at once: no gateway takes a payment of nothing."""
    if amount.minor == 0:
        return PaymentStatus.CAPTURED
    is_at_the_door = capabilities.offline and not capabilities.awaits_transfer
    return PaymentStatus.COLLECT_ON_DELIVERY if is_at_the_door else PaymentStatus.CREATED


def payment_after(status: PaymentStatus, outcome: Outcome) -> PaymentStatus:
    """Where an observation leaves a payment: moved if its table allows, else as it was. A capture is never undone."""
    target = _PAYMENT_TARGET.get(outcome, status)
    return target if target in PAYMENT_MOVES[status] else status


def attempt_after(status: AttemptStatus, outcome: Outcome) -> AttemptStatus:
    """Where an observation leaves an attempt. Only a capture moves one that has ended, and nothing undoes that."""
    if outcome is Outcome.CAPTURED:
        return AttemptStatus.SUCCEEDED
    return _ATTEMPT_TARGET.get(outcome, status) if status in OPEN_ATTEMPTS else status


def is_rest_awaited(status: PaymentStatus, taken: Money) -> bool:
    """Whether of a transfer a part has arrived, and the payment waits for what is left of it."""
    return status is PaymentStatus.CREATED and taken.minor > 0


def is_being_checked(
    status: AttemptStatus, *, was_payer_sent: bool, returned_at: datetime | None, heard_at: datetime | None
) -> bool:
    """Whether money may have moved by the payer's hand and nobody knows yet: then nobody is asked to pay again.

    A payer who came back has perhaps paid, until the gateway was asked since and has answered (`heard_at`).
    """
    is_back = returned_at is not None and (heard_at is None or heard_at < returned_at)
    is_unclear = status in UNCLEAR_ATTEMPTS
    return was_payer_sent and status in OPEN_ATTEMPTS and (is_unclear or is_back)


def may_be_in_flight(call_started_at: datetime | None, status: AttemptStatus, now: datetime) -> bool:
    """Whether another process may be talking to the gateway about this attempt at this moment."""
    return status is AttemptStatus.INTENT and call_started_at is not None and now - call_started_at < CALL_LIMIT


def page_ends_at(opened_at: datetime, page_seconds: int) -> datetime:
    """Until then the page that the payer was given may be open: that nobody has paid there yet ends nothing."""
    return opened_at + timedelta(seconds=page_seconds) + PAGE_MARGIN


def next_look(page_end: datetime, now: datetime, *, has_money: bool) -> datetime | None:
    """When an attempt that has ended is looked at again; None when that was the last time."""
    looks = _LOOKS_AT_MONEY if has_money else _LOOKS
    return next((page_end + after for after in looks if page_end + after > now), None)


def is_hold_ending(since: datetime, until: datetime, now: datetime) -> bool:
    """Whether money that is held for so long is held for a short time only from now on."""
    return until - min(_LAST_CALL, (until - since) / 4) <= now < until


def next_ask(status: AttemptStatus, asks: int, now: datetime) -> datetime:
    """When the sweep asks about an open attempt again: after 30 or 60 seconds, doubling up to an hour."""
    seconds = _FIRST_ASK.get(status, _LONGEST_WAIT) * 2 ** min(asks, 8)
    return now + timedelta(seconds=min(seconds, _LONGEST_WAIT))
