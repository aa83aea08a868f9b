"""Item rules that need several pieces: how far a set is while lines are gone through, the dearest first.

A state is what of unfinished sets must be remembered. Worth and credit bound what is still to come from above: `worth`
of a piece times the pieces, plus the credit of the state, is never less than what the rule will take off.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from math import lcm

from commerce.carts.domain.pricing.aiming import Lines, places
from commerce.carts.domain.pricing.arithmetic import nearest, shared
from commerce.carts.domain.pricing.board import Board
from commerce.carts.domain.pricing.outputs import Cut
from commerce.carts.domain.pricing.rules import Rule
from commerce.promotions.domain.actions import WHOLE, BundlePrice, BuyGet

State = tuple[int, ...]


class SetRule(ABC):
    """A rule whose pieces go into one or more slots; `slots` are the lines that fit each."""

    # Whether what comes off a line is a share that is rounded.
    rounds = False

    def __init__(self, board: Board, rule: Rule, slots: tuple[Lines, ...], needs: tuple[int, ...], cycle: int) -> None:
        self.board = board
        self.rule = rule
        self.slots = slots
        # Pieces of each slot for the least set that takes something off.
        self.needs = needs
        # Bounds are whole numbers on scales that this divides.
        self.cycle = cycle

    @property
    def lines(self) -> Lines:
        found = 0
        for slot in self.slots:
            found |= slot
        return found

    @abstractmethod
    def start(self) -> State: ...

    @abstractmethod
    def put(self, state: State, place: int, pieces: Sequence[int]) -> tuple[State, int, int]:
        """The state after so many pieces of the line went into each slot, what they take off, and how many they
        reduce. What a bundle takes off is told when its last piece is put, and may be negative until then."""

    @abstractmethod
    def is_whole(self, state: State) -> bool:
        """Whether no bought piece waits for another."""

    @abstractmethod
    def can_be_whole(self, state: State, ahead: Sequence[int]) -> bool:
        """Whether that can still come, with so many pieces ahead for each slot."""

    @abstractmethod
    def worth(self, slot: int, place: int, scale: int) -> int: ...

    @abstractmethod
    def credit(self, state: State, scale: int) -> int: ...

    def cut(self, place: int, reduced: int) -> tuple[Cut, ...]:
        """Whether the floor makes the reduced pieces of the line cost more than promised."""
        return ()

    def due(self, state: State) -> int:
        """What is taken back from what was told, when the unfinished sets are finished."""
        return 0

    def within_reach(self, reduced: int) -> int:
        """How many pieces more, of the last slot, would be reduced at once beside the `reduced` ones."""
        return 0

    def closing(self, state: State) -> int:
        """What the finished sets take off that was not told while pieces were put."""
        return 0

    @abstractmethod
    def most(self) -> int:
        """No less than it can take off the cart."""

    def missing(self) -> tuple[int, int] | None:
        """How many pieces the cart lacks for one set, and for which slot; None when one can be made.

        By Hall's theorem one can when no slots together need more pieces than fit any of them.
        """
        worst = (0, 0)
        for chosen in range(1, 1 << len(self.slots)):
            slots = list(places(chosen))
            fitting = 0
            for slot in slots:
                fitting |= self.slots[slot]
            lacking = sum(self.needs[slot] for slot in slots) - self._pieces_on(fitting)
            worst = max(worst, (lacking, -slots[-1]))
        return (worst[0], -worst[1]) if worst[0] > 0 else None

    def _pieces_on(self, lines: Lines) -> int:
        return sum(self.board.quantity[place] for place in places(lines))


class CheapestReduced(SetRule):
    """Buy some, get the cheapest of each set reduced. The state counts the pieces of the open set."""

    def __init__(self, board: Board, rule: Rule, action: BuyGet, lines: Lines) -> None:
        super().__init__(board, rule, (lines,), (action.buy + 1,), action.buy + action.get)
        self.action = action
        self.rounds = action.share < WHOLE

    def start(self) -> State:
        return (0,)

    def put(self, state: State, place: int, pieces: Sequence[int]) -> tuple[State, int, int]:
        after = state[0] + pieces[0]
        reduced = self.reduced_within(after) - self.reduced_within(state[0])
        amount = _off(self.board, place, reduced, self.action.share)
        return (after % self.cycle,), amount, reduced if amount else 0

    def reduced_within(self, pieces: int) -> int:
        """How many of the first so many pieces are reduced, the dearest first."""
        sets, rest = divmod(pieces, self.cycle)
        return sets * self.action.get + max(0, rest - self.action.buy)

    def is_whole(self, state: State) -> bool:
        return state[0] == 0 or state[0] > self.action.buy

    def can_be_whole(self, state: State, ahead: Sequence[int]) -> bool:
        return self.is_whole(state) or state[0] + ahead[0] > self.action.buy

    def worth(self, slot: int, place: int, scale: int) -> int:
        return _ceil(self._rate(self.board.unit[place], scale), self.cycle)

    def credit(self, state: State, scale: int) -> int:
        return 0

    def _rate(self, unit: int, scale: int) -> int:
        return unit * self.action.share * self.action.get * (scale // WHOLE)

    def cut(self, place: int, reduced: int) -> tuple[Cut, ...]:
        return _floor_cut(self.board, place, reduced, self.action.share)

    def within_reach(self, reduced: int) -> int:
        open_set = self._pieces_on(self.slots[0]) % self.cycle
        if open_set < self.action.buy:
            return 0
        return 1 if open_set == self.action.buy else self.cycle - open_set

    def most(self) -> int:
        return sum(
            _off(self.board, place, self.board.quantity[place], self.action.share) for place in places(self.lines)
        )


class OthersReduced(SetRule):
    """Buy some, get others reduced. The state counts bought and reduced pieces that are in no full set."""

    def __init__(self, board: Board, rule: Rule, action: BuyGet, bought: Lines, reduced: Lines) -> None:
        super().__init__(board, rule, (bought, _worth_reducing(board, reduced, action.share)), (action.buy, 1), 1)
        self.action = action
        self.rounds = action.share < WHOLE
        most = self._pieces_on(bought) // action.buy * action.get
        self._last = _unit_at(board, self.slots[1], most)
        self._is_scarce = self._pieces_on(self.slots[1]) > most

    def start(self) -> State:
        return (0, 0)

    def put(self, state: State, place: int, pieces: Sequence[int]) -> tuple[State, int, int]:
        bought, reduced = state[0] + pieces[0], state[1] + pieces[1]
        sets = min(bought // self.action.buy, reduced // self.action.get)
        amount = _off(self.board, place, pieces[1], self.action.share)
        after = (bought - sets * self.action.buy, reduced - sets * self.action.get)
        return after, amount, pieces[1] if amount else 0

    def is_whole(self, state: State) -> bool:
        return state == (0, 0) or (state[0] == self.action.buy and 0 < state[1] < self.action.get)

    def can_be_whole(self, state: State, ahead: Sequence[int]) -> bool:
        bought, reduced = state
        buy, get = self.action.buy, self.action.get
        return reduced <= get * ((bought + ahead[0]) // buy) and bought <= buy * -(-(reduced + ahead[1]) // get)

    def worth(self, slot: int, place: int, scale: int) -> int:
        if slot == 0:
            return self._rent(scale) * self.action.get
        exact = self.board.unit[place] * self.action.share * (scale // WHOLE)
        return min(exact, self.board.piece_room[place] * scale) - self._rent(scale) * self.action.buy

    def credit(self, state: State, scale: int) -> int:
        return (state[0] * self.action.get - state[1] * self.action.buy) * self._rent(scale)

    def _rent(self, scale: int) -> int:
        """What reduced pieces owe to the bought ones where these are what there is too little of, in a bound: as much
        as makes the last piece that can be reduced worth nothing. Any rent gives a bound."""
        if not self._is_scarce:
            return 0
        return self._last * self.action.share * (scale // WHOLE) // self.action.buy

    def cut(self, place: int, reduced: int) -> tuple[Cut, ...]:
        return _floor_cut(self.board, place, reduced, self.action.share)

    def within_reach(self, reduced: int) -> int:
        bought = self._pieces_on(self.slots[0]) - (reduced if self.slots[0] & self.slots[1] else 0)
        return max(0, bought // self.action.buy * self.action.get - reduced)

    def most(self) -> int:
        reduced = places(self.slots[1])
        return sum(_off(self.board, place, self.board.quantity[place], self.action.share) for place in reduced)


class Bundle(SetRule):
    """Parts at one price. The state counts the pieces of each part that are in no full bundle."""

    def __init__(self, board: Board, rule: Rule, action: BundlePrice, parts: Mapping[Lines, int]) -> None:
        super().__init__(board, rule, tuple(parts), tuple(parts.values()), lcm(*parts.values()))
        self.action = action
        bundles = min(self._pieces_on(slot) // size for slot, size in parts.items())
        self._marginal = [_unit_at(board, slot, bundles * size) for slot, size in parts.items()]
        self._scarce = min(
            range(len(self.slots)), key=lambda slot: self._pieces_on(self.slots[slot]) // self.needs[slot]
        )
        self._dearest = [max((board.unit[place] for place in places(slot)), default=0) for slot in self.slots]

    def start(self) -> State:
        return (0,) * len(self.needs)

    def put(self, state: State, place: int, pieces: Sequence[int]) -> tuple[State, int, int]:
        after = [had + more for had, more in zip(state, pieces, strict=True)]
        bundles = min(had // size for had, size in zip(after, self.needs, strict=True))
        number = sum(pieces)
        amount = number * self.board.unit[place] - bundles * self.action.price
        return tuple(had - bundles * size for had, size in zip(after, self.needs, strict=True)), amount, number

    def is_whole(self, state: State) -> bool:
        return not any(state)

    def can_be_whole(self, state: State, ahead: Sequence[int]) -> bool:
        parts = list(zip(state, ahead, self.needs, strict=True))
        bundles = min((had + more) // size for had, more, size in parts)
        return all(had <= bundles * size for had, _, size in parts)

    def due(self, state: State) -> int:
        bundles = max(-(-had // size) for had, size in zip(state, self.needs, strict=True))
        return bundles * self.action.price

    def worth(self, slot: int, place: int, scale: int) -> int:
        return self.board.unit[place] * scale - self._price_of_piece(slot, scale)

    def credit(self, state: State, scale: int) -> int:
        return -sum(had * self._price_of_piece(slot, scale) for slot, had in enumerate(state))

    def promised(self, pieces: Mapping[int, int]) -> int:
        """What bundles of these pieces, by line, save together."""
        bundles = sum(pieces.values()) // sum(self.needs)
        return sum(number * self.board.unit[place] for place, number in pieces.items()) - bundles * self.action.price

    def saving(self, pieces: Mapping[int, int]) -> dict[int, int]:
        """What bundles of these pieces, by line, take off each line: shared once by value, then cut to the floor."""
        used = sorted(place for place, number in pieces.items() if number)
        values = [pieces[place] * self.board.unit[place] for place in used]
        shares = shared(self.promised(pieces), values)
        return {
            place: min(share, pieces[place] * self.board.piece_room[place])
            for place, share in zip(used, shares, strict=True)
        }

    def may_be_cut(self) -> bool:
        """Whether the floor may cut the saving on some line, with the dearest pieces in each part."""
        value = sum(size * dearest for size, dearest in zip(self.needs, self._dearest, strict=True))
        units = [(self.board.unit[place], self.board.piece_room[place]) for place in places(self.lines)]
        return any(room < unit and unit * (value - self.action.price) > (room - 1) * value for unit, room in units)

    def _price_of_piece(self, slot: int, scale: int) -> int:
        """The bundle's price spread over its pieces, each of another slot than the scarcest taken at the price of the
        last that is needed there: any spread that sums to the price gives a bound, this one a close bound."""
        if slot != self._scarce:
            return self._marginal[slot] * scale
        others = sum(size * self._marginal[other] for other, size in enumerate(self.needs) if other != self._scarce)
        return (self.action.price - others) * (scale // self.needs[slot])

    def most(self) -> int:
        return sum(self.board.quantity[place] * self.board.piece_room[place] for place in places(self.lines))


class FlooredBundle(Bundle):
    """A bundle whose saving the store's floor may cut on some line. What it takes off is known only when all its pieces
    are, so the state keeps them: after the parts, line by line the place and the pieces."""

    def put(self, state: State, place: int, pieces: Sequence[int]) -> tuple[State, int, int]:
        parts, _, number = super().put(state[: len(self.needs)], place, pieces)
        return (*parts, *state[len(self.needs) :], *((place, number) if number else ())), 0, number

    def is_whole(self, state: State) -> bool:
        return super().is_whole(state[: len(self.needs)])

    def can_be_whole(self, state: State, ahead: Sequence[int]) -> bool:
        return super().can_be_whole(state[: len(self.needs)], ahead)

    def due(self, state: State) -> int:
        return 0

    def worth(self, slot: int, place: int, scale: int) -> int:
        """A piece bears no more than lies above its floor, and no larger part of its price than the dearest bundle
        saves of its own; a unit more where the sharing rounds up."""
        value = sum(size * dearest for size, dearest in zip(self.needs, self._dearest, strict=True))
        saved = max(0, value - self.action.price)
        share = 0 if not value else _ceil(self.board.unit[place] * saved * scale, value) + scale
        return min(self.board.piece_room[place] * scale, share)

    def credit(self, state: State, scale: int) -> int:
        return sum(number * self.worth(0, place, scale) for place, number in self._pieces_in(state).items())

    def closing(self, state: State) -> int:
        return sum(self.saving(self._pieces_in(state)).values())

    def _pieces_in(self, state: State) -> dict[int, int]:
        history = iter(state[len(self.needs) :])
        return dict(zip(history, history, strict=True))


def bundle_of(board: Board, rule: Rule, action: BundlePrice, parts: Mapping[Lines, int]) -> Bundle:
    """The bundle, of the kind that minds the floor where that can cut its saving."""
    bundle = Bundle(board, rule, action, parts)
    return FlooredBundle(board, rule, action, parts) if bundle.may_be_cut() else bundle


def _off(board: Board, place: int, pieces: int, share: int) -> int:
    return min(nearest(pieces * board.unit[place], share), pieces * board.piece_room[place])


def _worth_reducing(board: Board, lines: Lines, share: int) -> Lines:
    """The lines of which all pieces together are reduced by something."""
    return sum(1 << place for place in places(lines) if _off(board, place, board.quantity[place], share))


def _unit_at(board: Board, lines: Lines, number: int) -> int:
    """The price of the piece with this number among those of the lines, the dearest first; nought for none."""
    for place in sorted(places(lines), key=lambda place: -board.unit[place]):
        number -= board.quantity[place]
        if number <= 0:
            return board.unit[place]
    return 0


def _floor_cut(board: Board, place: int, pieces: int, share: int) -> tuple[Cut, ...]:
    is_cut = nearest(pieces * board.unit[place], share) > pieces * board.piece_room[place]
    return (Cut.FLOOR,) if is_cut else ()


def _ceil(amount: int, parts: int) -> int:
    return -(-amount // parts)
