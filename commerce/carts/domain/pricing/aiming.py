"""Which lines a rule aims at: sets of lines as bits of a number, found from the goods' side once per cart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from commerce.carts.domain.pricing.inputs import Offer
from commerce.promotions.domain.goods import EVERYTHING, Id, Kinds, Match

# Bit i stands for line i.
Lines = int
_Index = dict[Id, Lines]


class Aim:
    """Answers for one cart, or one list of offers, which of them a match means."""

    def __init__(self, offers: Sequence[Offer], is_reduced: Sequence[bool]) -> None:
        self.all: Lines = (1 << len(offers)) - 1
        self._reduced: Lines = sum(1 << place for place, reduced in enumerate(is_reduced) if reduced)
        self._products: _Index = {}
        self._variants: _Index = {}
        self._categories: _Index = {}
        self._collections: _Index = {}
        self._tags: _Index = {}
        for place, offer in enumerate(offers):
            bit = 1 << place
            self._products[offer.product] = self._products.get(offer.product, 0) | bit
            self._variants[offer.variant] = self._variants.get(offer.variant, 0) | bit
            for index, values in (
                (self._categories, offer.categories),
                (self._collections, offer.collections),
                (self._tags, offer.tags),
            ):
                for value in values:
                    index[value] = index.get(value, 0) | bit

    def at(self, match: Match) -> Lines:
        """The lines whose goods `match` means."""
        if match is EVERYTHING:
            return self.all
        lines = self.all
        for found in self._fields(match.only):
            lines &= found
        for found in self._fields(match.but_not):
            lines &= ~found
        return lines & ~self._reduced if match.but_not_reduced else lines

    def _fields(self, kinds: Kinds) -> Iterator[Lines]:
        """The lines each field that says something holds for."""
        for wanted, index in (
            (kinds.products, self._products),
            (kinds.variants, self._variants),
            (kinds.categories, self._categories),
            (kinds.collections, self._collections),
            (kinds.tags, self._tags),
        ):
            if wanted:
                yield _any_of(wanted, index)


def _any_of(wanted: frozenset[Id], index: Mapping[Id, Lines]) -> Lines:
    found = 0
    for value in wanted if len(wanted) <= len(index) else wanted & index.keys():
        found |= index.get(value, 0)
    return found


def places(lines: Lines) -> Iterator[int]:
    """The lines' places, in order."""
    while lines:
        lowest = lines & -lines
        yield lowest.bit_length() - 1
        lines ^= lowest
