"""An item rule that needs several pieces: how far a set is while lines are gone through, the dearest first.

A state is what of unfinished sets must be remembered. Worth and credit bound what is still to come from above: `worth`
of a piece times the pieces, plus the credit of the state, is never less than what the rule will take off.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from commerce.carts.domain.pricing.aiming import Lines, places
from commerce.carts.domain.pricing.board import Board
from commerce.carts.domain.pricing.outputs import Cut
from commerce.carts.domain.pricing.rules import Rule

State = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dues:
    """What a piece of each slot owes in a bound: with the pieces that one set takes of each (`pieces`), it sums to
    `total`. Where `is_rent`, the last slot owes to the first and not the other way about."""

    by_slot: tuple[int, ...]
    pieces: tuple[int, ...]
    total: int
    is_rent: bool = False


class SetRule(ABC):
    """A rule whose pieces go into one or more slots; `slots` are the lines that fit each."""

    # Whether what comes off a line is a share that is rounded.
    rounds = False
    # How much work its state is in a step.
    effort = 1

    def __init__(self, board: Board, rule: Rule, slots: tuple[Lines, ...], needs: tuple[int, ...], cycle: int) -> None:
        self.board = board
        self.rule = rule
        self.slots = slots
        # Pieces of each slot for the least set that takes something off, and for a full one.
        self.needs = self.full = needs
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
    def worth(self, slot: int, place: int, scale: int) -> int:
        """What a piece of the line brings in the slot at most, dues paid."""

    @abstractmethod
    def credit(self, state: State, scale: int) -> int:
        """What the pieces in unfinished sets still owe (negative) or are owed."""

    def dues(self, scale: int) -> Dues | None:
        """What a piece of each slot owes to the set; None where the bound needs none."""
        return None

    def owe(self, by_slot: Sequence[int]) -> None:
        """Takes other dues: any that `Dues` allows give a bound too."""
        raise TypeError(self)

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
        """What comes off when every piece that can be reduced is."""

    @property
    def reducible(self) -> Lines:
        """The lines whose pieces it can reduce."""
        return sum(1 << place for place in places(self.lines) if self.board.piece_room[place])

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
