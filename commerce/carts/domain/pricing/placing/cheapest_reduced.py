"""Buy some, get the cheapest of each set reduced."""

from __future__ import annotations

from collections.abc import Sequence

from commerce.carts.domain.pricing.aiming import Lines
from commerce.carts.domain.pricing.board import Board
from commerce.carts.domain.pricing.outputs import Cut
from commerce.carts.domain.pricing.placing.reducing import floor_cut, most_off, share_off, worth_reducing
from commerce.carts.domain.pricing.placing.set_rule import SetRule, State
from commerce.carts.domain.pricing.rules import Rule
from commerce.promotions.domain.actions import WHOLE, BuyGet


class CheapestReduced(SetRule):
    """Buy some, get the cheapest of each set reduced. The state counts the pieces of the open set."""

    def __init__(self, board: Board, rule: Rule, action: BuyGet, lines: Lines) -> None:
        super().__init__(board, rule, (lines,), (action.buy + 1,), action.buy + action.get)
        self.action = action
        self.full = (self.cycle,)
        self.rounds = action.share < WHOLE

    def start(self) -> State:
        return (0,)

    def put(self, state: State, place: int, pieces: Sequence[int]) -> tuple[State, int, int]:
        after = state[0] + pieces[0]
        reduced = self.reduced_within(after) - self.reduced_within(state[0])
        amount = share_off(self.board, place, reduced, self.action.share)
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
        return -(-self._rate(self.board.unit[place], scale) // self.cycle)

    def credit(self, state: State, scale: int) -> int:
        return 0

    def _rate(self, unit: int, scale: int) -> int:
        return unit * self.action.share * self.action.get * (scale // WHOLE)

    def cut(self, place: int, reduced: int) -> tuple[Cut, ...]:
        return floor_cut(self.board, place, reduced, self.action.share)

    def within_reach(self, reduced: int) -> int:
        open_set = self._pieces_on(self.slots[0]) % self.cycle
        if open_set < self.action.buy:
            return 0
        return 1 if open_set == self.action.buy else self.cycle - open_set

    def most(self) -> int:
        return most_off(self.board, self.lines, self.action.share)

    @property
    def reducible(self) -> Lines:
        return worth_reducing(self.board, self.lines, self.action.share)
