"""When the search server is left alone: a pool after failures of its own, all of them where it can't be reached, and
nobody after calls it refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from opensearchpy import OpenSearchException
from opensearchpy.exceptions import ConnectionError as Unreachable
from opensearchpy.exceptions import ConnectionTimeout, NotFoundError, TransportError

from commerce.core import breakers as core_breakers
from commerce.core.breakers import FAILURES, Breakers
from search_index.application.ports import SearchRefused, SearchUnavailable
from search_index.application.waiting import ANSWER_SECONDS, one_answer, waiting
from search_index.infrastructure import failing_over
from search_index.infrastructure.failing_over import accounts, tried
from search_index.infrastructure.opensearch import gateway
from search_index.infrastructure.opensearch.calling import ASKED, WRITTEN
from search_index.infrastructure.silence import Silence

POOL, ANOTHER, A_THIRD = 7, 8, 9
UNREACHABLE = Unreachable("N/A", "refused", None)
SILENT = ConnectionTimeout("TIMEOUT", "read timed out", None)
REFUSED = [NotFoundError(404, "index_not_found_exception", {}), TransportError(403, "index_closed", {})]
FAILED = [
    TransportError(429, "too_busy", {}),
    TransportError(503, "no_shard_available", {}),
    SILENT,
    OpenSearchException("nothing more is known"),
]


@pytest.fixture(autouse=True)
def breakers(monkeypatch: pytest.MonkeyPatch) -> Breakers:
    fresh = Breakers()
    monkeypatch.setattr(failing_over, "breakers", fresh)
    monkeypatch.setattr(failing_over, "silences", {ASKED: Silence(), WRITTEN: Silence()})
    return fresh


def answering(error: OpenSearchException) -> Callable[[], None]:
    def call() -> None:
        with gateway._told("search"):
            raise error

    return call


def fail(error: OpenSearchException, times: int = FAILURES, *, deed: str = ASKED, pool: int = POOL) -> None:
    for _ in range(times):
        with pytest.raises(SearchUnavailable):
            tried(deed, pool, answering(error))


def is_asked(pool: int, deed: str = ASKED) -> bool:
    """Whether a call gets as far as the server."""
    calls: list[int] = []
    try:
        tried(deed, pool, lambda: calls.append(pool))
    except SearchUnavailable:
        return False
    return calls == [pool]


@pytest.mark.parametrize("error", REFUSED)
def test_a_store_whose_index_is_gone_costs_no_other_store_the_server(error: Any) -> None:
    fail(error)
    assert is_asked(POOL)


@pytest.mark.parametrize("error", [*FAILED, UNREACHABLE])
def test_what_fails_is_left_alone(error: Any) -> None:
    """The control."""
    fail(error)
    assert not is_asked(POOL)


@pytest.mark.parametrize("error", FAILED)
def test_a_pool_that_fails_alone_takes_no_other_pool_with_it(error: Any) -> None:
    fail(error)
    assert is_asked(ANOTHER)
    assert not is_asked(POOL), "what another pool answers says nothing of this one"


def test_were_pools_counted_together_one_would_take_the_others_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(failing_over, "accounts", lambda deed, _pool: (deed, deed))
    fail(FAILED[1])
    assert not is_asked(ANOTHER)


def test_a_server_that_can_not_be_reached_is_left_alone_for_every_pool() -> None:
    fail(UNREACHABLE, FAILURES - 1)
    fail(UNREACHABLE, 1, pool=ANOTHER)
    assert not is_asked(POOL)
    assert not is_asked(ANOTHER)
    assert is_asked(POOL, WRITTEN), "asking and writing are counted apart"


def test_who_answers_in_between_can_be_reached() -> None:
    fail(UNREACHABLE, FAILURES - 1)
    assert is_asked(ANOTHER)
    fail(UNREACHABLE, 1)
    assert is_asked(POOL)


@pytest.mark.parametrize("of_first", range(1, FAILURES + 1))
def test_a_server_that_answers_no_pool_is_left_alone_for_all_of_them(of_first: int) -> None:
    """A third pool, which nobody has waited for yet, is not waited for."""
    fail(SILENT, of_first)
    fail(SILENT, max(1, FAILURES - of_first), pool=ANOTHER)
    assert not is_asked(A_THIRD)
    assert is_asked(A_THIRD, WRITTEN), "asking and writing are counted apart"


@pytest.mark.parametrize("error", [*FAILED, UNREACHABLE])
def test_as_long_as_anybody_is_answered_only_who_is_not_is_left_alone(error: Any) -> None:
    for _ in range(2 * FAILURES):
        with pytest.raises(SearchUnavailable):
            tried(ASKED, POOL, answering(error))
        assert is_asked(ANOTHER)


@pytest.mark.parametrize("error", FAILED[:2])
def test_pools_that_fail_with_an_answer_each_are_left_alone_one_by_one(error: Any) -> None:
    """The control: a server that says what is wrong is there."""
    fail(error)
    fail(error, pool=ANOTHER)
    assert is_asked(A_THIRD)


def test_after_the_rest_one_call_finds_out_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as at_once:
        at_once.setattr(core_breakers, "REST_SECONDS", 0.0)
        fail(SILENT)
        fail(SILENT, 1, pool=ANOTHER)
    fail(SILENT, 1, pool=ANOTHER)
    assert not is_asked(A_THIRD), "it is as silent as before"
    with monkeypatch.context() as at_once:
        at_once.setattr(core_breakers, "REST_SECONDS", 0.0)
        failing_over.breakers.failed(ASKED, 0.0)
    assert is_asked(A_THIRD)
    assert is_asked(ANOTHER), "who is answered speaks for all"


def test_a_refusal_ends_the_rest_for_the_server_is_back(breakers: Breakers, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(FAILED[1])
    monkeypatch.setattr(breakers, "lets_through", lambda *_: True)
    with pytest.raises(SearchRefused):
        tried(ASKED, POOL, answering(REFUSED[0]))
    monkeypatch.undo()
    monkeypatch.setattr(failing_over, "breakers", breakers)
    assert is_asked(POOL)


def test_an_answer_that_finds_its_pool_resting_asks_no_other_pool() -> None:
    """Who leads a store's products leads its pages: what may fail as well is not waited for besides."""
    fail(FAILED[1])
    with one_answer():
        assert not is_asked(POOL)
        assert waiting().has_failed
        assert not is_asked(ANOTHER)
    assert is_asked(ANOTHER)


def test_what_there_is_no_time_for_is_no_failure_of_the_server() -> None:
    for _ in range(FAILURES):
        with one_answer():
            waiting().began -= ANSWER_SECONDS
            assert not is_asked(POOL)
    assert is_asked(POOL)


def test_however_many_pools_there_are_only_so_many_are_counted(
    breakers: Breakers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core_breakers, "MOST", 10)
    for pool in range(50):
        fail(FAILED[1], 1, pool=pool)
    assert len(breakers._states) == 10
    assert accounts(ASKED, 49)[1] in breakers._states


def test_one_question_of_several_that_is_refused_is_a_refusal_too() -> None:
    with pytest.raises(SearchRefused):
        gateway.Gateway()._answer({"error": {"type": "index_not_found_exception"}, "status": 404}, 1)
    with pytest.raises(SearchUnavailable) as failure:
        gateway.Gateway()._answer({"error": {"type": "search_phase_execution_exception"}, "status": 503}, 1)
    assert not isinstance(failure.value, SearchRefused)
