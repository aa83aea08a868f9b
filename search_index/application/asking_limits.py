"""How often shoppers' programs may ask a store: by one address, and by all together.

Words are cheap to look for and are asked for at every key stroke, so they are counted where counting costs nothing. A
picture takes a process of its own for some seconds, so each of its tries is counted where none is forgotten. What it
looked like is compared with every picture of the store each time it is asked, as words are counted but less often.
"""

from datetime import datetime, timedelta

from commerce.core.limits import Limit, Try, count_try
from commerce.core.request_limits import count_request

MINUTE, TEN_MINUTES = timedelta(minutes=1), timedelta(minutes=10)
# An address may be an office, or a phone company's.
SEARCHES = Limit("search-address", 240, MINUTE), Limit("search-store", 12_000, MINUTE)
SUGGESTIONS = Limit("suggest-address", 600, MINUTE), Limit("suggest-store", 60_000, MINUTE)
LOOKS = Limit("look-address", 60, MINUTE), Limit("look-store", 3_000, MINUTE)
PICTURES = Limit("picture-search-address", 30, TEN_MINUTES), Limit("picture-search-store", 1_200, TEN_MINUTES)


def count_search(*, address: str, now: datetime) -> None:
    """`address` is the client's, here and below. Refuses TooManyTries."""
    count_request(_by(SEARCHES, address), now=now)


def count_suggestion(*, address: str, now: datetime) -> None:
    """Refuses TooManyTries."""
    count_request(_by(SUGGESTIONS, address), now=now)


def count_look(*, address: str, now: datetime) -> None:
    """Before a look, a product's too, is compared with the store's pictures. Refuses TooManyTries."""
    count_request(_by(LOOKS, address), now=now)


def count_picture_search(*, address: str, now: datetime) -> None:
    """Before the picture is looked at, whatever comes of it. Refuses TooManyTries. RuntimeError in a transaction."""
    count_try(_by(PICTURES, address), now=now)


def _by(limits: tuple[Limit, Limit], address: str) -> list[Try]:
    of_address, in_store = limits
    return [(of_address, address), (in_store, "")]
