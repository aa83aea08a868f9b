"""Uses of promotions by orders, from the hold to its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from commerce.promotions.domain.limits import Use


class RedemptionState(StrEnum):
    """Held at checkout; committed when the order stands; released when it does not, or no longer."""

    HELD = "held"
    COMMITTED = "committed"
    RELEASED = "released"


OPEN = frozenset({RedemptionState.HELD, RedemptionState.COMMITTED})


class TallyScope(StrEnum):
    """What uses are counted of, each by a key of its own: a code, a customer, a customer of a batch of codes.

    ALL are the promotion's own, without a key. It sorts first, as it is locked first.
    """

    ALL = "all"
    CUSTOMER = "customer"
    CODE = "code"
    BATCH_CUSTOMER = "batch_customer"


@dataclass(frozen=True, slots=True)
class RedemptionDraft:
    """What an order takes of the promotion, by the version that priced it.

    `amount` in minor units; `pieces` of each variant that are reduced; `coupon_id` of the code that opened it.
    """

    promotion_id: int
    version_id: int
    amount: int
    pieces: Mapping[int, int] = field(default_factory=dict)
    coupon_id: int | None = None

    @property
    def use(self) -> Use:
        return Use(self.amount, sum(self.pieces.values()))
