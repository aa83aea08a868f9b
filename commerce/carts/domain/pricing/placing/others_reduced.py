"""Buy some, get others reduced."""

from __future__ import annotations

from collections.abc import Sequence

from commerce.carts.domain.pricing.aiming import Lines
from commerce.carts.domain.pricing.board import Board
from commerce.carts.domain.pricing.outputs import Cut
from commerce.carts.domain.pricing.placing.reducing import floor_cut, most_off, share_off, unit_at, worth_reducing
from commerce.carts.domain.pricing.placing.set_rule import Dues, SetRule, State
from commerce.carts.domain.pricing.rules import Rule
from commerce.promotions.domain.actions import WHOLE, BuyGet


class OthersReduced(SetRule):
    """Buy some, get others reduced. The state counts bought and reduced pieces that are in no full set."""

    def __init__(self, board: Board, rule: Rule, action: BuyGet, bought: Lines, reduced: Lines) -> None:
        super().__init__(board, rule, (bought, worth_reducing(board, reduced, action.share)), (action.buy, 1), 1)
        self.action = action
        self.full = (action.buy, action.get)
        self.rounds = action.share < WHOLE
        most = self._pieces_on(bought) // action.buy * action.get
        self._last = unit_at(board, self.slots[1], most)
        self._is_scarce = self._pieces_on(self.slots[1]) > most
        self._dues: tuple[int, int] | None = None

    def start(self) -> State:
        return (0, 0)

    def put(self, state: State, place: int, pieces: Sequence[int]) -> tuple[State, int, int]:
        bought, reduced = state[0] + pieces[0], state[1] + pieces[1]
        sets = min(bought // self.action.buy, reduced // self.action.get)
        amount = share_off(self.board, place, pieces[1], self.action.share)
        after = (bought - sets * self.action.buy, reduced - sets * self.action.get)
        return after, amount, pieces[1] if amount else 0

    def is_whole(self, state: State) -> bool:
        return state == (0, 0) or (state[0] == self.action.buy and 0 < state[1] < self.action.get)

    def can_be_whole(self, state: State, ahead: Sequence[int]) -> bool:
        bought, reduced = state
        buy, get = self.action.buy, self.action.get
        return reduced <= get * ((bought + ahead[0]) // buy) and bought <= buy * -(-(reduced + ahead[1]) // get)

    def worth(self, slot: int, place: int, scale: int) -> int:
        due = self._rent(scale)[slot]
        if slot == 0:
            return -due
        exact = self.board.unit[place] * self.action.share * (scale // WHOLE)
        return min(exact, self.board.piece_room[place] * scale) - due

    def credit(self, state: State, scale: int) -> int:
        bought, reduced = self._rent(scale)
        return -(state[0] * bought + state[1] * reduced)

    def dues(self, scale: int) -> Dues:
        return Dues(self._rent(scale), (self.action.buy, self.action.get), 0, is_rent=True)

    def owe(self, by_slot: Sequence[int]) -> None:
        self._dues = (by_slot[0], by_slot[1])

    def _rent(self, scale: int) -> tuple[int, int]:
        """What reduced pieces owe to the bought ones where these are what there is too little of: at first as much as
        makes the last piece that can be reduced worth nothing."""
        if self._dues is None:
            rent = self._last * self.action.share * (scale // WHOLE) // self.action.buy if self._is_scarce else 0
            self._dues = -rent * self.action.get, rent * self.action.buy
        return self._dues

    def cut(self, place: int, reduced: int) -> tuple[Cut, ...]:
        return floor_cut(self.board, place, reduced, self.action.share)

    def within_reach(self, reduced: int) -> int:
        bought = self._pieces_on(self.slots[0]) - (reduced if self.slots[0] & self.slots[1] else 0)
        return max(0, bought // self.action.buy * self.action.get - reduced)

    def most(self) -> int:
        return most_off(self.board, self.slots[1], self.action.share)

    @property
    def reducible(self) -> Lines:
        return worth_reducing(self.board, self.slots[1], self.action.share)
