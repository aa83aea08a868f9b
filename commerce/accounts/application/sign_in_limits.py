"""How often one may try to sign in: per account, per address and per store, at each of a store's two doors.

Only tries that fail stay counted. An account is locked by ten of them, until the window that began with the first is
over, whoever tried; an address then has tries left for other accounts of its household or office.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from commerce.accounts.domain.policies import normal_email
from commerce.core.limits import Limit, Try, count_try, forget_tries, give_back

WINDOW = timedelta(minutes=15)
MOST_PER_ACCOUNT = 10
MOST_PER_ADDRESS = 100
MOST_PER_STORE = 2000


class Door(StrEnum):
    STAFF = "staff"
    CUSTOMER = "customer"
    # Asking for a letter with which to set a new password.
    STAFF_LETTER = "staff-letter"
    CUSTOMER_LETTER = "customer-letter"


LETTER_OF = {Door.STAFF: Door.STAFF_LETTER, Door.CUSTOMER: Door.CUSTOMER_LETTER}
# A letter is asked for once, and perhaps again when it does not come.
_PER_ACCOUNT = {Door.STAFF_LETTER: 3, Door.CUSTOMER_LETTER: 3}
_PER_ADDRESS = {Door.STAFF_LETTER: 20, Door.CUSTOMER_LETTER: 20}


def count_sign_in(door: Door, *, email: str, address: str, now: datetime) -> None:
    """The try is counted, before its password is looked at. Refuses TooManyTries."""
    account, *wider = _tries(door, email, address)
    # The address first: one machine alone can then lock few accounts, and none of them for ever.
    count_try([wider[0], account, wider[1]], now=now)


def forgive_sign_in(door: Door, *, email: str, address: str, now: datetime) -> None:
    """The person proved who they are: the account has all its tries again, address and store have this one back."""
    account, *wider = _tries(door, email, address)
    forget_tries(*account)
    give_back(wider, now=now)


def unlock_account(door: Door, *, email: str) -> None:
    """The account has all its tries again."""
    account, *_ = _tries(door, email, "")
    forget_tries(*account)


def _tries(door: Door, email: str, address: str) -> tuple[Try, Try, Try]:
    return (
        (Limit(f"{door}-account", _PER_ACCOUNT.get(door, MOST_PER_ACCOUNT), WINDOW), normal_email(email)),
        (Limit(f"{door}-address", _PER_ADDRESS.get(door, MOST_PER_ADDRESS), WINDOW), address),
        (Limit(f"{door}-store", MOST_PER_STORE, WINDOW), ""),
    )
