"""Proving to be a customer."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password
from django.db import transaction

from commerce.accounts.domain.policies import normal_email
from commerce.accounts.models import Customer
from commerce.core.errors import Refusal


class WrongCredentials(Refusal):
    """No such customer in this store, or another password: never which of the two."""

    code = "wrong_credentials"


def sign_in_customer(*, email: str, password: str) -> Customer:
    """The customer of the open scope's store with this e-mail and password. The edge then starts the session.

    Refuses WrongCredentials, after the same work whether or not the e-mail is known: compared with an unusable password
    Django hashes once all the same.
    """
    with transaction.atomic(savepoint=False):
        customer: Customer | None = Customer.objects.with_email(normal_email(email)).first()
    if not check_password(password, customer.password if customer else UNUSABLE_PASSWORD_PREFIX) or customer is None:
        raise WrongCredentials
    return customer
