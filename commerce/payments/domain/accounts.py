"""A store's account with a gateway, as its adapter needs it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# Ends the name of a secret that a rotation has replaced.
BEFORE = "_before"
# The code of what was not asked, because the account's keys can't be opened.
KEYS_LOST = "keys_lost"


class Mode(StrEnum):
    TEST = "test"
    LIVE = "live"


class Taking(StrEnum):
    """When what a card is good for becomes the store's. In the two later cases the payer's bank holds it meanwhile."""

    AT_ONCE = "at_once"
    WHEN_SENT = "when_sent"  # with the order's first shipment, all of it
    BY_HAND = "by_hand"


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

    `are_keys_lost`: nothing here opens them any more, so there are no secrets. Nothing is sent, and nothing believed,
    until they are entered anew.
    """

    key: str
    gateway: str
    mode: Mode = Mode.TEST
    region: str = ""
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    are_keys_lost: bool = False

    def secret(self, name: str) -> str:
        """Empty where the account has none of that name."""
        found = self.secrets.get(name)
        return found.reveal() if found else ""

    def setting(self, name: str) -> str:
        return self.settings.get(name, "")

    @property
    def is_test(self) -> bool:
        return self.mode is Mode.TEST


@dataclass(frozen=True, slots=True)
class KeyField:
    """One thing a merchant copies from the gateway's portal. `pattern` is a regular expression of the whole text, in
    which `{mode}` stands for test or live."""

    name: str
    is_secret: bool
    is_needed: bool = True
    pattern: str = r"[!-~]{1,300}"

    def fits(self, text: str, mode: Mode) -> bool:
        return re.fullmatch(self.pattern.replace("{mode}", mode.value), text) is not None


@dataclass(frozen=True, slots=True)
class AccountShape:
    """What an account with this gateway is made of.

    `regions` are those to choose from, the first for who has not chosen. `identity` is the secret that names the
    account, and `webhook` the one by which its webhooks are verified: a new one leaves the old one good for a while.
    """

    fields: tuple[KeyField, ...]
    regions: Mapping[Mode, tuple[str, ...]]
    identity: str
    webhook: str

    @property
    def secrets(self) -> tuple[KeyField, ...]:
        return tuple(each for each in self.fields if each.is_secret)

    @property
    def settings(self) -> tuple[KeyField, ...]:
        return tuple(each for each in self.fields if not each.is_secret)
