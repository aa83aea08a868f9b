"""Whose password the link of a letter sets."""

from django.db import transaction

from commerce.accounts.application.doors import find_person
from commerce.accounts.application.link_tokens import is_password_token, person_id_of
from commerce.accounts.application.sign_in_limits import Door
from commerce.accounts.models import Customer, User
from commerce.core.errors import Refusal


class PasswordLinkClosed(Refusal):
    """Used, too old, another store's, or never made: never which of these."""

    code = "password_link_closed"


def person_of_link(*, door: Door, token: str) -> User | Customer:
    """Whose password the link sets. Refuses PasswordLinkClosed."""
    person_id = person_id_of(token)
    with transaction.atomic(savepoint=False):
        person = None if person_id is None else find_person(door, pk=person_id)
    if person is None or not is_password_token(person, token):
        raise PasswordLinkClosed
    return person
