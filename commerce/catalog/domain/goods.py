"""What goods are, to those who ask which of them a rule is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoreGoods:
    """A variant and everything it is by its product. `categories` holds those above its own too."""

    variant: int
    product: int
    categories: frozenset[int]
    collections: frozenset[int]
    tags: frozenset[int]
