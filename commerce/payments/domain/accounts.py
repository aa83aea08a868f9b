"""A store's account with a gateway, as its adapter needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Mode(StrEnum):
    TEST = "test"
    LIVE = "live"


class Secret:
    """A key that shows itself in no log line, trace or page; `reveal()` is where it is handed to a protocol."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __bool__(self) -> bool:
        return bool(self._value)


@dataclass(frozen=True, slots=True)
class GatewayAccount:
    """`key` names the account among those of all stores, and is no secret. `region` is one of the adapter's.

    `secrets` and `settings` bear the names each adapter's docstring lists. While a webhook key is rotated, the one
    before it is `webhook_before`; both are good then.
    """

    key: str
    gateway: str
    mode: Mode = Mode.TEST
    region: str = ""
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)

    def secret(self, name: str) -> str:
        """Empty where the account has none of that name."""
        found = self.secrets.get(name)
        return found.reveal() if found else ""

    def setting(self, name: str) -> str:
        return self.settings.get(name, "")

    @property
    def is_test(self) -> bool:
        return self.mode is Mode.TEST
