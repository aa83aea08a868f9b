"""Asking once more."""

from datetime import datetime

from django.db import transaction

from commerce.accounts.application.activity import record_invitation
from commerce.accounts.application.invitations import locked_invitation
from commerce.accounts.application.staff import locked_staff, refuse_unless_managing
from commerce.accounts.application.use_cases.invite_member import GOOD_FOR
from commerce.accounts.domain.events import StaffInvited
from commerce.accounts.domain.policies import Role
from commerce.core.outbox import publish


def resend_invitation(*, invitation_id: int, by: int, now: datetime) -> None:
    """The invitation is good for its whole time again, also when that was up, and a letter tells so. From now on
    it is `by` who invites.

    Refuses NotFound, InvitationClosed, and NotAllowed when `by` may not manage people of its role.
    """
    with transaction.atomic():
        staff = locked_staff()
        invitation = locked_invitation(invitation_id)
        refuse_unless_managing(staff, by, Role(invitation.role))
        invitation.expires_at = now + GOOD_FOR
        invitation.invited_by_id = by
        invitation.save(update_fields=["expires_at", "invited_by"])
        record_invitation("invited_again", invitation.email, Role(invitation.role), by=staff[by].user)
        publish(StaffInvited(invitation_id=invitation.pk))
