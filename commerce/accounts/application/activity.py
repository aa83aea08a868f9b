"""What the activity log is told of people: who may do what in the store, and who came in."""

from __future__ import annotations

from typing import Literal

from commerce.accounts.domain.policies import Role
from commerce.accounts.models import User
from commerce.core.actors import Actor, ActorKind
from commerce.core.audit import Deed, record
from commerce.core.bilingual import Bilingual


def staff_actor(person: User) -> Actor:
    """The person at work, under the name they have now."""
    return Actor(ActorKind.STAFF, str(person.pk), str(person))


def record_rights(person: User, *, before: Role | None, after: Role | None, by: User | None = None) -> None:
    """The person's role in the open scope's store was `before` and is `after`; None: no member.

    `by` decided it; without, whom the edge names. Who takes themselves off the staff has left. Call it in the
    transaction that changes the membership; nothing is recorded when nothing changed.
    """
    if before is after:
        return
    ended = "left" if by == person else "removed"
    action = "hired" if before is None else ended if after is None else "role_changed"
    was = {} if before is None else {"role": before.value}
    now = {} if after is None else {"role": after.value}
    name = Bilingual(ar=str(person), en=str(person))
    record(Deed("member", action, person.pk, name, was, now), actor=staff_actor(by) if by else None)


InvitationAction = Literal["invited", "invited_again", "uninvited"]


def record_invitation(action: InvitationAction, email: str, role: Role, *, by: User) -> None:
    """Somebody was asked to work in the open scope's store in this role, once more, or no longer is. Call it in a
    transaction."""
    name, asked = Bilingual(ar=email, en=email), {"role": role.value}
    before, after = (asked, {}) if action == "uninvited" else ({}, asked)
    record(Deed("member", action, None, name, before, after), actor=staff_actor(by))


def record_name(person: User, *, before: str) -> None:
    """The person, called `before` until now, gave themselves the name they have. Call it in that transaction; nothing
    is recorded when it is the same."""
    if person.name != before:
        name = Bilingual(ar=str(person), en=str(person))
        deed = Deed("member", "renamed", person.pk, name, {"name": before}, {"name": person.name})
        record(deed, actor=staff_actor(person))


def record_new_password(person: User) -> None:
    """The person has a new password, by a letter's link or at their own page. Call it in that transaction."""
    name = Bilingual(ar=str(person), en=str(person))
    record(Deed("member", "password_set", person.pk, name), actor=staff_actor(person))


def record_sign_in(person: User) -> None:
    """The person signed in at the open scope's store. Call it in a transaction."""
    name = Bilingual(ar=str(person), en=str(person))
    record(Deed("member", "signed_in", person.pk, name), actor=staff_actor(person))
