"""Invitations as they are found: by the link of a letter, and by their number at the desk."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from commerce.accounts.application.link_tokens import find_invitation
from commerce.accounts.application.staff import is_vouched_for
from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Invitation, Membership, User
from commerce.core.errors import NotFound, Refusal


class InvitationClosed(Refusal):
    """Accepted, withdrawn, out of time, another store's, or never made: never which of these."""

    code = "invitation_closed"


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """What the invited person is shown. `is_known`: they have an account with the platform, from another store."""

    id: int
    email: str
    role: Role
    is_known: bool


def open_invitation(*, token: str, now: datetime) -> OpenInvitation:
    """The invitation of this link. Refuses InvitationClosed."""
    with transaction.atomic(savepoint=False):
        invitation = find_invitation(token)
        inviter = Membership.objects.filter(user_id=invitation.invited_by_id).first() if invitation else None
    if invitation is None or not invitation.is_good(now) or not is_vouched_for(invitation, inviter):
        raise InvitationClosed
    is_known = User.objects.filter(email=invitation.email).exists()
    return OpenInvitation(invitation.pk, invitation.email, Role(invitation.role), is_known)


def locked_invitation(invitation_id: int) -> Invitation:
    """The open invitation, locked until the transaction ends. Refuses NotFound and InvitationClosed."""
    invitation: Invitation | None = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
    if invitation is None:
        raise NotFound(invitation_id=invitation_id)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationClosed
    return invitation
