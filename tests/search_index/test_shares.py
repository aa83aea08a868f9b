from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from threading import Thread

from search_index.application.shares import Shares

NOON, SECOND = datetime(2026, 11, 29, 12, tzinfo=UTC), timedelta(seconds=1)


def test_each_store_has_one_share_and_those_with_more_take_turns() -> None:
    shares = Shares({1: 7, 2: 1, 3: 4}, most=2)
    assert list(shares.first_round()) == [1, 2, 3]
    shares.allow(100)
    assert list(shares.by_turns()) == [1, 3, 1, 1]


def test_a_first_share_may_be_smaller_than_the_others() -> None:
    shares = Shares({1: 7, 2: 3, 3: 4}, most=2, first=3)
    assert list(shares.first_round()) == [1, 2, 3]
    shares.allow(100)
    assert list(shares.by_turns()) == [1, 3, 1]


def test_who_comes_meanwhile_is_next_with_one_share() -> None:
    shares = Shares({1: 1, 2: 1}, most=2)
    order = []
    for store in shares.first_round():
        order.append(store)
        if store == 1:
            shares.come([8, 9])
    assert order == [1, 8, 9, 2]
    assert not shares.are_to_come()
    assert set(shares.stores) == {1, 2, 8, 9}
    shares.allow(100)
    shares.leave(8)
    assert not shares.are_left()


def test_who_is_done_comes_again_and_holds_nobody_up() -> None:
    """The first of three has something again, however often it is done."""
    shares = Shares({1: 1, 2: 1, 3: 1}, most=2)
    order = []
    for store in shares.first_round():
        order.append(store)
        shares.done(store, NOON)
        if shares.are_to_come() and shares.is_awaited(1, NOON + SECOND):
            shares.come([1])
            assert not shares.is_awaited(1, NOON + SECOND), "it is told already"
    assert order == [1, 1, 2, 1, 3, 1]


def test_who_has_more_than_a_share_has_turns_and_does_not_come_again() -> None:
    shares = Shares({1: 7, 2: 1}, most=2)
    assert list(shares.first_round()) == [1, 2]
    shares.done(2, NOON)
    assert not shares.is_awaited(2, NOON), "that is done"
    assert not shares.is_awaited(1, NOON + SECOND)
    assert shares.is_awaited(2, NOON + SECOND)
    assert shares.is_awaited(3, NOON)


def test_no_more_turns_than_are_allowed() -> None:
    shares = Shares({1: 700, 2: 700}, most=10)
    assert not shares.are_left(), "none is allowed yet"
    shares.allow(3)
    assert list(shares.by_turns()) == [1, 2, 1]
    assert not shares.are_left()


def test_who_leaves_has_no_further_turn() -> None:
    shares = Shares({1: 700, 2: 30}, most=10)
    shares.allow(100)
    assert list(islice(shares.by_turns(), 3)) == [1, 2, 1]
    shares.leave(1)
    shares.leave(1)
    assert list(shares.by_turns()) == [2]


def test_nothing_is_left_where_nobody_has_more_than_a_share() -> None:
    shares = Shares({1: 10, 2: 9}, most=10)
    shares.allow(100)
    assert not shares.are_left()


def test_hands_that_ask_at_once_get_each_turn_once() -> None:
    shares = Shares(dict.fromkeys(range(1, 4), 10_000), most=10)
    shares.allow(2500)
    given: list[int] = []

    def ask() -> None:
        given.extend(shares.by_turns())

    hands = [Thread(target=ask) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(given) == 2500
    assert {store: given.count(store) for store in (1, 2, 3)} == {1: 834, 2: 833, 3: 833}
