"""Proving to be a customer."""

from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password
from django.db import transaction

from commerce.accounts.application.sign_in_limits import Door, count_sign_in, forgive_sign_in
from commerce.accounts.domain.policies import normal_email
from commerce.accounts.models import Customer
from commerce.core.errors import Refusal


class WrongCredentials(Refusal):
    """No such customer in this store, or another password: never which of the two."""

    code = "wrong_credentials"


def sign_in_customer(*, email: str, password: str, address: str, browser: str = "", now: datetime) -> Customer:
    """The customer of the open scope's store with this e-mail and password. The edge then starts the session.

    `address` is the client's, `browser` the name of one that is known to the account. Refuses TooManyTries before
    anything is looked up, and WrongCredentials, after the same work whether or not the e-mail is known: compared with
    an unusable password Django hashes once all the same. Raises RuntimeError inside a transaction.
    """
    count_sign_in(Door.CUSTOMER, email=email, address=address, browser=browser, now=now)
    with transaction.atomic(savepoint=False):
        customer: Customer | None = Customer.objects.with_email(normal_email(email)).first()
    if not check_password(password, customer.password if customer else UNUSABLE_PASSWORD_PREFIX) or customer is None:
        raise WrongCredentials
    forgive_sign_in(Door.CUSTOMER, email=email, address=address, browser=browser, now=now)
    return customer
