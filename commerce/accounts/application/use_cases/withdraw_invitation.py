"""Taking an invitation back."""

from datetime import datetime

from django.db import transaction

from commerce.accounts.application.activity import record_invitation
from commerce.accounts.application.staff import locked_staff, refuse_unless_managing
from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Invitation
from commerce.core.errors import NotFound, Refusal


class InvitationClosed(Refusal):
    """Accepted, withdrawn, out of time, another store's, or never made: never which of these."""

    code = "invitation_closed"


def withdraw_invitation(*, invitation_id: int, by: int, now: datetime) -> None:
    """The invitation can't be accepted any more.

    Refuses NotFound, InvitationClosed, and NotAllowed when `by` may not manage people of its role.
    """
    with transaction.atomic():
        staff = locked_staff()
        invitation = locked_invitation(invitation_id)
        refuse_unless_managing(staff, by, Role(invitation.role))
        invitation.withdrawn_at = now
        invitation.save(update_fields=["withdrawn_at"])
        record_invitation("uninvited", invitation.email, Role(invitation.role), by=staff[by].user)


def locked_invitation(invitation_id: int) -> Invitation:
    """The open invitation, locked until the transaction ends. Refuses NotFound and InvitationClosed."""
    invitation: Invitation | None = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
    if invitation is None:
        raise NotFound(invitation_id=invitation_id)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationClosed
    return invitation
