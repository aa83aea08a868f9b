"""What a cart may hold."""

from collections.abc import Mapping

from commerce.carts.domain.values import Problem

# More of one thing than this is a wholesale order, or a slip of the finger.
MOST_OF_ONE = 999
MOST_LINES = 100
MOST_CODES = 5


def line_problem(*, quantity: int, available: int, is_sold: bool) -> Problem | None:
    """Why a line of this quantity can't be ordered; None when it can."""
    if not is_sold:
        return Problem.NO_LONGER_SOLD
    if available <= 0:
        return Problem.SOLD_OUT
    return Problem.FEWER_LEFT if quantity > available else None


def merged(kept: Mapping[int, int], added: Mapping[int, int]) -> dict[int, int]:
    """The quantities of two carts in one, by variant: added up, capped at MOST_OF_ONE.

    Lines that were kept stay; new ones come in their order until the cart holds MOST_LINES.
    """
    result = dict(kept)
    for variant_id, quantity in added.items():
        if variant_id in result or len(result) < MOST_LINES:
            result[variant_id] = min(result.get(variant_id, 0) + quantity, MOST_OF_ONE)
    return result
