"""Entering a code from outside, where codes are guessed too."""

from __future__ import annotations

from datetime import datetime

from commerce.carts.application.code_limits import count_code, forgive_code
from commerce.carts.application.required_codes import UnknownCode
from commerce.carts.application.use_cases.enter_code import enter_code
from commerce.carts.domain.values import Shopper


def try_code(*, shopper: Shopper, code: str, address: str, now: datetime) -> None:
    """As `enter_code`; tries that name no code of the store stay counted for the shopper, the client's address and the
    store.

    Refuses TooManyTries too, whatever the code then. Raises RuntimeError inside a transaction.
    """
    count_code(shopper, address=address, now=now)
    try:
        enter_code(shopper=shopper, code=code, now=now)
    except UnknownCode:
        raise
    except Exception:
        forgive_code(shopper, address=address, now=now)
        raise
    forgive_code(shopper, address=address, now=now)
