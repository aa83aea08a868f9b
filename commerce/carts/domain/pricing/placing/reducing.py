"""A share off pieces of a line, once a set makes them reduced ones."""

from __future__ import annotations

from commerce.carts.domain.pricing.aiming import Lines, places
from commerce.carts.domain.pricing.arithmetic import nearest
from commerce.carts.domain.pricing.board import Board
from commerce.carts.domain.pricing.outputs import Cut


def share_off(board: Board, place: int, pieces: int, share: int) -> int:
    """Rounded once for the line, cut to the floor."""
    return min(nearest(pieces * board.unit[place], share), pieces * board.piece_room[place])


def worth_reducing(board: Board, lines: Lines, share: int) -> Lines:
    """The lines of which all pieces together are reduced by something."""
    return sum(1 << place for place in places(lines) if share_off(board, place, board.quantity[place], share))


def most_off(board: Board, lines: Lines, share: int) -> int:
    """What comes off when every piece is reduced."""
    return sum(share_off(board, place, board.quantity[place], share) for place in places(lines))


def floor_cut(board: Board, place: int, pieces: int, share: int) -> tuple[Cut, ...]:
    is_cut = nearest(pieces * board.unit[place], share) > pieces * board.piece_room[place]
    return (Cut.FLOOR,) if is_cut else ()


def unit_at(board: Board, lines: Lines, number: int) -> int:
    """The price of the piece with this number among those of the lines, the dearest first; nought for none."""
    for place in sorted(places(lines), key=lambda place: -board.unit[place]):
        number -= board.quantity[place]
        if number <= 0:
            return board.unit[place]
    return 0
