"""JSON of gateways, as it can be stored."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

# JSON may hold them, PostgreSQL may not: half of a letter of two halves, and the letter zero.
_BROKEN = re.compile("[\x00\ud800-\udfff]")
_REPLACED = "\ufffd"


def read_json(raw: bytes) -> Any:
    """What the text says, numbers as Decimal or int, with a replacement character for each broken letter of its texts
    and names. Raises ValueError for what is no JSON, or is nested too deeply."""
    try:
        return _whole(json.loads(raw, parse_float=Decimal))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return _BROKEN.sub(_REPLACED, value)
    if isinstance(value, list):
        return [_whole(part) for part in value]
    if isinstance(value, dict):
        return {_BROKEN.sub(_REPLACED, name): _whole(part) for name, part in value.items()}
    return value
