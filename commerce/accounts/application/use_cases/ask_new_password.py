"""Wanting in again without the old password."""

from datetime import datetime

from django.db import transaction

from commerce.accounts.application.sign_in_limits import LETTER_OF, Door, count_sign_in
from commerce.accounts.domain.events import PasswordResetAsked
from commerce.accounts.domain.policies import normal_email
from commerce.core.outbox import publish


def ask_new_password(*, door: Door, email: str, address: str, browser: str = "", now: datetime) -> None:
    """If the e-mail is somebody's for whom the door can open, a letter with a link goes to them.

    Whether it is, nobody who asks can tell: the same is written for every e-mail, and looked up after the answer.
    `address` is the client's, `browser` the name of one that is known to the account. Refuses TooManyTries, known
    e-mail or not. Raises RuntimeError inside a transaction.
    """
    count_sign_in(LETTER_OF[door], email=email, address=address, browser=browser, now=now)
    with transaction.atomic():
        publish(PasswordResetAsked(door=door, email=normal_email(email)))
