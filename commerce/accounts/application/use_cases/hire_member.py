"""Somebody begins to work in a store."""

from commerce.accounts.application.passwords import refuse_weak
from commerce.accounts.domain.policies import Role, normal_email
from commerce.accounts.models import Membership, User


def hire_member(*, email: str, name: str, password: str | None, role: Role) -> None:
    """The person of this e-mail works in the scope's store in this role; who works there already keeps theirs.

    A person already known to the platform keeps name and password. Without a password a new person can't sign in before
    setting one. Refuses WeakPassword for a new person.
    """
    address = normal_email(email)
    person = User.objects.filter(email=address).first() or _new_person(address, name, password)
    Membership.objects.get_or_create(user=person, defaults={"role": role})


def _new_person(email: str, name: str, password: str | None) -> User:
    """The unique e-mail decides between two hirings at once: the loser finds the winner's person."""
    person = User(email=email, name=name)
    if password is None:
        person.set_unusable_password()
    else:
        refuse_weak(password, person)
        person.set_password(password)
    fields = {"name": person.name, "password": person.password}
    return User.objects.get_or_create(email=email, defaults=fields)[0]
