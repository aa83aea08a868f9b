"""What happens to people that others are told of, after the fact."""

from dataclasses import dataclass

from commerce.core.events import Event


@dataclass(frozen=True)
class StaffInvited(Event):
    """Somebody was asked to work in the store, or asked once more."""

    invitation_id: int


@dataclass(frozen=True)
class PasswordResetAsked(Event):
    """Somebody typed this e-mail at this door (a `Door`) and wants a new password. Perhaps nobody has the e-mail."""

    door: str
    email: str
