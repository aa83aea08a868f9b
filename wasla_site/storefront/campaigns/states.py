"""Where a campaign stands at an instant."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class CampaignState(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    USED_UP = "used_up"
    ENDED = "ended"


def state_at(
    instant: datetime, *, is_live: bool, starts_at: datetime | None, ends_at: datetime | None, is_used_up: bool = False
) -> CampaignState:
    """A draft while it is not published, whatever its dates; the end is outside of the interval. Used up is what would
    be running, but for a limit of which nothing is left."""
    if not is_live:
        return CampaignState.DRAFT
    if ends_at is not None and ends_at <= instant:
        return CampaignState.ENDED
    if starts_at is not None and instant < starts_at:
        return CampaignState.SCHEDULED
    return CampaignState.USED_UP if is_used_up else CampaignState.RUNNING
