"""What a cart may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.carts.domain.policies import MOST_LINES, MOST_OF_ONE, line_problem, merged
from commerce.carts.domain.values import Problem, Shopper

carts = st.dictionaries(st.integers(1, 300), st.integers(1, MOST_OF_ONE), max_size=MOST_LINES)


@pytest.mark.parametrize(
    ("quantity", "available", "is_sold", "problem"),
    [
        (1, 1, True, None),
        (5, 5, True, None),
        (6, 5, True, Problem.FEWER_LEFT),
        (1, 0, True, Problem.SOLD_OUT),
        (1, -2, True, Problem.SOLD_OUT),
        (1, 10, False, Problem.NO_LONGER_SOLD),
        (1, 0, False, Problem.NO_LONGER_SOLD),
    ],
)
def test_why_a_line_cannot_be_ordered(quantity: int, available: int, is_sold: bool, problem: Problem | None) -> None:
    assert line_problem(quantity=quantity, available=available, is_sold=is_sold) is problem


@given(carts, carts)
def test_merging_adds_within_the_limits(kept: dict[int, int], added: dict[int, int]) -> None:
    result = merged(kept, added)
    assert len(result) <= MOST_LINES
    assert all(1 <= quantity <= MOST_OF_ONE for quantity in result.values())
    assert kept.keys() <= result.keys()
    for variant, quantity in result.items():
        assert quantity == min(kept.get(variant, 0) + added.get(variant, 0), MOST_OF_ONE)


@given(carts)
def test_merging_with_nothing_changes_nothing(cart: dict[int, int]) -> None:
    assert merged(cart, {}) == cart
    assert merged({}, cart) == cart


def test_what_was_kept_comes_first_and_new_things_in_their_order() -> None:
    assert list(merged({5: 1, 3: 1}, {9: 1, 3: 1, 1: 1})) == [5, 3, 9, 1]


@pytest.mark.parametrize("nobody_or_both", [{}, {"customer_id": 1, "guest_key": "x"}])
def test_a_shopper_is_a_customer_or_a_guest(nobody_or_both: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="customer or a guest"):
        Shopper(**nobody_or_both)  # type: ignore[arg-type]
