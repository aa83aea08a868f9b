"""What the platform and a payment gateway say to each other about money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from commerce.core.bilingual import Bilingual
from commerce.core.money import Money
from commerce.payments.domain.capabilities import Capabilities


class Outcome(StrEnum):
    """What is known of an amount asked for. UNKNOWN is never read as a refusal: money may have moved."""

    AUTHORISED = "authorised"  # held for the store, and not the store's yet
    CAPTURED = "captured"
    VOIDED = "voided"  # a hold was let go, or a sale undone before it was settled
    REFUNDED = "refunded"
    CHARGED_BACK = "charged_back"
    CHARGEBACK_REVERSED = "chargeback_reversed"
    DECLINED = "declined"
    PENDING = "pending"  # the payer has something to do
    SETTLING = "settling"  # the payer has done it; the bank has not answered yet
    UNKNOWN = "unknown"  # no clear answer: a time-out, a reset, an answer nobody understands
    NOT_SENT = "not_sent"  # the request certainly never left, or was turned away unread: it may be repeated
    NOT_FOUND = "not_found"  # the gateway answers that it never heard of the key


# Nobody has said anything about the money.
NO_ANSWERS = frozenset({Outcome.UNKNOWN, Outcome.NOT_SENT})


@dataclass(frozen=True, slots=True)
class Totals:
    """What has moved on one payment so far, from gateways that keep sums instead of naming each movement."""

    captured: Money
    refunded: Money


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One observation of one attempt, or of one movement of its money, in one shape for all gateways.

    `amount` is what moved, or is to move; None where the gateway did not say. `requested` is what it was asked for,
    where it says both. `reference` is the gateway's name for it and `parent` that of the movement it builds on; `key`
    is ours, as the gateway repeats it. `code` and `message` are the gateway's own reason, for staff. `is_test` is None
    where the answer does not show it.

    `is_in_review`: the money counts as moved and nothing may be handed out before a person said yes.
    `needs_operator`: the account's set-up or our request is at fault, or only a person can tell what happened.
    `contradiction`: what about it does not fit the attempt or the account (see `domain.matching`); then it is parked.
    `evidence` is the SHA-256 of the answer.
    """

    outcome: Outcome
    reference: str = ""
    amount: Money | None = None
    code: str = ""
    message: str = ""
    key: str = ""
    parent: str = ""
    requested: Money | None = None
    totals: Totals | None = None
    is_test: bool | None = None
    is_in_review: bool = False
    needs_operator: bool = False
    contradiction: str = ""
    brand: str = ""
    masked_card: str = ""
    occurred_at: datetime | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """The payer goes on at this address, by GET."""

    url: str


@dataclass(frozen=True, slots=True)
class FormPost:
    """The payer's browser posts these fields to this address."""

    url: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Widget:
    """The gateway's script draws its own card fields into a form that leads to `form_action`. Needs a script."""

    script_url: str
    integrity: str
    brands: tuple[str, ...]
    form_action: str


@dataclass(frozen=True, slots=True)
class ClientToken:
    """The gateway's script runs in the payer's browser with a key that may be public. Needs a script."""

    publishable_key: str
    script_url: str
    params: Mapping[str, str]
    style_url: str = ""


@dataclass(frozen=True, slots=True)
class Offline:
    """Nothing to do now: the money changes hands later, without the platform."""


NextAction = Redirect | FormPost | Widget | ClientToken | Offline


@dataclass(frozen=True, slots=True)
class PageSources:
    """Origins for a page's content policy. `scripts` of a widget also draw, ask and set styles on the page; the
    payer's browser goes on to `pages` from there, by a form or by being sent."""

    scripts: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, as far as the bank's own checks want to know. All may be empty; `country` is ISO 3166 alpha-2."""

    name: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    ip: str = ""


@dataclass(frozen=True, slots=True)
class StartRequest:
    """`gateway_key` is ours and the same on every repeat; addresses are absolute, or on this host. From `closes_at` on
    (UTC) nobody counts on being paid at the page that this call gives: where the gateway takes that, it closes it then.

    `brand` is the kind of card or wallet that was chosen, empty for any, and `channel` the account's for it, as it was
    when the attempt began. `captures_later` only holds the money.
    `has_script`: the payer's browser runs scripts. `is_repeat`: an earlier call with this key may have arrived.
    """

    gateway_key: UUID
    subject: str
    amount: Money
    description: str
    language: str
    return_url: str
    notification_url: str
    closes_at: datetime
    brand: str = ""
    channel: str = ""
    captures_later: bool = False
    has_script: bool = False
    is_repeat: bool = False
    payer: Payer = field(default_factory=Payer)


@dataclass(frozen=True, slots=True)
class StartResult:
    snapshot: Snapshot
    next_action: NextAction | None = None


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A way to pay as a shopper chooses it; `fee` is added to the total, None for none.

    `provider` is the company behind it that a store has an account with, empty where none is needed: several ways may
    go by one account. `brand` is the kind of card it is for, where that has a channel of its own, and `needs_setting`
    the account's setting that names the channel: without it the way can't be offered.
    """

    code: str
    name: Bilingual
    description: Bilingual
    capabilities: Capabilities
    fee: Money | None = None
    provider: str = ""
    brand: str = ""
    needs_setting: str = ""

    @property
    def needs_account(self) -> bool:
        return bool(self.provider)
