"""What may be kept of a webhook: everything but secrets and cards."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

# As `_plain` writes them: gateways write the same name in several ways.
_HIDDEN = frozenset({
    "secrettoken", "token", "cvc", "cvv", "cvv2", "cvn", "cvvresult", "securitycode", "pin", "holder", "cardholder",
    "expirymonth", "expiryyear", "expiry", "expirydate", "pan", "track1", "track2", "trackdata", "registrationid",
    "authenticationid", "verificationid", "cavv", "xid", "dstransactionid", "ip",
})  # fmt: skip
# Where the body is about what was paid with, these are the card's as well.
_OF_A_CARD = frozenset({"name", "month", "year"})
_ABOUT_A_CARD = frozenset({"source", "card"})
# Twelve to nineteen digits that stand alone, with more than the last four in the clear; and what a card's stripe has
# after them.
_STRIPE = r"(?:[=^].*)?"
_ALONE = re.compile(r"(?<![\dA-Za-z])(?:\d[ -]?){11,18}\d(?![\dA-Za-z])" + _STRIPE, re.S)
# Beside letters or grouped otherwise they are a card's only where its check digit is right: references look so too.
_ANYWHERE = re.compile(r"(?<!\d)(\d(?:[ .\-_/\u00a0]?\d){11,18})(?!\d)" + _STRIPE, re.S)
_MASK = "…"


def without_secrets(body: Any) -> str:
    """The body as JSON, with … in the place of what nobody may read later."""
    return json.dumps(_cleaned(body), ensure_ascii=False, default=_number)


def _cleaned(value: Any, hidden: frozenset[str] = _HIDDEN) -> Any:
    if isinstance(value, dict):
        return {_text(name): _part(name, part, hidden) for name, part in value.items()}
    if isinstance(value, list):
        return [_cleaned(part, hidden) for part in value]
    if isinstance(value, str):
        return _text(value)
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return _MASK if is_number and _checked(str(value)) != str(value) else value


def _part(name: str, part: Any, hidden: frozenset[str]) -> Any:
    if _plain(name) in hidden and part:
        return _MASK
    is_of_a_card = isinstance(part, Mapping) and _plain(name) in _ABOUT_A_CARD
    return _cleaned(part, _HIDDEN | _OF_A_CARD if is_of_a_card else _HIDDEN)


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _text(text: str) -> str:
    return _checked(_ALONE.sub(_MASK, text))


def _checked(text: str) -> str:
    return _ANYWHERE.sub(lambda found: _MASK if _is_card(found[1]) else found[0], text)


def _is_card(text: str) -> bool:
    """By Luhn's check digit."""
    digits = [int(digit) for digit in text if digit.isdecimal()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _number(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
