"""What becomes of a webhook: pure decisions on its age."""

from datetime import datetime, timedelta
from enum import StrEnum


class EventStatus(StrEnum):
    RECEIVED = "received"
    APPLIED = "applied"  # the gateway was asked, and its answer recorded
    IGNORED = "ignored"  # it is about no payment
    PARKED = "parked"  # no attempt is known by its names yet, or the gateway has not answered
    UNMATCHED = "unmatched"  # its time is over; a person is told


OPEN_EVENTS = frozenset({EventStatus.RECEIVED, EventStatus.PARKED})
# An event may overtake the answer that names its payment.
LOOKS_FOR = timedelta(hours=1)
# One that names an attempt of ours waits for the gateway's answer, or for a movement of ours to end, for so long.
SETTLES_WITHIN = timedelta(days=7)
# So long whoever delivers it is left to it; then the sweep looks itself.
LEFT_TO_THE_OUTBOX = timedelta(hours=1)
BODY_KEPT = timedelta(days=90)
_FIRST_LOOK_SECONDS = 5
_LONGEST_WAIT_SECONDS, _LONGEST_LATER_SECONDS = 15 * 60, 60 * 60


def next_look(received_at: datetime, looks: int, now: datetime, *, is_of_ours: bool) -> datetime | None:
    """When it is looked at again: after 5 s, doubling up to a quarter of an hour, and to an hour when one has gone by.

    None when its time is over: an hour for one that names no attempt, `SETTLES_WITHIN` for one that does.
    """
    age = now - received_at
    if age >= (SETTLES_WITHIN if is_of_ours else LOOKS_FOR):
        return None
    longest = _LONGEST_WAIT_SECONDS if age < LOOKS_FOR else _LONGEST_LATER_SECONDS
    return now + timedelta(seconds=min(_FIRST_LOOK_SECONDS * 2 ** min(looks, 12), longest))
