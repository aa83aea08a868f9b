"""Item rules that look at one line only: percent off, an amount off each piece, an amount off the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from commerce.carts.domain.pricing.aiming import Lines, places
from commerce.carts.domain.pricing.arithmetic import nearest
from commerce.carts.domain.pricing.board import Board
from commerce.carts.domain.pricing.outputs import Cut
from commerce.carts.domain.pricing.rules import Rule
from commerce.promotions.domain.actions import Action, AmountOffLine, AmountOffPiece, PercentOff
from commerce.promotions.domain.goods import Id

# The most companies of rules that are tried for one price, and on one line: only groups that combine in ways made for
# it come near.
MOST_TRIED, MOST_TRIED_AT_ONCE = 40_000, 4_000
PLAIN = (PercentOff, AmountOffPiece, AmountOffLine)
# Rules as bits of a number, by their seat among the plain ones of a cart, the strongest first.
Seats = int
# What each rule, by its seat, takes off the pieces of a line.
Takes = tuple[tuple[int, int], ...]


class PlainRules:
    """The plain rules of one cart, and which of them together take the most off pieces of a line."""

    def __init__(self, board: Board, rules: Sequence[tuple[Rule, Lines]], *, capped: bool = False) -> None:
        """`capped`: each line is an order of its own, and promotions give no more to it than to an order."""
        self._caps = [board.may_give(rule.promotion) if capped else None for rule, _ in rules]
        self.rules = [rule for rule, _ in rules]
        self.aims = [lines for _, lines in rules]
        self.board = board
        self.at: list[Seats] = [0] * len(board.lines)
        for seat, (_, lines) in enumerate(rules):
            for place in places(lines):
                self.at[place] |= 1 << seat
        self.friends = _friends(self.rules)
        self._sociable = sum(1 << seat for seat, friends in enumerate(self.friends) if friends)
        self._kinds = [sorted(kind, key=lambda one: (-one[0], one[1])) for kind in _by_kind(self.rules)]
        self._known: dict[tuple[int, int, Seats], Takes] = {}
        self._classes = classes_of(self.friends)
        self._tries_left = MOST_TRIED
        # Whether a line had more companies of rules than could be tried.
        self.is_narrowed = False

    def amount(self, seat: int, place: int, pieces: int) -> int:
        """What the rule alone takes off `pieces` of the line: rounded once, cut to the floor."""
        board = self.board
        action = self.rules[seat].action
        if isinstance(action, AmountOffLine) and pieces < board.quantity[place]:
            return 0
        amount = min(promised(action, pieces, board.unit[place]), pieces * board.piece_room[place])
        cap = self._caps[seat]
        return amount if cap is None else min(amount, cap)

    def reducible(self, seat: int) -> Lines:
        """The lines of which the rule takes something off."""
        aimed = places(self.aims[seat])
        return sum(1 << place for place in aimed if self.amount(seat, place, self.board.quantity[place]))

    def cut(self, seat: int, place: int, pieces: int, amount: int) -> Cut | None:
        """What made the rule take only `amount` off these pieces, where it promises more."""
        board = self.board
        most = pieces * board.piece_room[place]
        whole = min(promised(self.rules[seat].action, pieces, board.unit[place]), pieces * board.unit[place])
        if whole > most:
            return Cut.FLOOR
        return Cut.OTHERS if amount < whole else None

    def best(self, place: int, pieces: int, among: Seats) -> Takes:
        """The rules, of those `among`, that together take the most off these alike pieces, the strongest first."""
        among &= self.at[place]
        known = self._known.get((place, pieces, among))
        if known is None:
            known = self._best(place, pieces, among) if pieces and among else ()
            self._known[place, pieces, among] = known
        return known

    def best_with(self, place: int, pieces: int, forced: Seats, among: Seats, leaving: Seats = 0) -> Takes:
        """The same, of those that have the `forced` rules in them and combine with all of these. Promotions `leaving`
        all to others take what they take as if it were still there."""
        most = pieces * self.board.piece_room[place]
        seats = list(places(forced))
        takes = _cut([(seat, self.amount(seat, place, pieces)) for seat in seats if not leaving >> seat & 1], most)
        left = most - sum(amount for _, amount in takes)
        others = self._clique(place, pieces, self.friends_of(forced, among) & self.at[place], left)
        for _, own in groupby((seat for seat in seats if leaving >> seat & 1), key=self._promotion):
            takes += _cut([(seat, self.amount(seat, place, pieces)) for seat in own], most)
        return tuple(sorted(takes + others))

    def _promotion(self, seat: int) -> Id:
        return self.rules[seat].promotion.id

    def best_of_whole_line(self, place: int, pieces: int, forced: Seats, among: Seats) -> Takes:
        """The same for pieces of a line that other groups of its pieces share: of rules that want the line whole each
        group has its part."""
        quantity = self.board.quantity[place]
        seats = self.friends_of(forced, among) & self.at[place]
        amounts = {seat: self.amount(seat, place, quantity) * pieces // quantity for seat in places(seats)}
        return self._together(amounts, pieces * self.board.piece_room[place])

    def friends_of(self, seats: Seats, among: Seats) -> Seats:
        """The rules that combine with all of these."""
        for seat in places(seats):
            among &= self.friends[seat]
        return among

    def combine(self, seats: Seats, others: Seats) -> bool:
        return self.friends_of(seats, others) == others

    def _best(self, place: int, pieces: int, among: Seats) -> Takes:
        sociable = among & self._sociable
        if sociable and any(self.friends[seat] & among for seat in places(sociable)):
            return self._clique(place, pieces, among, pieces * self.board.piece_room[place])
        best, winner = 0, -1
        for kind in self._kinds:
            for _, seat in kind:
                if among >> seat & 1:
                    amount = self.amount(seat, place, pieces)
                    if amount > best or (amount == best and amount and seat < winner):
                        best, winner = amount, seat
                    elif amount < best and self._caps[seat] is None:
                        break
        return ((winner, best),) if best else ()

    def _clique(self, place: int, pieces: int, among: Seats, most: int) -> Takes:
        """All rules that combine with each other and take the most, up to `most`; the strongest win a tie."""
        return self._together({seat: self.amount(seat, place, pieces) for seat in places(among)}, most)

    def _together(self, amounts: dict[int, int], most: int) -> Takes:
        amounts = self._without_beaten(amounts, most)
        best = self._greedily(amounts)
        # One less: what is found in the order of strength wins the tie.
        best_sum = min(sum(amounts[seat] for seat in best), most) - 1
        tries = max(1, min(MOST_TRIED_AT_ONCE, self._tries_left))
        tried = 0

        def extend(chosen: list[int], total: int, open_seats: Seats) -> None:
            nonlocal best, best_sum, tried
            if tried >= tries:
                return
            tried += 1
            if total > best_sum:
                best, best_sum = chosen, min(total, most)
            if total >= most or min(total + self._most_of(open_seats, amounts), most) <= best_sum:
                return
            seat = (open_seats & -open_seats).bit_length() - 1
            rest = open_seats & ~(1 << seat)
            extend([*chosen, seat], total + amounts[seat], rest & self.friends[seat])
            extend(chosen, total, rest)

        if most > 0:
            extend([], 0, sum(1 << seat for seat in amounts))
        self._tries_left -= tried
        self.is_narrowed |= tried >= tries
        return _cut([(seat, amounts[seat]) for seat in sorted(best)], most)

    def _greedily(self, amounts: Mapping[int, int]) -> list[int]:
        """Those that take most first, as far as they combine."""
        chosen: list[int] = []
        friends = -1
        for seat in sorted(amounts, key=lambda seat: (-amounts[seat], seat)):
            if friends >> seat & 1:
                chosen.append(seat)
                friends &= self.friends[seat]
        return chosen

    def _most_of(self, seats: Seats, amounts: Mapping[int, int]) -> int:
        """No less than those of them that combine take together: one of each class."""
        return sum(max(amounts[seat] for seat in places(inside)) for one in self._classes if (inside := one & seats))

    def _without_beaten(self, amounts: Mapping[int, int], most: int) -> dict[int, int]:
        """Without rules that take nothing and, as long as nothing is cut, without those for which another, with the
        same rules beside it, takes as much and is stronger, or takes more."""
        best: dict[Seats, int] = {}
        for seat, amount in amounts.items():
            rival = best.setdefault(self.friends[seat], seat)
            if amount > amounts[rival]:
                best[self.friends[seat]] = seat
        kept = best.values() if sum(amounts[seat] for seat in best.values()) <= most else amounts
        return {seat: amounts[seat] for seat in sorted(kept) if amounts[seat]}


def classes_of(friends: Sequence[int]) -> list[int]:
    """The members, as bits, in classes of which no two are friends."""
    classes: list[int] = []
    for member, own in enumerate(friends):
        for number, inside in enumerate(classes):
            if not own & inside:
                classes[number] |= 1 << member
                break
        else:
            classes.append(1 << member)
    return classes


def promised(action: Action, pieces: int, unit: int) -> int:
    """What a plain action promises for pieces of a line, whatever they may fall by."""
    match action:
        case PercentOff(share=share):
            return nearest(pieces * unit, share)
        case AmountOffPiece(amount=amount):
            return pieces * amount
        case AmountOffLine(amount=amount):
            return amount
    return 0


def _cut(takes: Sequence[tuple[int, int]], most: int) -> Takes:
    """Each take cut at what the stronger ones leave of `most`; without those that are left with nothing."""
    cut = []
    for seat, amount in takes:
        taken = min(amount, most)
        most -= taken
        if taken:
            cut.append((seat, taken))
    return tuple(cut)


def _friends(rules: Sequence[Rule]) -> list[Seats]:
    """For each rule those it combines with on the same pieces."""
    friends = [0] * len(rules)
    social = [
        (seat, rule)
        for seat, rule in enumerate(rules)
        if rule.promotion.combines_with or len(rule.promotion.actions) > 1
    ]
    for index, (seat, rule) in enumerate(social):
        for other_seat, other in social[index + 1 :]:
            if rule.promotion.combines(other.promotion):
                friends[seat] |= 1 << other_seat
                friends[other_seat] |= 1 << seat
    return friends


def _by_kind(rules: Sequence[Rule]) -> tuple[list[tuple[int, int]], ...]:
    """The rules of each kind with their size: of two of a kind the larger never takes less."""
    percents: list[tuple[int, int]] = []
    by_piece: list[tuple[int, int]] = []
    by_line: list[tuple[int, int]] = []
    for seat, rule in enumerate(rules):
        match rule.action:
            case PercentOff(share=share):
                percents.append((share, seat))
            case AmountOffPiece(amount=amount):
                by_piece.append((amount, seat))
            case AmountOffLine(amount=amount):
                by_line.append((amount, seat))
    return percents, by_piece, by_line
