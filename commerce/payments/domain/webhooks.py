"""What becomes of a webhook: pure decisions on its age."""

from datetime import datetime, timedelta
from enum import StrEnum


class EventStatus(StrEnum):
    RECEIVED = "received"
    APPLIED = "applied"  # the gateway was asked, and its answer recorded
    IGNORED = "ignored"  # it is about no payment
    PARKED = "parked"  # no attempt is known by its names yet, or the gateway must not be asked so soon
    UNMATCHED = "unmatched"  # none turned up in time; a person may look at it


# An event may overtake the answer that names its payment.
LOOKS_FOR = timedelta(hours=1)
BODY_KEPT = timedelta(days=90)
_FIRST_LOOK_SECONDS = 5
_LONGEST_WAIT_SECONDS = 15 * 60


def next_look(received_at: datetime, looks: int, now: datetime) -> datetime | None:
    """When its attempt is looked for again: after 5 s, doubling up to a quarter of an hour; None when an hour is
    over."""
    if now - received_at >= LOOKS_FOR:
        return None
    seconds = min(_FIRST_LOOK_SECONDS * 2 ** min(looks, 12), _LONGEST_WAIT_SECONDS)
    return now + timedelta(seconds=seconds)
