"""How movements and refunds move: pure decisions on what a gateway said."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from commerce.payments.domain.conversations import OperationKind
from commerce.payments.domain.values import Outcome, Snapshot


class OperationStatus(StrEnum):
    PLANNED = "planned"  # to be sent: certainly not on its way now
    SENT = "sent"  # committed before the call: money may move from here on
    SUCCEEDED = "succeeded"
    DECLINED = "declined"
    PENDING = "pending"  # taken on; the bank takes its time
    UNKNOWN = "unknown"  # no clear answer; looked into by the sweep


class RefundStatus(StrEnum):
    SUBMITTED = "submitted"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class RefundSource(StrEnum):
    STAFF = "staff"
    RETURN = "return"  # for pieces that came back
    SYSTEM = "system"  # owed back, and returned by itself
    EXTERNAL = "external"  # found at the gateway
    BY_HAND = "by_hand"  # given back by staff out of the store's own hands, though a gateway took it


# While one of these stands, no rival may begin.
OPEN_OPERATIONS = frozenset({OperationStatus.PLANNED, OperationStatus.SENT, OperationStatus.UNKNOWN})
UNSETTLED_OPERATIONS = OPEN_OPERATIONS | {OperationStatus.PENDING}

# A process that was to hear the answer has it, or is dead, after so long.
ANSWERED_WITHIN = timedelta(seconds=60)
# Then a person is told.
ESCALATED_AFTER = timedelta(hours=24)
# Banks have refunds on their payer's statement within ten working days; what takes longer than these two weeks has gone
# astray, and a person is told.
PENDING_FOR = timedelta(days=14)
# The code of what a person said became of a movement.
BY_HAND = "by_hand"
# What a gateway has never heard of is sent again under the same key, and then no more.
MOST_SENDS = 2
# What does not leave our side, because the gateway can't be reached or takes no keys of ours, is tried for so long.
SENT_WITHIN = timedelta(days=3)

_DONE = {
    OperationKind.CAPTURE: Outcome.CAPTURED,
    OperationKind.VOID: Outcome.VOIDED,
    OperationKind.REFUND: Outcome.REFUNDED,
}
_FIRST_CHECK, _LONGEST_WAIT = 60, 3600


def outcome_of(kind: OperationKind) -> Outcome:
    """What a gateway says of a movement of this kind that has taken place."""
    return _DONE[kind]


def is_done(kind: OperationKind, outcome: Outcome) -> bool:
    """Whether it says that a movement of this kind has taken place."""
    return outcome is _DONE[kind]


def operation_after(kind: OperationKind, snapshot: Snapshot, tries: int, age: timedelta) -> OperationStatus:
    """Where an answer leaves a movement that was decided `age` ago.

    What was never heard of is planned again until `MOST_SENDS` tries, and what was certainly not sent, which is no try,
    for `SENT_WITHIN`; a contradiction is unknown.
    """
    if snapshot.contradiction:
        return OperationStatus.UNKNOWN
    if is_done(kind, snapshot.outcome):
        return OperationStatus.SUCCEEDED
    if snapshot.outcome is Outcome.NOT_SENT:
        return OperationStatus.PLANNED if age < SENT_WITHIN else OperationStatus.DECLINED
    if snapshot.outcome is Outcome.NOT_FOUND:
        return OperationStatus.PLANNED if tries < MOST_SENDS else OperationStatus.DECLINED
    if snapshot.outcome is Outcome.DECLINED:
        return OperationStatus.DECLINED
    return OperationStatus.PENDING if snapshot.outcome is Outcome.SETTLING else OperationStatus.UNKNOWN


def is_unheard(before: OperationStatus, outcome: Outcome, age: timedelta) -> bool:
    """Whether a send used up no try: its process died, most likely before the call, for the gateway never heard of it.
    So for `SENT_WITHIN`: what dies whenever it is sent is a person's in the end."""
    return before is OperationStatus.SENT and outcome is Outcome.NOT_FOUND and age < SENT_WITHIN


def next_check(checks: int, now: datetime) -> datetime:
    """After a minute, doubling up to an hour."""
    return now + timedelta(seconds=min(_FIRST_CHECK * 2 ** min(checks, 6), _LONGEST_WAIT))
