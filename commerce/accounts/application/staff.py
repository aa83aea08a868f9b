"""The store's staff, held still while somebody changes it."""

from commerce.accounts.domain.policies import Role, may_manage
from commerce.accounts.models import Invitation, Membership
from commerce.core.errors import NotAllowed, NotFound, Refusal


class LastOwner(Refusal):
    """A store always has an owner."""

    code = "last_owner"


def locked_staff() -> dict[int, Membership]:
    """Everybody who works in the open scope's store, by their user id, locked until the transaction ends.

    All of them, and always in the same order: who may change whom and who is the last owner then stay as they are read,
    and two changes at once never wait for each other.
    """
    rows = Membership.objects.select_for_update().order_by("pk")
    return {row.user_id: row for row in rows}


def member_of(staff: dict[int, Membership], membership_id: int) -> Membership:
    """Refuses NotFound."""
    for member in staff.values():
        if member.pk == membership_id:
            return member
    raise NotFound(membership_id=membership_id)


def role_of(staff: dict[int, Membership], user_id: int) -> Role:
    """Refuses NotAllowed to who does not work here."""
    if user_id not in staff:
        raise NotAllowed
    return Role(staff[user_id].role)


def refuse_unless_managing(staff: dict[int, Membership], by: int, *roles: Role) -> None:
    """Refuses NotAllowed unless the member `by` may manage people of each of these roles."""
    manager = role_of(staff, by)
    if not all(may_manage(manager, role) for role in roles):
        raise NotAllowed


def is_vouched_for(invitation: Invitation, inviter: Membership | None) -> bool:
    """Whether who invited still works here and may still do so: else somebody taken out would come back, or send a
    friend, by a link made in time. Another member may send the invitation again and vouches for it then."""
    return inviter is not None and may_manage(Role(inviter.role), Role(invitation.role))


def refuse_last_owner(staff: dict[int, Membership], leaving: Membership) -> None:
    """Refuses LastOwner when nobody else owns the store."""
    owners = [member for member in staff.values() if member.role == Role.OWNER]
    if owners == [leaving]:
        raise LastOwner
