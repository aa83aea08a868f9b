"""Which goods a rule aims at."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from typing import Protocol

# Integers or text, as whoever keeps the thing named it.
Id = int | str


def id_order(one: Id) -> tuple[int, int, str]:
    """The order of ids: integers as integers and before text, text by code point."""
    return (0, one, "") if isinstance(one, int) else (1, 0, one)


class Described(Protocol):
    """Goods as far as a match looks. `categories` holds those above too."""

    @property
    def variant(self) -> Id: ...
    @property
    def product(self) -> Id: ...
    @property
    def categories(self) -> Collection[Id]: ...
    @property
    def collections(self) -> Collection[Id]: ...
    @property
    def tags(self) -> Collection[Id]: ...


@dataclass(frozen=True, slots=True)
class Kinds:
    """Goods named by what they are. An empty field says nothing."""

    products: frozenset[Id] = frozenset()
    variants: frozenset[Id] = frozenset()
    categories: frozenset[Id] = frozenset()
    collections: frozenset[Id] = frozenset()
    tags: frozenset[Id] = frozenset()

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def verdicts(self, goods: Described) -> Iterator[bool]:
        """For each field that says something, whether one of its values is the goods'."""
        if self.products:
            yield goods.product in self.products
        if self.variants:
            yield goods.variant in self.variants
        for wanted, had in (
            (self.categories, goods.categories),
            (self.collections, goods.collections),
            (self.tags, goods.tags),
        ):
            if wanted:
                yield not wanted.isdisjoint(had)


@dataclass(frozen=True, slots=True)
class Match:
    """The goods of `only`, less those of `but_not` and, where `but_not_reduced`, those that are reduced already.

    In `only`, every field that says something must hold, by any of its values; nothing said means all goods. In
    `but_not` one field that holds is enough.
    """

    only: Kinds = Kinds()
    but_not: Kinds = Kinds()
    but_not_reduced: bool = False

    def holds(self, goods: Described, *, is_reduced: bool) -> bool:
        """Whether the rule aims at these goods; `is_reduced` says whether they are reduced at the instant."""
        if self.but_not_reduced and is_reduced:
            return False
        return all(self.only.verdicts(goods)) and not any(self.but_not.verdicts(goods))


EVERYTHING = Match()
