"""What promotions may still take off this order: the cap of one order and the budget, over all layers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from commerce.carts.domain.pricing.inputs import UNLIMITED
from commerce.promotions.domain.goods import Id
from commerce.promotions.domain.values import Promotion
from tests.commerce.carts.pricing.cases import Case

BOUNDLESS = 10**18


@dataclass(frozen=True)
class Purse:
    """`taken`: what each promotion has taken off so far."""

    case: Case
    taken: Mapping[Id, int] = field(default_factory=dict)

    def left(self, promotion: Promotion) -> int:
        budget = self.case.remaining.get(promotion.id, UNLIMITED).budget
        limits = [limit for limit in (promotion.cap_per_order, budget) if limit is not None]
        if not limits:
            return BOUNDLESS
        return max(0, min(limits) - self.taken.get(promotion.id, 0))

    def pieces_left(self, promotion: Promotion) -> int:
        """How many pieces it may still reduce."""
        pieces = self.case.remaining.get(promotion.id, UNLIMITED).pieces
        return BOUNDLESS if pieces is None else pieces

    def after(self, promotion: Promotion, amount: int) -> Purse:
        taken = self.taken.get(promotion.id, 0) + amount
        return replace(self, taken={**self.taken, promotion.id: taken})
