"""Bounds that are missed are said, and only those."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.load.figures import REFUSED, SOLD, Attempt, Round, Run, Shelf, Span, misses

SHELF = Shelf(pieces=3, ordered=3, held=2, taken=1, level=(2, 2), movements=(2, 2))


# Six who wait from beginning to end, a call of two seconds after the other.
PAYERS = tuple(Attempt(SOLD, 0.0, 4.0, [Span(0.0, 2.0), Span(2.0, 4.0)]) for _ in range(6))


def sales(rate: float, *more: Attempt, beside: tuple[Attempt, ...] = ()) -> Run:
    """Two seconds of sales, so many a second, then one that is refused."""
    count = int(rate * 2)
    sold = [Attempt(SOLD, number / rate, (number + 1) / rate) for number in range(count)]
    return Run(0.0, [*sold, Attempt(REFUSED, 2.0, 9.9), *more], beside)


def a_round(*, bare: float = 100, orders: float = 70, slowed: float = 60, shelf: Shelf = SHELF) -> Round:
    return Round(sales(bare), sales(orders), sales(slowed, beside=PAYERS), [shelf])


def test_a_rate_is_of_the_time_there_were_pieces() -> None:
    assert sales(70).rate == pytest.approx(70)
    assert (sales(70).sold, sales(70).refused) == (140, 1)


def test_all_bounds_hold() -> None:
    assert list(misses([a_round()])) == []


@pytest.mark.parametrize(
    ("missed", "words"),
    [
        (a_round(orders=59, slowed=59), "59 orders a second (bound 60)"),
        (a_round(bare=200), "35% of the bare database's rate (bound 40%)"),
        (a_round(slowed=55), "21% lost beside a slow gateway (bound 20%)"),
        (a_round(shelf=replace(SHELF, ordered=4)), "4 pieces were ordered, there were 3"),
        (a_round(shelf=replace(SHELF, movements=(3, 2))), "the level is (2, 2), its movements sum to (3, 2)"),
        (a_round(shelf=replace(SHELF, level=(3, 2))), "the level is (3, 2), with 2 of 3 held and 1 taken"),
    ],
)
def test_what_is_missed_is_said(missed: Round, words: str) -> None:
    assert words in list(misses([missed]))


def test_a_slow_attempt_and_a_failed_one_are_said() -> None:
    slow = [Attempt(SOLD, 0.0, 2.5)] * 5
    orders = Run(0.0, [*sales(70).attempts, *slow, Attempt("OperationalError: too long", 0.0, 2.5)])
    said = list(misses([replace(a_round(), orders=orders)]))
    assert "p99 of attempts: 2.50 s (bound 2)" in said
    assert "1 times OperationalError: too long" in said
    assert "p99 of orders: 2.50 s (bound 2)" in said


def test_one_round_in_three_does_not_decide() -> None:
    assert list(misses([a_round(), a_round(orders=50, slowed=50), a_round()])) == []


def test_many_quick_refusals_hide_no_slow_orders() -> None:
    refused = [Attempt(REFUSED, 2.0, 2.1)] * 400
    orders = Run(0.0, [*sales(70).attempts, *[Attempt(SOLD, -0.5, 2.0)] * 3, *refused])
    assert list(misses([replace(a_round(), orders=orders)])) == ["p99 of orders: 2.50 s (bound 2)"]


def test_who_waits_counts_while_there_are_pieces() -> None:
    assert sales(60, beside=PAYERS).waiting(2.0) == pytest.approx(6)
    assert sales(60, beside=PAYERS).waiting(2.1) == 0
    late = tuple(Attempt(SOLD, 0.0, 4.0, [Span(1.0, 4.0)]) for _ in range(6))
    assert sales(60, beside=late).waiting(2.0) == pytest.approx(3)


@pytest.mark.parametrize(
    ("beside", "words"),
    [
        ((), ["nobody beside them paid", "0.0 waited for their gateway, on an average (bound 5)"]),
        (PAYERS[:4], ["4.0 waited for their gateway, on an average (bound 5)"]),
        (
            tuple(Attempt(SOLD, 0.0, 4.0, [Span(0.0, 0.1)]) for _ in range(9)),
            ["0.0 waited for their gateway, on an average (bound 5)"],
        ),
    ],
)
def test_a_gateway_nobody_waited_for_proves_nothing(beside: tuple[Attempt, ...], words: list[str]) -> None:
    assert list(misses([replace(a_round(), slowed=sales(60, beside=beside))])) == words
