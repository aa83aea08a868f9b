"""Opening an account in a store."""

from django.db import IntegrityError, transaction

from commerce.accounts.application.registration import registration_refusals
from commerce.accounts.domain.policies import normal_email, normal_phone
from commerce.accounts.models import Customer
from commerce.core.errors import Refusal


class EmailTaken(Refusal):
    code = "email_taken"


def register_customer(*, email: str, name: str, phone: str, password: str, language: str) -> Customer:
    """The open scope's store has this customer; the phone, which may be empty, is kept in E.164.

    Refuses EmailTaken (in this store: other stores' customers don't count), WeakPassword and InvalidPhone.
    """
    for refusal in registration_refusals(email=email, name=name, phone=phone, password=password):
        raise refusal
    customer = Customer(
        email=normal_email(email), name=name.strip(), phone=normal_phone(phone) or "", language=language
    )
    customer.set_password(password)
    try:
        with transaction.atomic():
            customer.save()
    except IntegrityError as error:  # the unique index decides; looking first would race
        raise EmailTaken(email=customer.email) from error
    return customer
