"""A member of staff leaves by themselves."""

from django.db import transaction

from commerce.accounts.application.activity import record_rights
from commerce.accounts.application.staff import locked_staff, refuse_last_owner, role_of


def leave_store(*, user_id: int) -> None:
    """The person no longer works in the open scope's store and is nobody there from their next request on.

    What they did stays. Refuses NotAllowed to who does not work there, and LastOwner.
    """
    with transaction.atomic():
        staff = locked_staff()
        role = role_of(staff, user_id)
        member = staff[user_id]
        refuse_last_owner(staff, member)
        record_rights(member.user, before=role, after=None, by=member.user)
        member.delete()
