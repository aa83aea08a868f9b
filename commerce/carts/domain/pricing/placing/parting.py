"""A line whose pieces are parted among plain rules: what each takes off it, and what it leaves to the weaker ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from commerce.carts.domain.pricing.aiming import places
from commerce.carts.domain.pricing.arithmetic import nearest
from commerce.carts.domain.pricing.plain import PlainRules, Seats, promised
from commerce.promotions.domain.actions import WHOLE, Action, AmountOffLine, AmountOffPiece, PercentOff

# So many pieces, and the rules by seat that apply to them together.
Group = tuple[int, Seats]
Amount = int | Fraction


class PartedLine:
    """What of each group's pieces may still be taken off. Whoever takes is rounded once for the line."""

    def __init__(self, plain: PlainRules, place: int, groups: Sequence[Group]) -> None:
        self._plain = plain
        self._place = place
        self._groups = groups
        self._room: list[Amount] = [pieces * plain.board.piece_room[place] for pieces, _ in groups]

    def copy(self) -> PartedLine:
        other = PartedLine(self._plain, self._place, self._groups)
        other._room = list(self._room)
        return other

    def pieces(self, seat: int) -> int:
        return sum(pieces for pieces, seats in self._groups if seats >> seat & 1)

    def offers(self, seat: int) -> int:
        """What the rule takes off its pieces, no limit minded, at what the stronger left of them."""
        wanted = self._wanted(seat)
        room = sum(self._room[group] for group in wanted)
        return min(_nearest(sum(wanted.values())), int(room))

    def take(self, seat: int, amount: int) -> None:
        """The rule takes `amount`, from each group in proportion to what it would take of it."""
        wanted = self._wanted(seat)
        whole = sum(wanted.values())
        for group, part in wanted.items():
            if len(wanted) == 1:
                self._room[group] -= amount
            elif whole:
                self._room[group] -= Fraction(amount) * part / whole
            self._room[group] = max(self._room[group], 0)

    def _wanted(self, seat: int) -> Mapping[int, Amount]:
        """By group what the rule would take of it, not rounded."""
        action = self._plain.rules[seat].action
        inside = [group for group, (_, seats) in enumerate(self._groups) if seats >> seat & 1]
        if isinstance(action, AmountOffLine):
            return self._whole(action.amount, inside)
        unit = self._plain.board.unit[self._place]
        if len(self._groups) == 1:
            return {group: min(promised(action, self._groups[group][0], unit), self._room[group]) for group in inside}
        exact = {group: _exactly(action, self._groups[group][0], unit) for group in inside}
        return {group: min(amount, self._room[group]) for group, amount in exact.items()}

    def _whole(self, amount: int, inside: Sequence[int]) -> Mapping[int, Amount]:
        """An amount off the line takes the line whole or not at all."""
        if sum(self._groups[group][0] for group in inside) < self._plain.board.quantity[self._place]:
            return dict.fromkeys(inside, 0)
        room = sum(self._room[group] for group in inside)
        taken = min(amount, room)
        if len(inside) == 1:
            return {inside[0]: taken}
        return {group: Fraction(taken) * self._room[group] / room if room else 0 for group in inside}


def taken_of(
    plain: PlainRules, place: int, groups: Sequence[Group], *, leaving: Seats = 0
) -> Iterator[tuple[int, int, int]]:
    """(rule, amount, pieces) of the rules that take something off the line, the strongest first.

    Promotions that are `leaving` all to others take what they take as if it were still there for the weaker.
    """
    line = own = PartedLine(plain, place, groups)
    promotion: object = None
    for seat in places(seats_of(groups)):
        if plain.rules[seat].promotion is not promotion:
            promotion = plain.rules[seat].promotion
            own = line.copy() if leaving >> seat & 1 else line
        amount = own.offers(seat)
        if amount:
            yield seat, amount, own.pieces(seat)
            own.take(seat, amount)


def seats_of(groups: Sequence[Group]) -> Seats:
    """The rules that apply to some of the pieces."""
    found = 0
    for _, seats in groups:
        found |= seats
    return found


def _exactly(action: Action, pieces: int, unit: int) -> Amount:
    match action:
        case PercentOff(share=share):
            return Fraction(pieces * unit * share, WHOLE)
        case AmountOffPiece(amount=amount):
            return pieces * amount
    raise TypeError(action)


def _nearest(amount: Amount) -> int:
    return amount if isinstance(amount, int) else nearest(amount.numerator, 1, amount.denominator)
