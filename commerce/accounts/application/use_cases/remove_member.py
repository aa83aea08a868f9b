"""Ending somebody's work in the store."""

from django.db import transaction

from commerce.accounts.application.activity import record_rights
from commerce.accounts.application.staff import locked_staff, member_of, refuse_last_owner, refuse_unless_managing
from commerce.accounts.domain.policies import Role


def remove_member(*, membership_id: int, by: int) -> None:
    """The person no longer works in the open scope's store and is nobody there from their next request on.

    What they did stays. `by` is the user id of the member who decides. Refuses NotFound, NotAllowed when they may not
    manage people of this role, and LastOwner.
    """
    with transaction.atomic():
        staff = locked_staff()
        member = member_of(staff, membership_id)
        refuse_unless_managing(staff, by, Role(member.role))
        refuse_last_owner(staff, member)
        record_rights(member.user, before=Role(member.role), after=None, by=staff[by].user)
        member.delete()
