"""A new password, by the link of a letter."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from commerce.accounts.application.activity import record_new_password
from commerce.accounts.application.link_tokens import is_password_token
from commerce.accounts.application.password_links import PasswordLinkClosed, person_of_link
from commerce.accounts.application.passwords import refuse_weak
from commerce.accounts.application.sign_in_limits import Door, unlock_account
from commerce.accounts.models import User


def set_new_password(*, door: Door, token: str, password: str) -> None:
    """The person has this password; every session of theirs is over, the link is used, and the account is unlocked, for
    strangers too. The edge then makes the browser one that is known to the account, so that nobody locks it again.

    Refuses PasswordLinkClosed and WeakPassword. Hashes, so call with no transaction open; raises RuntimeError in one.
    """
    person = person_of_link(door=door, token=token)
    refuse_weak(password, person)
    hashed = make_password(password)
    with transaction.atomic():
        people: Any = type(person).objects
        locked = people.select_for_update().get(pk=person.pk)
        if not is_password_token(locked, token):
            raise PasswordLinkClosed
        locked.password = hashed
        locked.save(update_fields=["password"])
        if isinstance(locked, User):
            record_new_password(locked)
    unlock_account(door, email=person.email)
