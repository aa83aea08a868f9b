"""Next actions as stored with an attempt, so that a repeated start answers the same without a second call."""

from dataclasses import asdict
from typing import Any

from commerce.payments.domain.values import NextAction, Offline, Redirect

_KINDS: dict[str, type[Redirect] | type[Offline]] = {"redirect": Redirect, "offline": Offline}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def to_json(action: NextAction) -> dict[str, Any]:
    return {"kind": _NAMES[type(action)], **asdict(action)}


def from_json(stored: dict[str, Any]) -> NextAction:
    return _KINDS[stored["kind"]](**{name: value for name, value in stored.items() if name != "kind"})
