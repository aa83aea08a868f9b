"""How much work a price is, in steps of the machine and not in seconds: exact where rules are few, and never more than
so much, whatever is in the cart."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from itertools import combinations
from random import Random
from types import FrameType
from typing import Any

import pytest

from commerce.carts.domain.pricing import items, plain, stacking, trace
from commerce.carts.domain.pricing.inputs import Cart
from commerce.carts.domain.pricing.placing import search
from commerce.carts.domain.pricing.placing.problem import Choice
from commerce.carts.domain.pricing.placing.settling import settle
from commerce.carts.domain.pricing.placing.work import MOST_WORK, Work
from commerce.promotions.domain.actions import PercentOff, PercentOffOrder
from commerce.promotions.domain.values import Promotion
from tests.commerce.carts.pricing import hard_carts
from tests.commerce.carts.pricing.hard_carts import HARD, Hard, even_cart, odd_cart
from tests.commerce.carts.pricing.shop import priced, promotion

# With so little to do a cart of so many lines is priced in less than so many steps of the machine, whatever it holds.
LITTLE, LINES, MOST_STEPS, MOST_STEPS_OF_ALL = 20_000, 30, 30_000_000, 120_000_000
# Python counts a step in a few microseconds, so these take a third of the time of all shapes.
SLOW_TO_COUNT = {
    "twelve large sets of the cheapest",
    "99 capped amounts that combine",
    "capped sets beside capped percentages",
}


def steps_of(price: Callable[[], object]) -> int:
    """How many instructions of Python it runs inside the pricing, counted by Python."""
    steps = 0

    def traced(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal steps
        if event == "call":
            if "domain/pricing" not in frame.f_code.co_filename:
                return None
            frame.f_trace_lines, frame.f_trace_opcodes = False, True
        steps += event == "opcode"
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        price()
    finally:
        sys.settrace(before)
    return steps


@pytest.fixture
def little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(items, "MOST_WORK", LITTLE)
    monkeypatch.setattr(plain, "MOST_TRIED", 500)
    monkeypatch.setattr(stacking, "MOST_TRIED", 12 << 6)


@pytest.mark.sampled
@pytest.mark.usefixtures("little_work")
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long if name in SLOW_TO_COUNT else ()) for name in HARD]
)
def test_no_cart_takes_more_steps_than_that(name: str) -> None:
    assert steps_of(lambda: HARD[name].price(odd_cart(LINES))) <= MOST_STEPS


@pytest.mark.long
@pytest.mark.usefixtures("little_work")
@pytest.mark.parametrize("cart", [odd_cart(), even_cart(), odd_cart(pieces=1), odd_cart(pieces=3), odd_cart(pieces=99)])
@pytest.mark.parametrize("name", HARD)
def test_no_cart_of_a_hundred_lines_does_either(name: str, cart: Cart) -> None:
    assert steps_of(lambda: HARD[name].price(cart)) <= MOST_STEPS_OF_ALL


@pytest.mark.long
def test_with_more_work_the_same_cart_takes_more_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    for most in (LITTLE, 4 * LITTLE):
        monkeypatch.setattr(items, "MOST_WORK", most)
        taken.append(steps_of(lambda: HARD["twelve bundles"].price(odd_cart(20, 3))))
    assert taken[1] > 1.5 * taken[0]


@pytest.mark.parametrize(
    ("lines", "promotions"),
    [
        (15, hard_carts.cheapest(12)),
        (6, hard_carts.others(6)),
        (6, hard_carts.bundles(3)),
        (8, hard_carts.capped(1)),
    ],
    ids=["cheapest", "others", "bundles", "caps"],
)
def test_carts_of_everyday_are_decided_exactly(lines: int, promotions: list[Promotion]) -> None:
    """Nothing that could come near was left out."""
    assert not Hard(promotions).price(odd_cart(lines, 3)).narrowed


def test_what_is_not_exact_says_so_and_is_nearly_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    hard, cart = Hard(hard_carts.capped(1)), odd_cart(8, 3)
    exact = hard.price(cart)
    monkeypatch.setattr(items, "MOST_WORK", 1000)
    narrow = hard.price(cart)
    assert (exact.narrowed, narrow.narrowed) == (False, True)
    assert exact.discount * 0.9 <= narrow.discount <= exact.discount
    data = json.loads(json.dumps(trace.trace_data(narrow)))
    assert data["narrowed"] is True
    assert trace.replay(data) == narrow
    assert "narrowed" not in trace.trace_data(exact)


def test_a_line_of_more_capped_companies_than_are_looked_at_says_so() -> None:
    few, many = ([promotion(one, PercentOff(1000 + one), cap_per_order=5) for one in range(n)] for n in (20, 40))
    cart = odd_cart(1, 1)
    assert not priced(cart, *few).narrowed
    assert priced(cart, *many).narrowed


def test_companies_of_plain_rules_that_are_too_many_to_try_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    hard, cart = Hard(hard_carts.combining(16, lambda one: PercentOff(100 + 37 * one))), odd_cart(2, 1)
    exact = hard.price(cart)
    monkeypatch.setattr(plain, "MOST_TRIED", 3)
    narrow = hard.price(cart)
    assert (exact.narrowed, narrow.narrowed) == (False, True)
    assert 0 < narrow.discount <= exact.discount


def test_twelve_order_rules_are_decided_exactly_and_a_hundred_say_that_they_are_not() -> None:
    few, many = (Hard(hard_carts.combining(number, lambda one: PercentOffOrder(10 + one))) for number in (12, 100))
    cart = odd_cart(3, 2)
    price = few.price(cart)
    assert not price.narrowed
    whole = price.goods
    friends = {(one.id, other.id) for one in few.promotions for other in few.promotions if one.combines(other)}
    shares = {one.id: one.actions[0].share for one in few.promotions if isinstance(one.actions[0], PercentOffOrder)}
    best = max(
        sum(shares[one] for one in chosen)
        for number in range(1, 13)
        for chosen in combinations(sorted(shares), number)
        if all(pair in friends for pair in combinations(chosen, 2))
    )
    assert abs(price.discount - whole * best / 10_000) <= 12
    assert many.price(cart).narrowed


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[search.Search]:
    """Those that were made while a cart was priced."""
    found: list[search.Search] = []
    run = search.Search.run

    def noted(self: search.Search) -> search.Placement:
        found.append(self)
        return run(self)

    monkeypatch.setattr(search.Search, "run", noted)
    return found


def random_rules(seed: int) -> Hard:
    chance = Random(seed)  # noqa: S311 - any rules will do
    every = [*hard_carts.cheapest(8), *hard_carts.others(8), *hard_carts.bundles(8)]
    sets = [promotion(number, *one.actions, goods=one.goods) for number, one in enumerate(every)]
    return Hard([*chance.sample(sets, 9), *hard_carts.capped(chance.choice((0, 1)))])


@pytest.mark.sampled
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("lines", [30, 100])
def test_no_single_piece_is_better_used_otherwise(lines: int, seed: int, searches: list[search.Search]) -> None:
    """Nor added to a set: what a shopper would see by hand is never missed, and all of it is settled anew here."""
    random_rules(seed).price(odd_cart(lines, 3, seed))
    assert searches
    for one in searches:
        now, placed = one._found
        assert all(now >= settled for settled in settled_otherwise(one, placed))


def settled_otherwise(done: search.Search, placed: list[Choice]) -> list[int]:
    """What comes off with one piece of a line put to another use, wherever all sets are whole then."""
    found, work = [], Work(MOST_WORK)
    for index, choice in enumerate(placed):
        for use, number in enumerate(choice.numbers):
            for other in range(len(choice.numbers)) if number else ():
                moved = list(choice.numbers)
                moved[use], moved[other] = moved[use] - 1, moved[other] + (1 if use != other else 0)
                if use == other:
                    continue
                for instead in done._choices.made(index, tuple(moved), work):
                    choices = [*placed[:index], instead, *placed[index + 1 :]]
                    if _is_whole(done, choices):
                        found.append(sum(taken.total for taken in settle(done._problem, choices)))
    return found


def _is_whole(done: search.Search, choices: list[Choice]) -> bool:
    states = [a_set.start() for a_set in done._problem.sets]
    for choice in choices:
        for which, pieces in choice.slots:
            states[which], _, _ = done._problem.sets[which].put(states[which], choice.place, pieces)
    return all(a_set.is_whole(state) for a_set, state in zip(done._problem.sets, states, strict=True))


@pytest.mark.usefixtures("without_improving")
def test_without_making_better_single_pieces_are(searches: list[search.Search]) -> None:
    for seed in range(6):
        Hard([*hard_carts.others(9), *hard_carts.capped(1)]).price(odd_cart(100, 3, seed))
        if any(settled > one._found[0] for one in searches for settled in settled_otherwise(one, one._found[1])):
            return
    pytest.fail("no single piece was better used otherwise")


@pytest.fixture
def without_improving(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("improved", "piece_by_piece"):
        monkeypatch.setattr(search, name, lambda problem, uses, choices, placement, work: placement)
