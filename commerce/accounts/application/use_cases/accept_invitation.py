"""Beginning to work in a store one was invited to."""

from datetime import datetime

from django.db import transaction

from commerce.accounts.application.activity import record_rights
from commerce.accounts.application.invitations import InvitationClosed, OpenInvitation, open_invitation
from commerce.accounts.application.passwords import refuse_weak
from commerce.accounts.application.sign_in_limits import Door, count_sign_in, forgive_sign_in
from commerce.accounts.application.staff import is_vouched_for, locked_staff
from commerce.accounts.application.use_cases.invite_member import AlreadyMember
from commerce.accounts.application.use_cases.sign_in_customer import WrongCredentials
from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Invitation, Membership, User


def accept_invitation(*, token: str, name: str, password: str, address: str, now: datetime) -> User:
    """The invited person works in the open scope's store; the link is good no more. The edge then signs them in.

    Somebody new gets this name and password. Somebody known proves by their password who they are, and keeps both:
    whoever reads another's mail does not become them in other stores, nor does who invited them. `address` is the
    client's. Refuses InvitationClosed, WeakPassword, TooManyTries, WrongCredentials and AlreadyMember. Raises
    RuntimeError inside a transaction, for a known person.
    """
    invited = open_invitation(token=token, now=now)
    person = _known(invited, password, address, now) if invited.is_known else _newcomer(invited, name, password)
    with transaction.atomic():
        staff = locked_staff()
        invitation: Invitation = Invitation.objects.select_for_update().get(pk=invited.id)
        if not invitation.is_good(now) or not is_vouched_for(invitation, staff.get(invitation.invited_by_id)):
            raise InvitationClosed
        if person.pk is None:
            person = _keep(person)
        _, is_new = Membership.objects.get_or_create(user=person, defaults={"role": invitation.role})
        if not is_new:
            raise AlreadyMember(email=invited.email)
        invitation.accepted_at = now
        invitation.save(update_fields=["accepted_at"])
        record_rights(person, before=None, after=Role(invitation.role), by=person)
    return person


def _known(invited: OpenInvitation, password: str, address: str, now: datetime) -> User:
    count_sign_in(Door.INVITATION, email=invited.email, address=address, now=now)
    person = User.objects.get(email=invited.email)
    if not person.check_password(password) or not person.is_active:
        raise WrongCredentials
    forgive_sign_in(Door.INVITATION, email=invited.email, address=address, now=now)
    return person


def _newcomer(invited: OpenInvitation, name: str, password: str) -> User:
    newcomer = User(email=invited.email, name=name.strip())
    refuse_weak(password, newcomer)
    newcomer.set_password(password)
    return newcomer


def _keep(newcomer: User) -> User:
    """Somebody who got an account elsewhere in the meantime is known now, and has to prove who they are."""
    fields = {"name": newcomer.name, "password": newcomer.password}
    person, is_new = User.objects.get_or_create(email=newcomer.email, defaults=fields)
    if not is_new:
        raise WrongCredentials
    return person
