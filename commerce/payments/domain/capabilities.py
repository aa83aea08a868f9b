"""What a way to pay can do, as flags: the core asks them before it calls."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from commerce.core.money import Money


class PartialCaptures(StrEnum):
    NONE = "none"
    ONE = "one"


class Voids(StrEnum):
    NONE = "none"
    HOLDS_ONLY = "holds_only"
    UNTIL_SETTLED = "until_settled"  # a sale as well, until the day's settlement


@dataclass(frozen=True, slots=True)
class Capabilities:
    """`offline`: no outside call is ever made. `awaits_transfer`: the payer's own bank sends the money first, and staff
    see it arrive. `offered_without_script`: a browser without JavaScript can pay so.

    `currencies`: those it may be asked for; None for any a store may use. `smallest_minor`: less is taken from nobody,
    in minor units of whatever currency. `names_each_refund`: a refund has a reference of its own; otherwise it is known
    by the sums it changes, so refunds of one payment go one after the other.
    `seconds_between_asks`: asking about one attempt more often is turned away. `page_seconds`: how long the payer's
    page stays open; an attempt must not be given up earlier. `page_holds`: what is paid there is only held where we ask
    for that. `keeps_rest`: what a capture leaves of a hold stays held until it is let go as well; elsewhere it is let
    go with the capture. `closes_page`: it can be closed before. `hold_days`: after that the bank lets a hold go,
    silently.
    """

    offline: bool = False
    awaits_transfer: bool = False
    offered_without_script: bool = True
    holds: bool = False
    page_holds: bool = False
    partial_captures: PartialCaptures = PartialCaptures.NONE
    keeps_rest: bool = False
    voids: Voids = Voids.NONE
    refunds: bool = False
    partial_refunds: bool = False
    names_each_refund: bool = False
    currencies: frozenset[str] | None = None
    smallest_minor: int = 1
    seconds_between_asks: int = 0
    page_seconds: int = 0
    closes_page: bool = False
    hold_days: int | None = None

    def takes(self, currency: str) -> bool:
        return self.currencies is None or currency in self.currencies

    def takes_amount(self, amount: Money) -> bool:
        """Whether so much can be paid so. Of nothing no gateway is asked."""
        return amount.is_zero or (self.takes(amount.currency) and amount.minor >= self.smallest_minor)
