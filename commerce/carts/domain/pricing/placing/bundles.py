"""Several pieces at one price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import lcm

from commerce.carts.domain.pricing.aiming import Lines, places
from commerce.carts.domain.pricing.arithmetic import shared
from commerce.carts.domain.pricing.board import Board
from commerce.carts.domain.pricing.placing.reducing import unit_at
from commerce.carts.domain.pricing.placing.set_rule import Dues, SetRule, State
from commerce.carts.domain.pricing.rules import Rule
from commerce.promotions.domain.actions import BundlePrice


class Bundle(SetRule):
    """Parts at one price. The state counts the pieces of each part that are in no full bundle."""

    def __init__(self, board: Board, rule: Rule, action: BundlePrice, parts: Mapping[Lines, int]) -> None:
        super().__init__(board, rule, tuple(parts), tuple(parts.values()), lcm(*parts.values()))
        self.action = action
        bundles = min(self._pieces_on(slot) // size for slot, size in parts.items())
        self._marginal = [unit_at(board, slot, bundles * size) for slot, size in parts.items()]
        self._scarce = min(
            range(len(self.slots)), key=lambda slot: self._pieces_on(self.slots[slot]) // self.needs[slot]
        )
        self._dues: tuple[int, ...] | None = None
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
        return self.board.unit[place] * scale - self._prices(scale)[slot]

    def credit(self, state: State, scale: int) -> int:
        return -sum(had * price for had, price in zip(state, self._prices(scale), strict=True))

    def dues(self, scale: int) -> Dues | None:
        return Dues(self._prices(scale), self.needs, self.action.price * scale)

    def owe(self, by_slot: Sequence[int]) -> None:
        self._dues = tuple(by_slot)

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

    def _prices(self, scale: int) -> tuple[int, ...]:
        """The bundle's price spread over its pieces: at first each of another slot than the scarcest is taken at the
        price of the last that is needed there."""
        if self._dues is None:
            prices = [marginal * scale for marginal in self._marginal]
            others = sum(size * prices[slot] for slot, size in enumerate(self.needs) if slot != self._scarce)
            prices[self._scarce] = (self.action.price * scale - others) // self.needs[self._scarce]
            self._dues = tuple(prices)
        return self._dues

    def most(self) -> int:
        return sum(self.board.quantity[place] * self.board.piece_room[place] for place in places(self.lines))


class FlooredBundle(Bundle):
    """A bundle whose saving the store's floor may cut on some line. What it takes off is known only when all its pieces
    are, so the state keeps them: after the parts, line by line the place and the pieces."""

    def __init__(self, board: Board, rule: Rule, action: BundlePrice, parts: Mapping[Lines, int]) -> None:
        super().__init__(board, rule, action, parts)
        self.effort = 2 + self.lines.bit_count() // 4

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
        share = 0 if not value else -(-self.board.unit[place] * saved * scale // value) + scale
        return min(self.board.piece_room[place] * scale, share)

    def dues(self, scale: int) -> Dues | None:
        return None

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
