"""What happens to people that others are told of, after the fact."""

from dataclasses import dataclass

from commerce.core.events import Event


@dataclass(frozen=True)
class StaffInvited(Event):
    """Somebody was asked to work in the store, or asked once more."""

    invitation_id: int
