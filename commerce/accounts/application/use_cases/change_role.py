"""Giving a member of staff another role."""

from django.db import transaction

from commerce.accounts.application.activity import record_rights
from commerce.accounts.application.staff import locked_staff, member_of, refuse_last_owner, refuse_unless_managing
from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Membership


def change_role(*, membership_id: int, role: Role, by: int) -> Membership:
    """The member has this role from their next request on.

    `by` is the user id of the member who decides. Refuses NotFound, NotAllowed unless they may manage people of both
    the old role and the new one, and LastOwner.
    """
    with transaction.atomic():
        staff = locked_staff()
        member = member_of(staff, membership_id)
        refuse_unless_managing(staff, by, Role(member.role), role)
        if role is not Role.OWNER:
            refuse_last_owner(staff, member)
        before = Role(member.role)
        member.role = role
        member.save(update_fields=["role"])
        record_rights(member.user, before=before, after=role, by=staff[by].user)
    return member
