"""How often one may try to sign in: per account, per address and per store, at each of a store's two doors.

Only tries that fail stay counted. An account is locked for strangers by ten of them, until the window that began with
the first is over, whoever tried; an address then has tries left for other accounts of its household or office. A
browser that is known to the account has ten of its own, which nobody else can use up.
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
    # Telling one's password where strangers don't come: by an invitation's link, and at one's own account.
    INVITATION = "invitation"
    OWN_ACCOUNT = "own-account"


LETTER_OF = {Door.STAFF: Door.STAFF_LETTER, Door.CUSTOMER: Door.CUSTOMER_LETTER}
# A letter is asked for once, and perhaps again when it does not come.
_PER_ACCOUNT = {Door.STAFF_LETTER: 3, Door.CUSTOMER_LETTER: 3}
_PER_ADDRESS = {Door.STAFF_LETTER: 20, Door.CUSTOMER_LETTER: 20}


def count_sign_in(door: Door, *, email: str, address: str, browser: str = "", now: datetime) -> None:
    """The try is counted, before its password is looked at. Refuses TooManyTries.

    `browser` is the name of one that is known to the account, empty for a stranger's: only there does the rest count.
    """
    # The address first: one machine alone can then lock few accounts, and none of them for ever.
    by_address, in_store = _wider(door, address)
    strangers = [by_address, _of_account(door, email), in_store]
    count_try([_of_browser(door, browser)] if browser else strangers, now=now)


def forgive_sign_in(door: Door, *, email: str, address: str, browser: str = "", now: datetime) -> None:
    """The person proved who they are: the account has all its tries again, address and store have this one back.

    In a known browser it is the browser that has them again; strangers stay as limited as they were.
    """
    if browser:
        forget_tries(*_of_browser(door, browser))
    else:
        forget_tries(*_of_account(door, email))
        give_back(_wider(door, address), now=now)


def unlock_account(door: Door, *, email: str) -> None:
    """The account has all its tries again, for strangers too."""
    forget_tries(*_of_account(door, email))


def _of_account(door: Door, email: str) -> Try:
    return Limit(f"{door}-account", _PER_ACCOUNT.get(door, MOST_PER_ACCOUNT), WINDOW), normal_email(email)


def _of_browser(door: Door, browser: str) -> Try:
    return Limit(f"{door}-browser", _PER_ACCOUNT.get(door, MOST_PER_ACCOUNT), WINDOW), browser


def _wider(door: Door, address: str) -> tuple[Try, Try]:
    return (
        (Limit(f"{door}-address", _PER_ADDRESS.get(door, MOST_PER_ADDRESS), WINDOW), address),
        (Limit(f"{door}-store", MOST_PER_STORE, WINDOW), ""),
    )
