"""Who may come in at which of a store's two doors."""

from datetime import datetime

from commerce.accounts.application.sign_in_limits import Door
from commerce.accounts.models import Customer, Invitation, Membership, User


def find_person(door: Door, *, now: datetime, **by: object) -> User | Customer | None:
    """The person of the open scope's store for whom the door can open: a customer, or somebody who works here.

    Who is invited to work here counts, for they need their password to accept. `by` names them: `pk` or `email`.
    """
    if door is Door.CUSTOMER:
        customer: Customer | None = Customer.objects.filter(**by).first()
        return customer
    person = User.objects.filter(is_active=True, is_superuser=False, **by).first()
    return person if person is not None and _belongs(person, now) else None


def _belongs(person: User, now: datetime) -> bool:
    invitations = Invitation.objects.open().filter(email=person.email, expires_at__gt=now)
    return Membership.objects.filter(user=person).exists() or invitations.exists()
