"""The bank behind all three: movements of money, the rules about them, and the journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.simulators.gateways.clock import Clock


class Refused(Exception):
    """By the bank's rules; the reason is one of the few below."""


@dataclass
class Movement:
    """One movement of money, asked for; `state` says whether it took place."""

    id: str
    gateway: str
    merchant: str
    kind: str  # sale, auth, capture, void, refund, chargeback, chargeback_reversal
    minor: int
    currency: str
    key: str
    at: datetime
    parent: str = ""
    state: str = "approved"  # approved, review, pending, declined
    reason: str = "approved"
    card: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def took_place(self) -> bool:
        return self.state in {"approved", "review"}

    @property
    def is_only_authorised(self) -> bool:
        """PayTabs takes the money of a sale when its review has ended well; elsewhere it is taken and looked at."""
        return self.gateway == "paytabs" and self.kind == "sale" and self.state == "review"


@dataclass(frozen=True)
class Entry:
    """A line of the journal: `minor` is what the merchant is owed more, or less, by it."""

    movement: str
    gateway: str
    merchant: str
    kind: str
    key: str
    minor: int
    currency: str


_SIGNS = {"sale": 1, "capture": 1, "refund": -1, "chargeback": -1, "chargeback_reversal": 1}


class Bank:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.movements: dict[str, Movement] = {}
        self.journal: list[Entry] = []
        self.settled_until: datetime | None = None

    def record(self, movement: Movement) -> Movement:
        self.movements[movement.id] = movement
        self._book(movement)
        return movement

    def decide(self, movement: Movement, state: str, reason: str) -> None:
        """What was pending is decided."""
        movement.state, movement.reason, movement.at = state, reason, self._clock.now()
        self._book(movement)

    def pending(self) -> list[Movement]:
        return [one for one in self.movements.values() if one.state == "pending" and not one.facts.get("is_ended")]

    def first_of(self, movement_id: str) -> Movement:
        """What the payer did, of which this is, or which this captures, returns or takes back."""
        movement = self.movements[movement_id]
        return self.first_of(movement.parent) if movement.parent else movement

    def follow_ups(self, parent: str, kind: str) -> list[Movement]:
        return [m for m in self.movements.values() if m.parent == parent and m.kind == kind and m.state != "declined"]

    def total(self, parent: str, kind: str) -> int:
        """What is promised of it: pending movements as well."""
        return sum(movement.minor for movement in self.follow_ups(parent, kind))

    def done(self, parent: str, kind: str) -> int:
        return sum(movement.minor for movement in self.follow_ups(parent, kind) if movement.took_place)

    def is_held(self, hold: Movement) -> bool:
        """Some of it neither taken nor let go."""
        is_hold = hold.kind == "auth" or hold.is_only_authorised
        return is_hold and hold.took_place and self.rest_of(hold) > 0

    def rest_of(self, hold: Movement) -> int:
        """What is held by it yet. A capture that is the last lets the rest go."""
        if hold.facts.get("has_lapsed") or hold.facts.get("is_over"):
            return 0
        return hold.minor - self.total(hold.id, "capture") - self.total(hold.id, "void")

    def is_partly_taken(self, hold: Movement) -> bool:
        """What is let go of it then is the rest, and no sale."""
        return hold.kind == "auth" and 0 < self.total(hold.id, "capture") < hold.minor

    def require_capturable(self, hold: Movement, minor: int, *, once: bool) -> None:
        has_lapsed = bool(hold.facts.get("has_lapsed"))
        if hold.kind != "auth" or not hold.took_place or self.follow_ups(hold.id, "void") or has_lapsed:
            raise Refused("not_a_hold")
        captured = self.total(hold.id, "capture")
        if captured and once:
            raise Refused("already_captured")
        if captured + minor > hold.minor or minor <= 0:
            raise Refused("exceeds_balance")

    def require_releasable(self, hold: Movement, minor: int) -> None:
        """The whole of a hold, or the whole rest of it."""
        if not self.is_held(hold):
            raise Refused("not_a_hold")
        if minor != self.rest_of(hold):
            raise Refused("exceeds_balance")

    def require_voidable(self, paid: Movement, *, sales_too: bool) -> None:
        if not paid.took_place or self.follow_ups(paid.id, "void"):
            raise Refused("not_a_hold")
        is_hold = paid.kind == "auth" and not self.follow_ups(paid.id, "capture")
        if not is_hold and not (sales_too and paid.kind in {"sale", "auth"}):
            raise Refused("not_a_hold")
        if self.total(paid.id, "refund"):
            raise Refused("partly_refunded")
        if sales_too and self.settled_until is not None and paid.at <= self.settled_until:
            raise Refused("settled")

    def require_refundable(self, paid: Movement, minor: int, available: int) -> None:
        if not paid.took_place or paid.is_only_authorised or paid.kind not in {"sale", "capture", "auth"}:
            raise Refused("not_captured")
        if self.follow_ups(paid.id, "void") or available <= 0:
            raise Refused("not_captured")
        if minor > available or minor <= 0:
            raise Refused("exceeds_balance")

    def refundable(self, paid: Movement) -> int:
        """What has been captured by this movement, or under it, less what went back."""
        captured = paid.minor if paid.kind in {"sale", "capture"} else self.total(paid.id, "capture")
        return captured - self.total(paid.id, "refund")

    def voided_sale(self, paid: Movement) -> None:
        """A sale that is undone before the settlement goes back whole."""
        owed = sum(entry.minor for entry in self.journal if entry.movement in {paid.id, *self._captures(paid)})
        if owed:
            self.journal.append(
                Entry(paid.id, paid.gateway, paid.merchant, "void", paid.key, -owed, paid.currency)
            )  # fmt: skip

    def _captures(self, paid: Movement) -> set[str]:
        return {movement.id for movement in self.follow_ups(paid.id, "capture")}

    def _book(self, movement: Movement) -> None:
        sign = _SIGNS.get(movement.kind, 0)
        is_taken = movement.took_place and not movement.is_only_authorised
        if is_taken and sign and not any(entry.movement == movement.id for entry in self.journal):
            self.journal.append(
                Entry(
                    movement.id,
                    movement.gateway,
                    movement.merchant,
                    movement.kind,
                    movement.key,
                    sign * movement.minor,
                    movement.currency,
                )
            )
