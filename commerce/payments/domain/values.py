"""What the platform and a payment gateway say to each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from commerce.core.bilingual import Bilingual
from commerce.core.money import Money


class Outcome(StrEnum):
    """What is known of an amount asked for. UNKNOWN is never read as a refusal: money may have moved."""

    CAPTURED = "captured"
    DECLINED = "declined"
    PENDING = "pending"  # the payer has something to do
    SETTLING = "settling"  # the payer has done it; the bank has not answered yet
    UNKNOWN = "unknown"  # no clear answer: a time-out, a reset, an answer nobody understands
    NOT_SENT = "not_sent"  # the request certainly never left
    NOT_FOUND = "not_found"  # the gateway answers that it never heard of the key


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One observation of one attempt at a gateway, in one shape for all of them.

    `amount` is what moved, or is to move; None where the gateway did not say. `code` is the gateway's own reason.
    """

    outcome: Outcome
    reference: str = ""
    amount: Money | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """The payer goes on at this address, by GET."""

    url: str


@dataclass(frozen=True, slots=True)
class Offline:
    """Nothing to do now: the money changes hands later, without the platform."""


NextAction = Redirect | Offline


@dataclass(frozen=True, slots=True)
class StartRequest:
    """`gateway_key` is ours and the same on every repeat; addresses are absolute, or on this host."""

    gateway_key: UUID
    subject: str
    amount: Money
    description: str
    language: str
    return_url: str
    notification_url: str


@dataclass(frozen=True, slots=True)
class StartResult:
    snapshot: Snapshot
    next_action: NextAction | None = None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """`offline`: no outside call is ever made. `offered_without_script`: a browser without JavaScript can pay so."""

    offline: bool = False
    offered_without_script: bool = True


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A way to pay as a shopper chooses it; `fee` is added to the total, None for none."""

    code: str
    name: Bilingual
    description: Bilingual
    capabilities: Capabilities
    fee: Money | None = None
