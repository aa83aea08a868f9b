"""Who has an account at which of a store's two doors."""

from commerce.accounts.application.sign_in_limits import Door
from commerce.accounts.models import Customer, Membership, User


def find_person(door: Door, **by: object) -> User | Customer | None:
    """The person of the open scope's store for whom the door opens: a customer, or somebody who works here.

    Who is only invited is nobody's here: a password is a person's everywhere, and a store must not come by it by asking
    them to work there. `by` names the person: `pk` or `email`.
    """
    if door is Door.CUSTOMER:
        customer: Customer | None = Customer.objects.filter(**by).first()
        return customer
    person = User.objects.filter(is_active=True, is_superuser=False, **by).first()
    works_here = person is not None and Membership.objects.filter(user=person).exists()
    return person if works_here else None
