"""Which whole promotions of a layer stand together: the best compatible set of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from commerce.carts.domain.pricing.aiming import Lines, places
from commerce.carts.domain.pricing.holding import Held
from commerce.carts.domain.pricing.plain import classes_of
from commerce.carts.domain.pricing.taking import Taken
from commerce.promotions.domain.goods import Id
from commerce.promotions.domain.values import Promotion

# So many steps are tried in a layer, and each is the more work the more promotions there are: all that twelve can make.
MOST_TRIED = 12 << 13


@dataclass(frozen=True, slots=True)
class Candidate:
    """A promotion with those of its rules in a layer that hold; `most` is no less than they take off."""

    promotion: Promotion
    rules: tuple[Held, ...]
    most: int

    @property
    def lines(self) -> Lines:
        found = 0
        for held in self.rules:
            found |= held.lines
        return found

    def stands_with(self, other: Candidate) -> bool:
        return not self.lines & other.lines or self.promotion.combines(other.promotion)


class Layer(ABC):
    """What is left in a layer while promotions are tried, the strongest first."""

    @property
    @abstractmethod
    def most(self) -> int:
        """No less than all promotions together may still take off."""

    @abstractmethod
    def after(self, candidate: Candidate) -> tuple[Layer, list[Taken]]:
        """What is left after the promotion too, and what its rules take."""


def candidates_of(held: Sequence[Held], most: Callable[[Held], int]) -> list[Candidate]:
    """The promotions with a rule that holds, the strongest first; `most` bounds what a rule takes off."""
    by_promotion: dict[Id, list[Held]] = {}
    for one in held:
        if one.holds:
            by_promotion.setdefault(one.rule.promotion.id, []).append(one)
    return [
        Candidate(rules[0].rule.promotion, tuple(rules), sum(most(one) for one in rules))
        for rules in by_promotion.values()
    ]


def best_set(candidates: Sequence[Candidate], layer: Layer) -> tuple[list[Taken], bool]:
    """What the best compatible set takes, and whether it is only the best that was found: there were more sets than
    are tried. `candidates` come strongest first.

    Best is the greatest sum; of equal sums the set with the stronger promotion where two first differ. One without any
    effect beside the others is not in the set.
    """
    taken: list[Taken] = []
    is_narrowed = False
    left = MOST_TRIED
    for together in sorted(_connected(candidates), key=len):
        trial = _Trial(together, left)
        taken += trial.best(layer)
        is_narrowed |= trial.is_narrowed
        left = trial.left
    return taken, is_narrowed


def _connected(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """Promotions that have lines in common, directly or through others; each group strongest first."""
    groups: list[tuple[Lines, list[Candidate]]] = []
    for candidate in candidates:
        lines, together = candidate.lines, [candidate]
        apart = []
        for other_lines, others in groups:
            if other_lines & lines:
                lines, together = lines | other_lines, [*others, *together]
            else:
                apart.append((other_lines, others))
        groups = [*apart, (lines, together)]
    return [sorted(together, key=lambda one: one.promotion.strength) for _, together in groups]


class _Trial:
    """Tries sets in the order in which equal ones are preferred, and leaves out what can't be better than the best."""

    def __init__(self, candidates: Sequence[Candidate], left: int) -> None:
        self._candidates = candidates
        self._stands = [
            sum(1 << place for place, other in enumerate(candidates) if other is not one and one.stands_with(other))
            for one in candidates
        ]
        self._classes = classes_of(self._stands)
        self._best: list[Taken] = []
        self._best_sum = -1
        # How much may still be tried.
        self.left = left
        self.is_narrowed = False

    def best(self, layer: Layer) -> list[Taken]:
        everyone = (1 << len(self._candidates)) - 1
        greedily = self._greedily(layer)
        # One less: what is found in the order of preference wins the tie.
        self._best, self._best_sum = greedily, sum(one.total for one in greedily) - 1
        self._try(layer, [], 0, everyone)
        return self._best

    def _greedily(self, layer: Layer) -> list[Taken]:
        """Those that give most first, as far as they stand together."""
        taken: list[Taken] = []
        chosen, left = [], (1 << len(self._candidates)) - 1
        by_most = sorted(range(len(self._candidates)), key=lambda place: (-self._candidates[place].most, place))
        for place in by_most:
            if left >> place & 1:
                chosen.append(place)
                left &= self._stands[place]
        for place in sorted(chosen):
            layer, takes = layer.after(self._candidates[place])
            taken += [one for one in takes if one.has_effect]
        return taken

    def _try(self, layer: Layer, taken: list[Taken], total: int, left: int) -> None:
        if not left:
            if total > self._best_sum:
                self._best, self._best_sum = taken, total
            return
        if self.left <= 0:
            self.is_narrowed = True
            return
        self.left -= len(self._candidates)
        if total + min(layer.most, self._most(left)) <= self._best_sum:
            return
        place = (left & -left).bit_length() - 1
        rest = left & ~(1 << place)
        beside = 1 << place | rest & self._stands[place]
        if total + min(layer.most, self._most(beside)) > self._best_sum:
            after, takes = layer.after(self._candidates[place])
            effective = [one for one in takes if one.has_effect]
            if effective:
                amount = sum(one.total for one in effective)
                self._try(after, [*taken, *effective], total + amount, rest & self._stands[place])
        self._try(layer, taken, total, rest)

    def _most(self, candidates: int) -> int:
        """No less than those of them that stand together take: one of each class."""
        return sum(
            max(self._candidates[place].most for place in places(inside))
            for one in self._classes
            if (inside := one & candidates)
        )
