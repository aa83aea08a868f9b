"""How much more than a placement any other could take off: what lets the search for the best one stop early.

A piece of each line gets a price at which it is worth no less than every use but one kind: sets that reduce the
cheapest. For each of those, going through the lines backwards tells the most it can take off beyond the prices of its
pieces. All prices and what is beyond them bound every placement from above.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from commerce.carts.domain.pricing.placing.cheapest_reduced import CheapestReduced
from commerce.promotions.domain.actions import WHOLE

# How finely a limit's worth is weighed.
FINE = 1 << 10
_NEVER = -(10**40)


@dataclass(frozen=True, slots=True)
class Use:
    """A way to use pieces of a line: a slot of a set, or a plain treatment in which limited rules are `forced`.

    `worth` bounds what a piece brings, and `limited` the part of it that counts against each limit of money.
    """

    worth: int
    limited: tuple[tuple[int, int], ...] = ()
    set_slot: tuple[int, int] | None = None
    forced: int = 0

    def worth_at(self, weight: Sequence[int]) -> int:
        return self.worth - sum(part * weight[limit] // FINE for limit, part in self.limited)


@dataclass(frozen=True, slots=True)
class LineUses:
    """A line as the bound sees it. `rest` bounds what a piece brings that goes into no use, `rounding` what rounding
    may add to the whole line. `chains` are the sets that reduce the cheapest, by their place among the sets.
    `is_whole`: there are no uses beside these."""

    place: int
    pieces: int
    rest: int
    rounding: int
    uses: tuple[Use, ...]
    chains: tuple[int, ...]
    is_whole: bool

    def price(self, weight: Sequence[int]) -> int:
        """Of a piece: no use is worth more, the best of the chains excepted."""
        chained = sorted(use.worth_at(weight) for use in self.uses if self.is_chained(use))
        others = (use.worth_at(weight) for use in self.uses if not self.is_chained(use))
        return max(self.rest, *others, *chained[-2:-1], 0)

    def is_chained(self, use: Use) -> bool:
        return use.set_slot is not None and use.set_slot[0] in self.chains


class Chain:
    """A set that reduces the cheapest, as the bound sees it: `beyond[done][open]` is the most it takes off the lines
    not done, beyond the prices of their pieces, with so many pieces in its open set."""

    def __init__(self, a_set: CheapestReduced, lines: Sequence[LineUses], prices: Sequence[int], kept: int, scale: int):
        self.cycle = a_set.cycle
        self._reduced = a_set.reduced_within
        self._reward = [_reward(a_set, line.place, kept, scale) for line in lines]
        self._prices = prices
        self._pieces = [line.pieces if a_set.lines >> line.place & 1 else 0 for line in lines]
        last = [0 if a_set.is_whole((open_set,)) else _NEVER for open_set in range(self.cycle)]
        beyond = [last]
        for done in reversed(range(len(lines))):
            beyond.append(self._before(done, beyond[-1]) if self._pieces[done] else beyond[-1])
        self.beyond = beyond[::-1]

    def _before(self, done: int, after: Sequence[int]) -> list[int]:
        """What `after` comes to with the line: the most at each number of pieces that the line can bring it to, all of
        them at once, for rounds of the set go on in the same way."""
        cycle, most = self.cycle, self._pieces[done]
        first = 0 if most < cycle or self._per_round(done) <= 0 else most - cycle + 1
        width = min(cycle, most + 1)
        reach = [self._of(done, at) + after[at % cycle] for at in range(first, first + cycle + width - 1)]
        ahead: deque[int] = deque()
        found: list[int] = []
        for at, one in enumerate(reach):
            while ahead and reach[ahead[-1]] <= one:
                ahead.pop()
            ahead.append(at)
            if ahead[0] <= at - width:
                ahead.popleft()
            if at >= width - 1:
                found.append(reach[ahead[0]] - self._of(done, len(found)))
        return found

    def _of(self, done: int, pieces: int) -> int:
        """What the first so many pieces of a set come to, were they all of this line."""
        return self._reduced(pieces) * self._reward[done] - pieces * self._prices[done]

    def _per_round(self, done: int) -> int:
        return self._of(done, self.cycle)

    def losses(self, done: int, slack: int, most_ends: int) -> tuple[dict[int, int], int, bool]:
        """For each number of pieces of the line that loses no more than `slack` of the bound: how little it loses; of
        so many ways at most to begin and end a set on the line. And how many these were, and whether all."""
        found: dict[int, int] = {}
        before, after, most = self.beyond[done], self.beyond[done + 1], self._pieces[done]
        span = min(self.cycle, most + 1)
        begins = range(0, self.cycle, 1 + self.cycle // most_ends)
        apart = 1 + len(begins) * span // most_ends
        per_round = -self._per_round(done)
        of = [self._of(done, at) for at in range(self.cycle + span)]
        looked_at, is_cut = 0, False
        for open_set in begins:
            if before[open_set] <= _NEVER // 2:
                continue
            for few in range(0, span, apart):
                left_open = after[(open_set + few) % self.cycle]
                if left_open <= _NEVER // 2:
                    continue
                rounds = (most - few) // self.cycle
                first = before[open_set] + of[open_set] - of[open_set + few] - left_open
                numbers = _within(first, per_round, rounds, slack)
                if len(numbers) > most_ends:
                    numbers, is_cut = numbers[:: 1 + len(numbers) // most_ends], True
                looked_at += 1 + len(numbers)
                for number in numbers:
                    pieces, loss = few + number * self.cycle, first + number * per_round
                    found[pieces] = min(found.get(pieces, loss), loss)
        return found, looked_at, apart == 1 and len(begins) == self.cycle and not is_cut


def _reward(a_set: CheapestReduced, place: int, kept: int, scale: int) -> int:
    """No less than what a reduced piece brings, `kept` of FINE parts of it."""
    board = a_set.board
    exact = min(board.unit[place] * a_set.action.share * (scale // WHOLE), board.piece_room[place] * scale)
    return -(-exact * kept // FINE)


def _within(first: int, step: int, most: int, slack: int) -> range:
    """The numbers 0 to `most` for which first + number × step is no more than `slack`."""
    if step == 0:
        return range(most + 1 if first <= slack else 0)
    if step > 0:
        return range(min(most, (slack - first) // step) + 1 if first <= slack else 0)
    return range(max(0, -((slack - first) // -step)), most + 1)


class Bound:
    """The bound in which `weight` of FINE parts of each limit's money are counted as given already."""

    def __init__(
        self,
        lines: Sequence[LineUses],
        chains: dict[int, tuple[CheapestReduced, int | None]],
        money: Sequence[int | None],
        weight: Sequence[int],
        scale: int,
    ) -> None:
        self.weight = weight
        self._scale = scale
        self._money = money
        self.prices = [line.price(weight) for line in lines]
        self.chains = {
            which: Chain(a_set, lines, self.prices, FINE if limit is None else FINE - weight[limit], scale)
            for which, (a_set, limit) in chains.items()
        }
        ahead = [0]
        for line, price in zip(reversed(lines), reversed(self.prices), strict=True):
            ahead.append(ahead[-1] + line.pieces * price + line.rounding)
        self.ahead = ahead[::-1]

    def of_start(self) -> int:
        chains = sum(chain.beyond[0][0] for chain in self.chains.values())
        return self.ahead[0] + chains + self.of_limits([0] * len(self._money))

    def of_limits(self, given: Sequence[int]) -> int:
        """What limited promotions may be worth that gave so much already."""
        return sum(
            -(-self._scale * (share * money + (FINE - share) * had) // FINE)
            for money, had, share in zip(self._money, given, self.weight, strict=True)
            if money is not None
        )
