"""When the search server is left alone, for every store: after failures of its own, never after calls it refuses."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from opensearchpy import OpenSearchException
from opensearchpy.exceptions import ConnectionError as Unreachable
from opensearchpy.exceptions import NotFoundError, TransportError

from commerce.core.breakers import FAILURES, Breakers
from search_index.application.ports import SearchRefused, SearchUnavailable
from search_index.infrastructure import failing_over
from search_index.infrastructure.failing_over import ASKED, tried
from search_index.infrastructure.opensearch import gateway

REFUSED = [NotFoundError(404, "index_not_found_exception", {}), TransportError(403, "index_closed", {})]
FAILED = [
    TransportError(429, "too_busy", {}),
    TransportError(503, "no_shard_available", {}),
    Unreachable("N/A", "refused", None),
    OpenSearchException("nothing more is known"),
]


@pytest.fixture(autouse=True)
def breakers(monkeypatch: pytest.MonkeyPatch) -> Breakers:
    fresh = Breakers()
    monkeypatch.setattr(failing_over, "breakers", fresh)
    return fresh


def answering(error: OpenSearchException) -> Callable[[], None]:
    def call() -> None:
        with gateway._told("search"):
            raise error

    return call


def is_left_alone_after(error: OpenSearchException, breakers: Breakers) -> bool:
    for _ in range(FAILURES):
        with pytest.raises(SearchUnavailable):
            tried(ASKED, answering(error))
    return not breakers.lets_through(ASKED, time.monotonic())


@pytest.mark.parametrize("error", REFUSED)
def test_a_store_whose_index_is_gone_costs_no_other_store_the_server(error: Any, breakers: Breakers) -> None:
    assert not is_left_alone_after(error, breakers)


@pytest.mark.parametrize("error", FAILED)
def test_a_server_that_fails_is_left_alone(error: Any, breakers: Breakers) -> None:
    """The control."""
    assert is_left_alone_after(error, breakers)


def test_a_refusal_ends_the_rest_for_the_server_is_back(breakers: Breakers, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_left_alone_after(FAILED[1], breakers)
    monkeypatch.setattr(breakers, "lets_through", lambda *_: True)
    with pytest.raises(SearchRefused):
        tried(ASKED, answering(REFUSED[0]))
    monkeypatch.undo()
    assert breakers.lets_through(ASKED, time.monotonic())


def test_one_question_of_several_that_is_refused_is_a_refusal_too() -> None:
    with pytest.raises(SearchRefused):
        gateway.Gateway()._answer({"error": {"type": "index_not_found_exception"}, "status": 404}, 1)
    with pytest.raises(SearchUnavailable) as failure:
        gateway.Gateway()._answer({"error": {"type": "search_phase_execution_exception"}, "status": 503}, 1)
    assert not isinstance(failure.value, SearchRefused)
