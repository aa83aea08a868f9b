"""What lists are sorted and filtered by where the prices that are kept are not those that are shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

# Of so many products a list is priced for an instant; a longer one goes by the prices that are kept.
MOST_PRICED = 2_000


@dataclass(frozen=True, slots=True)
class ListedAs:
    """Minor units that a guest pays for the product's cheapest variant, and the former price shown against it."""

    lowest: int
    was: int | None

    @property
    def is_reduced(self) -> bool:
        return self.was is not None and self.was > self.lowest


# By product id, of those of the ids that have a price.
ListedAt = Callable[[Collection[int]], Mapping[int, ListedAs]]
