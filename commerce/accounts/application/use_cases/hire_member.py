"""Somebody begins to work in a store."""

from commerce.accounts.application.activity import record_rights
from commerce.accounts.application.passwords import refuse_weak
from commerce.accounts.domain.policies import Role, normal_email
from commerce.accounts.models import Membership, User
from commerce.core.errors import Refusal


class PersonKnown(Refusal):
    """The e-mail is that of a person with an account, who has not been asked."""

    code = "person_known"


def hire_member(*, email: str, name: str, password: str | None, role: Role, may_be_known: bool = False) -> None:
    """The person of this e-mail works in the scope's store in this role; who works there already keeps theirs.

    Without a password a new person can't sign in before setting one. A person the platform knows is hired only where
    the caller vouches for them (`may_be_known`), and keeps name and password: nobody proved here that the e-mail is
    theirs, and whoever registered it first would else enter. Refuses PersonKnown, and WeakPassword for a new person.
    """
    address = normal_email(email)
    person = User.objects.filter(email=address).first()
    is_known = person is not None
    if person is None:
        person, is_new = _keep(_new_person(address, name, password))
        is_known = not is_new
    if is_known and not may_be_known and not Membership.objects.filter(user=person).exists():
        raise PersonKnown(email=address)
    _, is_hired = Membership.objects.get_or_create(user=person, defaults={"role": role})
    if is_hired:
        record_rights(person, before=None, after=role)


def _new_person(email: str, name: str, password: str | None) -> User:
    person = User(email=email, name=name)
    if password is None:
        person.set_unusable_password()
    else:
        refuse_weak(password, person)
        person.set_password(password)
    return person


def _keep(newcomer: User) -> tuple[User, bool]:
    """The unique e-mail decides between two hirings at once: the loser finds the winner's person, who is not new."""
    fields = {"name": newcomer.name, "password": newcomer.password}
    return User.objects.get_or_create(email=newcomer.email, defaults=fields)
