"""Which pieces go to which rule where rules share pieces: the placement that takes the most off, exactly.

Lines are gone through from the dearest. What must be remembered of the lines behind is a state (unfinished sets, what
is used up of limits), and for each state only the best way to it is kept. Ways that can't reach the best placement
known, by a bound on what is still ahead, are given up. Nothing else is: there is no cut-off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import lcm

from commerce.carts.domain.pricing.aiming import places
from commerce.carts.domain.pricing.board import Board
from commerce.carts.domain.pricing.bounds import FINE, Bound, LineUses, Use
from commerce.carts.domain.pricing.plain import PlainRules, Seats, Takes
from commerce.carts.domain.pricing.sets import CheapestReduced, SetRule, State
from commerce.promotions.domain.actions import WHOLE
from commerce.promotions.domain.goods import Id

# The first look goes this part of the way from the bound to what comes off without sets; each next twice as far.
_NEAREST = 2**9


# Stands after every rule and line.
_LAST = (1 << 60, 0, 0)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a promotion may give at most in this layer, in money or in pieces, where that binds."""

    promotion: Id
    money: int | None
    pieces: int | None


@dataclass(frozen=True, slots=True)
class Shared:
    """A problem of its own: rules that share pieces, and their lines. `limited` are plain rules that a limit binds."""

    board: Board
    lines: Sequence[int]
    sets: Sequence[SetRule]
    plain: PlainRules
    limited: Seats
    limits: Sequence[Limit]


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of a line's pieces: so many into each slot of sets, so many to each plain treatment.

    `slots` has (set, pieces by slot); `treated` has (pieces, what each rule takes off them). `spent` is by limit.
    """

    place: int
    slots: tuple[tuple[int, tuple[int, ...]], ...]
    treated: tuple[tuple[int, Takes], ...]
    value: int
    code: int
    spent: tuple[tuple[int, int, int], ...]


# The last choice, and the way before it.
Way = tuple["Way | None", Choice] | None
_Key = tuple[tuple[State, ...], tuple[tuple[int, int], ...]]
_Label = tuple[int, int, Way]
_NO_WAY: _Label = (0, 0, None)


def best_placement(problem: Shared) -> list[Choice]:
    """The choices for all lines that together take the most off.

    Of equal sums: more reduced pieces of the stronger rule; then fewer pieces used up; then the stronger rule has the
    dearest pieces, and of these the lowest line ids.
    """
    return _Search(problem).run()


class _Search:
    def __init__(self, problem: Shared) -> None:
        self.problem = problem
        self.board = problem.board
        self.lines = sorted(problem.lines, key=lambda place: (-self.board.unit[place], -place))
        self.scale = 2 * WHOLE * lcm(*(a_set.cycle for a_set in problem.sets))
        self.limit_of = {limit.promotion: index for index, limit in enumerate(problem.limits)}
        self.set_limit = [self.limit_of.get(a_set.rule.promotion.id) for a_set in problem.sets]
        self.money = [limit.money for limit in problem.limits]
        self.chains = {
            which: (a_set, self._money_limit(self.set_limit[which]))
            for which, a_set in enumerate(problem.sets)
            if isinstance(a_set, CheapestReduced)
        }
        self.uses = [self._line_uses(place) for place in self.lines]
        self.bounds = [self._bound(weight) for weight in self._weights()]
        self.pieces_ahead = self._pieces_ahead()
        self._made: dict[tuple[int, tuple[int, ...]], Choice | None] = {}

    # What the search is made of

    @cached_property
    def ranks(self) -> dict[int, int]:
        """The weight of a reduced piece of each rule among equal sums, by rank."""
        rules = {a_set.rule.rank for a_set in self.problem.sets}
        for place in self.lines:
            rules.update(self.problem.plain.rules[seat].rank for seat in places(self.problem.plain.at[place]))
        base = 2 * sum(self.board.quantity[place] for place in self.lines) + 2
        return {rank: base**power for power, rank in enumerate(sorted(rules, reverse=True), start=1)}

    def _line_uses(self, place: int) -> LineUses:
        uses = []
        for index, a_set in enumerate(self.problem.sets):
            for slot, lines in enumerate(a_set.slots):
                if lines >> place & 1:
                    worth = a_set.worth(slot, place, self.scale)
                    limit = self._money_limit(self.set_limit[index])
                    uses.append(Use(worth, () if limit is None else ((limit, worth),), set_slot=(index, slot)))
        uses.extend(self._treatment(place, forced) for forced in self._cliques(place))
        chains = tuple(which for which, (a_set, _) in self.chains.items() if a_set.lines >> place & 1)
        return LineUses(
            place,
            self.board.quantity[place],
            self._rest_worth(place),
            self._rounding(place, uses),
            tuple(uses),
            chains,
        )

    def _cliques(self, place: int) -> Iterator[Seats]:
        """Every set of limited rules that combine on the line's pieces."""
        friends = self.problem.plain.friends

        def extend(chosen: Seats, open_seats: Seats) -> Iterator[Seats]:
            for seat in places(open_seats):
                yield chosen | 1 << seat
                yield from extend(chosen | 1 << seat, open_seats & friends[seat] & -(1 << seat))

        yield from extend(0, self.problem.plain.at[place] & self.problem.limited)

    def _treatment(self, place: int, forced: Seats) -> Use:
        pieces = self.board.quantity[place]
        takes = self.problem.plain.best_with(place, pieces, forced, ~self.problem.limited)
        limited: dict[int, int] = {}
        worth = 0
        for seat, amount in takes:
            per_piece = -(-self.scale * (2 * amount + 1) // (2 * pieces))
            worth += per_piece
            limit = self._money_limit(self.limit_of.get(self.problem.plain.rules[seat].promotion.id))
            if limit is not None:
                limited[limit] = limited.get(limit, 0) + per_piece
        return Use(worth, tuple(limited.items()), forced=forced)

    def _money_limit(self, limit: int | None) -> int | None:
        return None if limit is None or self.money[limit] is None else limit

    def _rest_worth(self, place: int) -> int:
        pieces = self.board.quantity[place]
        takes = self.problem.plain.best(place, pieces, ~self.problem.limited)
        return -(-self.scale * (2 * sum(amount for _, amount in takes) + len(takes)) // (2 * pieces)) if takes else 0

    def _rounding(self, place: int, uses: Sequence[Use]) -> int:
        """No less than what rounding may add on a line to what its pieces are worth: half a unit for each percentage
        of each treatment, and as much again where another treatment may win on other numbers of pieces."""
        seats, friends = self.problem.plain.at[place], self.problem.plain.friends
        together = max(((friends[seat] & seats).bit_count() + 1 for seat in places(seats)), default=0)
        treatments = 1 + sum(use.set_slot is None for use in uses)
        sets = {use.set_slot[0] for use in uses if use.set_slot is not None}
        halves = treatments * together * (2 if together > 1 else 1)
        halves += sum(self.problem.sets[which].rounds for which in sets)
        return self.scale // 2 * halves

    # Bounds

    def _bound(self, weight: Sequence[int]) -> Bound:
        return Bound(self.board, self.uses, self.chains, self.money, weight, self.scale)

    def _weights(self) -> list[tuple[int, ...]]:
        """How much of each limit's money is counted as given already: the closest bound found, and the two ends."""
        ends = [tuple(0 for _ in self.money), tuple(FINE for _ in self.money)]
        if not any(money is not None for money in self.money):
            return ends[:1]
        best = min((self._closer(end) for end in ends), key=lambda weight: self._bound(weight).of_start())
        return list(dict.fromkeys((best, *ends)))

    def _closer(self, best: tuple[int, ...]) -> tuple[int, ...]:
        """Weights of a bound that is no wider, found limit by limit."""
        bound = self._bound(best).of_start()
        for limit in range(len(best)):
            for share in sorted(self._even_shares(limit)):
                tried = (*best[:limit], share, *best[limit + 1 :])
                if (found := self._bound(tried).of_start()) < bound:
                    best, bound = tried, found
        return best

    def _even_shares(self, limit: int) -> set[int]:
        """Weights at which a use under the limit is worth as much as the rest of its line, and the whole."""
        shares = {FINE}
        for line in self.uses:
            for use in line.uses:
                part = dict(use.limited).get(limit, 0)
                if part > 0:
                    shares.add(min(FINE, max(0, (use.worth - line.rest) * FINE // part)))
        return shares

    def _pieces_ahead(self) -> list[list[tuple[int, ...]]]:
        """For each number of lines gone through and each set, the pieces ahead for each slot."""
        ahead = [[(0,) * len(a_set.slots) for a_set in self.problem.sets]]
        for place in reversed(self.lines):
            pieces = self.board.quantity[place]
            ahead.append(
                [
                    tuple(had + pieces * (slot >> place & 1) for had, slot in zip(before, a_set.slots, strict=True))
                    for before, a_set in zip(ahead[-1], self.problem.sets, strict=True)
                ]
            )
        return ahead[::-1]

    def _slack(self, key: _Key, value: int, done: int, least: int) -> int:
        """By how much a way of this value, so many lines done, may lose against the bound and still come to `least`;
        negative when it can't."""
        slacks = [self._bound_of(bound, key, value, done) - least * self.scale for bound in self.bounds]
        return slacks[0] if min(slacks) >= 0 else -1

    def _bound_of(self, bound: Bound, key: _Key, value: int, done: int) -> int:
        states, spent = key
        reach = value * self.scale + bound.ahead[done]
        if spent:
            reach += bound.of_limits([money for money, _ in spent])
        for which, a_set in enumerate(self.problem.sets):
            chain = bound.chains.get(which)
            if chain is not None:
                reach += chain.beyond[done][states[which][0]]
            else:
                limit = self._money_limit(self.set_limit[which])
                kept = FINE if limit is None else FINE - bound.weight[limit]
                reach += -(-a_set.credit(states[which], self.scale) * kept // FINE)
        return reach

    # Choices on a line

    def _choices(self, index: int, slack: int) -> list[tuple[int, Choice]]:
        """The ways to use the line's pieces that lose no more than `slack` of the bound, those that lose least first,
        with what each loses at least."""
        line, bound = self.uses[index], self.bounds[0]
        price = bound.prices[index]
        options = [self._numbers(index, use, slack) for use in line.uses]
        rest_loss = price - line.rest

        def extend(at: int, left: int, spent: int, numbers: tuple[int, ...]) -> Iterator[tuple[int, tuple[int, ...]]]:
            if at == len(options):
                if spent + rest_loss * left <= slack:
                    yield spent + rest_loss * left, (*numbers, left)
                return
            for number, loss in options[at]:
                if number <= left and spent + loss <= slack:
                    yield from extend(at + 1, left - number, spent + loss, (*numbers, number))

        found = sorted(extend(0, line.pieces, 0, ()))
        choices = ((loss, self._known_choice(index, numbers)) for loss, numbers in found)
        return [(loss, choice) for loss, choice in choices if choice is not None]

    def _numbers(self, index: int, use: Use, slack: int) -> list[tuple[int, int]]:
        """So many pieces of the line, and what of the bound each number loses at least."""
        line, bound = self.uses[index], self.bounds[0]
        if line.is_chained(use) and use.set_slot is not None:
            return sorted(bound.chains[use.set_slot[0]].losses(index, slack).items())
        loss = bound.prices[index] - use.worth_at(bound.weight)
        highest = line.pieces if loss <= 0 else min(line.pieces, slack // loss)
        return [(number, number * loss) for number in range(highest + 1)]

    def _known_choice(self, index: int, numbers: tuple[int, ...]) -> Choice | None:
        if (index, numbers) not in self._made:
            self._made[index, numbers] = self._choice(index, numbers)
        return self._made[index, numbers]

    def _choice(self, index: int, numbers: tuple[int, ...]) -> Choice | None:
        """None: a limited rule has no effect on its pieces, so that nothing parts them from the rest."""
        place, plain = self.lines[index], self.problem.plain
        slots: dict[int, list[int]] = {}
        treated: list[tuple[int, Takes]] = []
        if numbers[-1]:
            treated.append((numbers[-1], plain.best(place, numbers[-1], ~self.problem.limited)))
        for use, number in zip(self.uses[index].uses, numbers, strict=False):
            if use.set_slot is not None:
                which, slot = use.set_slot
                slots.setdefault(which, [0] * len(self.problem.sets[which].slots))[slot] = number
            elif number:
                takes = plain.best_with(place, number, use.forced, ~self.problem.limited)
                if use.forced & ~sum(1 << seat for seat, _ in takes):
                    return None
                treated.append((number, takes))
        value = code = 0
        spent: dict[int, tuple[int, int]] = {}
        for number, takes in treated:
            for seat, amount in takes:
                rule = plain.rules[seat]
                limit = self.limit_of.get(rule.promotion.id)
                code += number * self.ranks[rule.rank]
                if self._money_limit(limit) is None:
                    value += amount
                if limit is not None:
                    money, pieces = spent.get(limit, (0, 0))
                    spent[limit] = (money + amount, pieces + number)
        put = tuple((which, tuple(pieces)) for which, pieces in slots.items() if any(pieces))
        spending = tuple((limit, money, pieces) for limit, (money, pieces) in spent.items())
        return Choice(place, put, tuple(treated), value, code, spending)

    # The search

    def run(self) -> list[Choice]:
        """Looks for a placement near the bound first, then further and further from it: what is found is the best,
        for nothing as good was given up, and the nearer to the bound, the less there is to look at."""
        least, bound = self._plainly(), self.bounds[0].of_start() // self.scale
        parts = _NEAREST
        while True:
            aim = max(least, bound - (bound - least) // parts)
            best = self._pass(aim)
            if best is not None and best[0] >= aim:
                return list(_choices_of(best[2]))
            assert parts > 1  # putting nothing into sets is always a way
            least, parts = max(least, best[0] if best is not None else least), parts // 2

    def _plainly(self) -> int:
        """What comes off when no set and no limited rule has its say."""
        quantity, plain = self.board.quantity, self.problem.plain
        return sum(
            amount for place in self.lines for _, amount in plain.best(place, quantity[place], ~self.problem.limited)
        )

    def _pass(self, least: int) -> _Label | None:
        """The best placement, if it takes `least` off or more; else some placement or None."""
        start: _Key = (tuple(a_set.start() for a_set in self.problem.sets), tuple((0, 0) for _ in self.problem.limits))
        slack = self.bounds[0].of_start() - least * self.scale
        labels: dict[_Key, tuple[int, _Label]] = {start: (slack, _NO_WAY)}
        for index in range(len(self.lines)):
            reached: dict[_Key, _Label] = {}
            choices = self._choices(index, slack)
            for key, (slack_left, label) in labels.items():
                for loss, choice in choices:
                    if loss > slack_left:
                        break
                    self._step(key, label, choice, reached)
            labels = {}
            for key, label in reached.items():
                slack_left = self._slack(key, label[0], index + 1, least)
                if slack_left >= 0 and self._can_be_whole(key, index + 1):
                    labels[key] = slack_left, label
        return self._best_of({key: label for key, (_, label) in labels.items()})

    def _can_be_whole(self, key: _Key, done: int) -> bool:
        pairs = zip(self.problem.sets, key[0], self.pieces_ahead[done], strict=True)
        return all(a_set.can_be_whole(state, ahead) for a_set, state, ahead in pairs)

    def _step(self, key: _Key, label: _Label, choice: Choice, reached: dict[_Key, _Label]) -> None:
        value, code = label[0] + choice.value, label[1] + choice.code
        states, spent = key
        spending = list(choice.spent)
        if choice.slots:
            after = list(states)
            for which, pieces in choice.slots:
                a_set = self.problem.sets[which]
                after[which], amount, reduced = a_set.put(states[which], choice.place, pieces)
                limit = self.set_limit[which]
                code += reduced * self.ranks[a_set.rule.rank] - sum(pieces)
                if self._money_limit(limit) is None:
                    value += amount
                if limit is not None:
                    spending.append((limit, amount, reduced))
            states = tuple(after)
        if spending:
            now = self._spend(spent, spending, states)
            if now is None:
                return
            spent = now
        new_key = (states, spent)
        rival = reached.get(new_key)
        way: Way = (label[2], choice)
        if (
            rival is None
            or (value, code) > rival[:2]
            or ((value, code) == rival[:2] and self._placed(way) < self._placed(rival[2]))
        ):
            reached[new_key] = (value, code, way)

    def _spend(
        self,
        spent: tuple[tuple[int, int], ...],
        spending: Sequence[tuple[int, int, int]],
        states: Sequence[State],
    ) -> tuple[tuple[int, int], ...] | None:
        """What is used up of the limits now; None when more pieces would be reduced than may be."""
        after = list(spent)
        for limit, money, pieces in spending:
            bound = self.problem.limits[limit]
            had_money, had_pieces = after[limit]
            now_money = 0 if bound.money is None else had_money + money
            now_pieces = 0 if bound.pieces is None else had_pieces + pieces
            if bound.pieces is not None and now_pieces > bound.pieces:
                return None
            after[limit] = (self._clamped(limit, now_money, states), now_pieces)
        return tuple(after)

    def _clamped(self, limit: int, money: int, states: Sequence[State]) -> int:
        """What a promotion took, as far as it matters: no more than it may and will have to take back."""
        most = self.money[limit]
        if most is None:
            return money
        due = sum(
            a_set.due(state)
            for a_set, state, of in zip(self.problem.sets, states, self.set_limit, strict=True)
            if of == limit
        )
        return min(money, most + due)

    def _spent_money(self, key: _Key) -> int:
        """What the limited promotions take off: no more than they may."""
        closing = [
            (limit, a_set.closing(state))
            for a_set, state, limit in zip(self.problem.sets, key[0], self.set_limit, strict=True)
        ]
        total = sum(amount for limit, amount in closing if self._money_limit(limit) is None)
        for index, (limit, (money, _)) in enumerate(zip(self.problem.limits, key[1], strict=True)):
            if limit.money is not None:
                late = sum(amount for of, amount in closing if of == index)
                total += min(limit.money, money + late)
        return total

    def _best_of(self, labels: dict[_Key, _Label]) -> _Label | None:
        best: _Label | None = None
        for key, (value, code, way) in labels.items():
            if not all(a_set.is_whole(state) for a_set, state in zip(self.problem.sets, key[0], strict=True)):
                continue
            total = value + self._spent_money(key)
            if (
                best is None
                or (total, code) > best[:2]
                or ((total, code) == best[:2] and self._placed(way) < self._placed(best[2]))
            ):
                best = (total, code, way)
        return best

    def _placed(self, way: Way) -> list[tuple[int, int, int]]:
        """Sorts the better of two equal placements first: the stronger rule has more pieces on the dearest line, and
        of lines of one price on that with the lowest id."""
        numbers: dict[tuple[int, int], int] = {}
        for choice in _choices_of(way):
            for which, pieces in choice.slots:
                numbers[self.problem.sets[which].rule.rank, self._preference[choice.place]] = sum(pieces)
            for number, takes in choice.treated:
                for seat, _ in takes:
                    at = self.problem.plain.rules[seat].rank, self._preference[choice.place]
                    numbers[at] = numbers.get(at, 0) + number
        return [*sorted((rank, at, -number) for (rank, at), number in numbers.items()), _LAST]

    @cached_property
    def _preference(self) -> dict[int, int]:
        ordered = sorted(self.lines, key=lambda place: (-self.board.unit[place], place))
        return {place: number for number, place in enumerate(ordered)}


def _choices_of(way: Way) -> Iterator[Choice]:
    """The choices of a way, the last line first."""
    while way is not None:
        way, choice = way
        yield choice
