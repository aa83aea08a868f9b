"""What a rule takes off, while a cart is priced."""

from __future__ import annotations

from dataclasses import dataclass, field

from commerce.carts.domain.pricing.outputs import Cut
from commerce.carts.domain.pricing.rules import Rule


@dataclass(slots=True)
class Taken:
    """By line the amount, the pieces it has to do with, and those of them that it reduces.

    `offered`: what an item rule would take if no limit in money bound it. A gift takes nothing. What comes off the
    delivery stands in `delivery`. `cuts`: what made it less than promised.
    """

    rule: Rule
    amounts: dict[int, int] = field(default_factory=dict)
    pieces: dict[int, int] = field(default_factory=dict)
    reduced_at: dict[int, int] = field(default_factory=dict)
    offered: int = 0
    delivery: int = 0
    gives: bool = False
    cuts: set[Cut] = field(default_factory=set)

    def note(self, place: int, amount: int, pieces: int, reduced: int) -> None:
        """So much more comes off a line."""
        self.amounts[place] = self.amounts.get(place, 0) + amount
        self.pieces[place] = self.pieces.get(place, 0) + pieces
        self.reduced_at[place] = self.reduced_at.get(place, 0) + reduced

    @property
    def reduced(self) -> int:
        return sum(self.reduced_at.values())

    @property
    def total(self) -> int:
        return sum(self.amounts.values()) + self.delivery

    @property
    def has_effect(self) -> bool:
        return self.gives or self.total > 0
