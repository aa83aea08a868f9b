"""Taking an invitation back."""

from datetime import datetime

from django.db import transaction

from commerce.accounts.application.activity import record_invitation
from commerce.accounts.application.invitations import locked_invitation
from commerce.accounts.application.staff import locked_staff, refuse_unless_managing
from commerce.accounts.domain.policies import Role


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
