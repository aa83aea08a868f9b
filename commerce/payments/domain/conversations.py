"""What is asked of a gateway after the start, and what it sends by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from commerce.core.money import Money
from commerce.payments.domain.values import Snapshot, Totals


@dataclass(frozen=True, slots=True)
class AttemptReference:
    """Which attempt is meant: our key, the gateway's reference (empty while it has named none), what was asked for, and
    the channel it was begun on (empty: the one that the account names now). `beside` are references of what was paid
    under the same key and is an attempt of its own: by our key it is not this one."""

    key: UUID
    reference: str
    amount: Money
    brand: str = ""
    channel: str = ""
    beside: frozenset[str] = frozenset()


class OperationKind(StrEnum):
    CAPTURE = "capture"
    VOID = "void"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class OperationRequest:
    """A movement on a payment the gateway knows.

    `key` is ours, committed before the call, of this operation alone and the same on every repeat. `reference` is the
    gateway's for what is captured, voided or refunded: after a later capture, that of the capture. `before` are the
    sums as they stood when it was decided, for gateways that do not name each refund.
    """

    key: UUID
    kind: OperationKind
    attempt: AttemptReference
    reference: str
    amount: Money
    before: Totals | None = None


@dataclass(frozen=True, slots=True)
class RawRequest:
    """What arrived, byte by byte: signatures are over bytes, not over what a framework made of them."""

    method: str
    headers: Mapping[str, str]
    body: bytes = b""
    query: str = ""

    def header(self, name: str) -> str:
        """Its value whatever the writing of the name; empty when there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), "")


@dataclass(frozen=True, slots=True)
class ReturnHint:
    """What the payer's way back is worth: whether it is about this attempt, never whether money moved.

    `reference` is one the attempt did not have yet. It came by the browser, and counts only when the gateway, asked for
    it, names our key.
    """

    is_about_this: bool
    reference: str = ""


class EventKind(StrEnum):
    PAYMENT = "payment"
    OPERATION = "operation"
    CHARGEBACK = "chargeback"
    OTHER = "other"  # a test call, a token, a payout: stored, answered, not acted upon


class Forged(Exception):
    """The signature is wrong or missing. Says nothing of keys or contents."""


class Malformed(Exception):
    """It is not what this gateway sends, whoever sent it."""


class OtherMode(Exception):
    """Genuine, and of a test account where the store's is live, or the other way round."""


@dataclass(frozen=True, slots=True)
class VerifiedEvent:
    """A webhook whose signature holds.

    `dedupe_key` is the same for every delivery of one event. `references` and `key` name the attempt it is about, one
    of them is enough. `snapshot` is what the body says: without a sum where only the event's name and the payment it
    is about may be believed, None where not even those. Money is recorded only after asking the gateway, chargebacks
    excepted, which can't be asked about. `kept_body` is what may be stored: without secrets and card data. No text has
    a letter that the database refuses.
    """

    dedupe_key: str
    kind: EventKind
    references: tuple[str, ...]
    key: str
    snapshot: Snapshot | None
    kept_body: str
