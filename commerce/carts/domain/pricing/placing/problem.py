"""Rules that share pieces, with their lines: a problem of its own, and one answer to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from commerce.carts.domain.pricing.board import Board
from commerce.carts.domain.pricing.placing.parting import Group
from commerce.carts.domain.pricing.placing.set_rule import SetRule
from commerce.carts.domain.pricing.plain import PlainRules, Seats
from commerce.promotions.domain.goods import Id


@dataclass(frozen=True, slots=True)
class Limit:
    """What a promotion may give at most in this layer, in money or in pieces, where that binds."""

    promotion: Id
    money: int | None
    pieces: int | None


@dataclass(frozen=True)
class Problem:
    """Rules that share pieces or a limit, and the lines they want, those first whose pieces are looked at first:
    the dearest, and of one price those of the highest id, from which sets are cut first."""

    board: Board
    lines: Sequence[int]
    sets: Sequence[SetRule]
    plain: PlainRules
    limits: Sequence[Limit]

    @cached_property
    def limit_of(self) -> dict[Id, int]:
        return {limit.promotion: index for index, limit in enumerate(self.limits)}

    @cached_property
    def set_limit(self) -> list[int | None]:
        """The limit that binds each set, by its place."""
        return [self.limit_of.get(a_set.rule.promotion.id) for a_set in self.sets]

    @cached_property
    def money(self) -> list[int | None]:
        return [limit.money for limit in self.limits]

    @cached_property
    def limited(self) -> Seats:
        """The plain rules that a limit binds."""
        return self._seats(range(len(self.limits)))

    @cached_property
    def capped(self) -> Seats:
        """Those that a limit in money binds: what they take of a line is known only when all lines are."""
        return self._seats([index for index, money in enumerate(self.money) if money is not None])

    def money_limit(self, promotion: Id) -> int | None:
        limit = self.limit_of.get(promotion)
        return None if limit is None or self.money[limit] is None else limit

    def _seats(self, limits: Sequence[int]) -> Seats:
        ids = {self.limits[index].promotion for index in limits}
        return sum(1 << seat for seat, rule in enumerate(self.plain.rules) if rule.promotion.id in ids)

    @cached_property
    def preference(self) -> dict[int, int]:
        """Lines in the order in which the stronger rule takes them where all else is equal."""
        ordered = sorted(self.lines, key=lambda place: (-self.board.unit[place], place))
        return {place: number for number, place in enumerate(ordered)}

    @cached_property
    def most(self) -> int:
        """No less than comes off all lines."""
        return sum(self.board.quantity[place] * self.board.unit[place] for place in self.lines)


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of a line's pieces: so many into each slot of sets, and the rest parted among plain rules.

    `slots` has (set, pieces by slot), `treated` the plain rules that have an effect (rule by seat, pieces). `value`
    comes off by rules that no limit in money binds, `spent` is by limit (limit, money, pieces). `weight` tells it from
    others of one value. `numbers` are the pieces by use, and in none. `kept`: what other lines take depends on it.
    """

    place: int
    slots: tuple[tuple[int, tuple[int, ...]], ...]
    groups: tuple[Group, ...]
    treated: tuple[tuple[int, int], ...]
    value: int
    weight: int
    spent: tuple[tuple[int, int, int], ...]
    numbers: tuple[int, ...]
    kept: bool = False


# The last choice, and the way before it.
Way = tuple["Way | None", Choice] | None


def choices_of(way: Way) -> list[Choice]:
    """The choices of a way, the first line first."""
    found = []
    while way is not None:
        way, choice = way
        found.append(choice)
    return found[::-1]


def put_into_sets(problem: Problem, choices: Sequence[Choice]) -> Iterator[tuple[Choice, int, int, int, int]]:
    """Each time pieces of a line go into a set: the choice, the set, the pieces, what comes off, how many bear it."""
    states = [a_set.start() for a_set in problem.sets]
    for choice in choices:
        for which, pieces in choice.slots:
            states[which], amount, reduced = problem.sets[which].put(states[which], choice.place, pieces)
            yield choice, which, sum(pieces), amount, reduced
