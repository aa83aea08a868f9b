"""What is counted in the cache: for one store, within a window, and refused with the time that is left of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.cache import cache

from commerce.core.limits import Limit, TooManyTries
from commerce.core.request_limits import count_request
from commerce.core.scope import tenant_scope

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
TWO = Limit("two", 2, timedelta(minutes=1))
ONE_IN_STORE = Limit("store", 1, timedelta(minutes=1))


def asks(subject: str, now: datetime = NOON, limit: Limit = TWO) -> bool:
    try:
        count_request([(limit, subject)], now=now)
    except TooManyTries:
        return False
    return True


@pytest.fixture(autouse=True)
def _in_noor() -> Any:
    with tenant_scope(1):
        yield


def test_so_many_pass_and_then_none() -> None:
    assert [asks("a") for _ in range(4)] == [True, True, False, False]
    assert asks("b")


def test_the_next_window_begins_anew_and_the_refusal_says_when() -> None:
    for _ in range(2):
        asks("a")
    with pytest.raises(TooManyTries) as refused:
        count_request([(TWO, "a")], now=NOON + timedelta(seconds=45))
    assert refused.value.seconds == 15
    assert asks("a", NOON + timedelta(minutes=1))


def test_each_store_counts_its_own() -> None:
    for _ in range(3):
        asks("a")
    with tenant_scope(2):
        assert asks("a")


def test_who_is_refused_uses_up_nothing_that_all_share() -> None:
    for _ in range(3):
        asks("a")
    with pytest.raises(TooManyTries):
        count_request([(TWO, "a"), (ONE_IN_STORE, "")], now=NOON)
    count_request([(TWO, "b"), (ONE_IN_STORE, "")], now=NOON)
    with pytest.raises(TooManyTries):
        count_request([(TWO, "c"), (ONE_IN_STORE, "")], now=NOON)


def test_of_many_at_once_exactly_so_many_pass() -> None:
    together, passed = Barrier(20), []

    def ask() -> None:
        with tenant_scope(1):
            together.wait()
            passed.append(asks("a"))

    threads = [Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(passed) == 2


def test_a_cache_that_keeps_nothing_refuses_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "add", lambda *_, **__: True)
    assert all(asks("a") for _ in range(5))
