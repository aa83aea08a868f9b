"""What may be kept of a webhook: everything but secrets and cards."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

_HIDDEN = frozenset({
    "secret_token", "token", "cvc", "cvv", "cvv_result", "holder", "expiryMonth", "expiryYear", "registrationId",
    "authenticationId", "verificationId", "cavv", "xid", "dsTransactionId", "ip",
})  # fmt: skip
# Twelve to nineteen digits, however they are grouped, with more than the last four in the clear.
_CARD = re.compile(r"(?<![\dA-Za-z])(?:\d[ -]?){11,18}\d(?![\dA-Za-z])")


def without_secrets(body: Any) -> str:
    """The body as JSON, with … in the place of what nobody may read later."""
    return json.dumps(_cleaned(body), ensure_ascii=False, default=_number)


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: "…" if name in _HIDDEN and part else _cleaned(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_cleaned(part) for part in value]
    return _CARD.sub("…", value) if isinstance(value, str) else value


def _number(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
