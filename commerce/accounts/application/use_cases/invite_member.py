"""Asking somebody to work in the store."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from commerce.accounts.application.activity import record_invitation
from commerce.accounts.application.staff import locked_staff, refuse_unless_managing
from commerce.accounts.domain.events import StaffInvited
from commerce.accounts.domain.policies import Role, normal_email
from commerce.accounts.models import Invitation, User
from commerce.core.errors import Refusal
from commerce.core.outbox import publish

# How long an invitation can be accepted.
GOOD_FOR = timedelta(days=7)


class AlreadyMember(Refusal):
    code = "already_member"


class AlreadyInvited(Refusal):
    code = "already_invited"


def invite_member(*, email: str, role: Role, by: int, now: datetime) -> Invitation:
    """The person of this e-mail is invited to the open scope's store, until `GOOD_FOR` from now; a letter tells them.

    `by` is the user id of the member who invites. Refuses NotAllowed when they may not manage people of this role,
    AlreadyMember, and AlreadyInvited while an earlier invitation is good.
    """
    address = normal_email(email)
    with transaction.atomic():
        staff = locked_staff()
        refuse_unless_managing(staff, by, role)
        if User.objects.filter(email=address, pk__in=staff).exists():
            raise AlreadyMember(email=address)
        _close_expired(address, now)
        invitation = _open(address, role, by, now)
        record_invitation("invited", address, role, by=staff[by].user)
        publish(StaffInvited(invitation_id=invitation.pk))
    return invitation


def _close_expired(email: str, now: datetime) -> None:
    Invitation.objects.open().filter(email=email, expires_at__lte=now).update(withdrawn_at=now)


def _open(email: str, role: Role, by: int, now: datetime) -> Invitation:
    """The unique index decides between two invitations at once."""
    try:
        with transaction.atomic():
            return Invitation.objects.create(
                email=email, role=role, invited_by_id=by, created_at=now, expires_at=now + GOOD_FOR
            )
    except IntegrityError as error:
        raise AlreadyInvited(email=email) from error
