"""Opening an account in a store."""

from django.db import IntegrityError, transaction

from commerce.accounts.application.passwords import WeakPassword, refuse_weak
from commerce.accounts.domain.policies import normal_email, normal_phone
from commerce.accounts.models import Customer
from commerce.core.errors import Refusal


class EmailTaken(Refusal):
    code = "email_taken"


class InvalidPhone(Refusal):
    code = "invalid_phone"


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
