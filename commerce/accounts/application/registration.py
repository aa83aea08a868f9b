"""What can be said of a registration before the database is asked."""

from commerce.accounts.application.passwords import WeakPassword, refuse_weak
from commerce.accounts.domain.policies import normal_email, normal_phone
from commerce.accounts.models import Customer
from commerce.core.errors import Refusal


class InvalidPhone(Refusal):
    code = "invalid_phone"


def registration_refusals(*, email: str, name: str, phone: str, password: str) -> list[Refusal]:
    """All that `register_customer` would refuse of these words, so that a form can say it at once.

    Whether the e-mail is taken is not among it: only the database knows.
    """
    refusals: list[Refusal] = []
    if phone.strip() and normal_phone(phone) is None:
        refusals.append(InvalidPhone(phone=phone))
    try:
        refuse_weak(password, Customer(email=normal_email(email), name=name.strip()))
    except WeakPassword as refusal:
        refusals.append(refusal)
    return refusals
