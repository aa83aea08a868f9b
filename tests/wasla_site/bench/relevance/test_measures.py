"""The measures against figures worked out by hand, and what must be true of any."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasla_site.bench.relevance.measures import gain, ndcg, recall, reciprocal_rank


def test_gain_of_the_textbook_s_list() -> None:
    """3, 2, 3, 0, 1, 2: 7/1 + 3/1.58496 + 7/2 + 0 + 1/2.58496 + 3/2.80735."""
    assert gain([3, 2, 3, 0, 1, 2]) == pytest.approx(7 + 1.892789 + 3.5 + 0.386853 + 1.068622, abs=1e-5)


def test_ndcg_of_the_textbook_s_list() -> None:
    """Its best order is 3, 3, 2, 2, 1, 0: 7 + 4.416508 + 1.5 + 1.292030 + 0.386853 = 14.595391."""
    assert ndcg([3, 2, 3, 0, 1, 2], [3, 2, 3, 0, 1, 2]) == pytest.approx(13.848264 / 14.595391, abs=1e-5)


def test_what_was_not_found_counts_against_it() -> None:
    assert ndcg([3], [3, 3]) == pytest.approx(1 / (1 + 1 / log2(3)))
    assert ndcg([], [3]) == 0


def test_nothing_counts_beyond_the_depth() -> None:
    assert ndcg([0] * 10 + [3], [3]) == 0
    assert ndcg([3] * 10, [3] * 40) == 1


def test_where_nothing_is_right_only_nothing_is() -> None:
    assert ndcg([], []) == 1
    assert ndcg([0], []) == 0


@pytest.mark.parametrize(
    ("found", "least", "expected"), [([0, 1, 2], 2, 1 / 3), ([3], 2, 1), ([1, 1], 2, 0), ([], 2, 0), ([0, 1], 1, 0.5)]
)
def test_reciprocal_rank(found: list[int], least: int, expected: float) -> None:
    assert reciprocal_rank(found, least) == expected


def test_recall_counts_those_that_could_stand_there() -> None:
    assert recall([3, 0, 2], [3, 2, 2, 2, 1], least=2) == 0.5
    assert recall([3, 3], [3] * 4, least=2, depth=2) == 1
    assert recall([], [1], least=2) == 1


GRADES = st.lists(st.integers(0, 3), max_size=20)


@given(GRADES)
def test_the_best_order_is_worth_one_and_no_order_more(grades: list[int]) -> None:
    best = sorted(grades, reverse=True)
    assert 0 <= ndcg(grades, grades) <= 1 + 1e-9
    if any(grades):
        assert ndcg(best, grades) == pytest.approx(1)


@given(GRADES, st.integers(0, 18))
def test_moving_a_better_one_up_never_lowers_it(grades: list[int], place: int) -> None:
    if place + 1 < len(grades) and grades[place] < grades[place + 1]:
        swapped = [*grades]
        swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
        assert ndcg(swapped, grades) >= ndcg(grades, grades)
        assert reciprocal_rank(swapped, 2) >= reciprocal_rank(grades, 2)


@given(GRADES)
def test_something_wrong_in_front_never_raises_it(grades: list[int]) -> None:
    if any(grades):
        assert ndcg([0, *grades], grades) <= ndcg(grades, grades)
        assert recall([0, *grades], grades, 2) <= recall(grades, grades, 2)
