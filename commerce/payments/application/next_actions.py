"""Next actions as stored with an attempt, so that a repeated start answers the same without a second call."""

from dataclasses import asdict
from typing import Any

from commerce.payments.domain.values import ClientToken, FormPost, NextAction, Offline, Redirect, Widget

_KINDS: dict[str, type[NextAction]] = {
    "redirect": Redirect,
    "form_post": FormPost,
    "widget": Widget,
    "client_token": ClientToken,
    "offline": Offline,
}
_NAMES: dict[type[NextAction], str] = {kind: name for name, kind in _KINDS.items()}


def to_json(action: NextAction) -> dict[str, Any]:
    return {"kind": _NAMES[type(action)], **asdict(action)}


def from_json(stored: dict[str, Any]) -> NextAction:
    return _KINDS[stored["kind"]](**{name: _tuples(value) for name, value in stored.items() if name != "kind"})


def _tuples(value: Any) -> Any:
    """JSON has no tuples: lists are what they were."""
    return tuple(_tuples(part) for part in value) if isinstance(value, list) else value
