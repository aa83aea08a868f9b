from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from urllib3.connection import HTTPConnection

from search_index.application.ports import SearchUnavailable, SearchUnreachable
from search_index.domain.families import Family
from search_index.domain.pools import Generation
from search_index.infrastructure.opensearch import clients, deadlines, whole_calls
from search_index.infrastructure.opensearch.clients import CONNECTIONS
from search_index.infrastructure.opensearch.deadlines import INDEXING_SECONDS, INTERACTIVE_SECONDS
from search_index.infrastructure.opensearch.gateway import Gateway
from tests.search_index.opensearch.dripping import ANSWER, HEAD, Dripping
from tests.support.together import at_once

SOMEWHERE = Generation(Family.PRODUCTS, 1, 1)


@pytest.fixture
def silent() -> Iterator[tuple[str, list[Any]]]:
    """A server that accepts and never answers, and whom it accepted."""
    accepted: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_accept, args=(listening, accepted), daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", accepted
    for connection in accepted:
        connection.close()


def _accept(listening: socket.socket, accepted: list[Any]) -> None:
    while True:
        try:
            accepted.append(listening.accept()[0])
        except OSError:
            return


def test_nobody_who_waits_waits_long_and_nothing_is_tried_twice(
    silent: tuple[str, list[Any]], in_noor: Any, settings: Any
) -> None:
    settings.OPENSEARCH_URL, accepted = silent
    begun = time.monotonic()
    with pytest.raises(SearchUnavailable):
        Gateway().search(SOMEWHERE, {})
    assert INTERACTIVE_SECONDS <= time.monotonic() - begun < INTERACTIVE_SECONDS + 1
    assert len(accepted) == 1


def test_what_is_left_of_a_deadline_is_all_a_call_gets(
    silent: tuple[str, list[Any]], in_noor: Any, settings: Any
) -> None:
    settings.OPENSEARCH_URL, _ = silent
    begun = time.monotonic()
    with pytest.raises(SearchUnavailable):
        Gateway().search_many(SOMEWHERE, [{}, {}], seconds=0.1)
    assert time.monotonic() - begun < INTERACTIVE_SECONDS


@pytest.mark.parametrize("waits_for_a_free_one", [False, True], ids=["more are opened", "the control"])
def test_calls_that_hang_keep_no_other_call_from_the_server(
    waits_for_a_free_one: bool, in_noor: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one slow pool as many calls may hang as threads serve shoppers: whoever asks for another still gets there.

    The server ends all calls when so many lie there together, which is told from calls that time had run out for.
    """
    calls = CONNECTIONS + 2
    if not waits_for_a_free_one:
        monkeypatch.setattr(deadlines, "INTERACTIVE_SECONDS", 30.0)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_end_together, args=(listening, calls), daemon=True).start()
        settings.OPENSEARCH_URL = f"http://127.0.0.1:{listening.getsockname()[1]}"
        gateway = Gateway()
        [connection] = gateway._interactive.transport.connection_pool.connections
        connection.pool.block = waits_for_a_free_one
        found = at_once(*[lambda: _failure_of(gateway)] * calls)
    assert (set(found) == {SearchUnreachable}) is not waits_for_a_free_one, found


def _failure_of(gateway: Gateway) -> type[SearchUnavailable]:
    with pytest.raises(SearchUnavailable) as failure:
        gateway.search(SOMEWHERE, {})
    return type(failure.value)


def _end_together(listening: socket.socket, calls: int) -> None:
    accepted: list[Any] = []
    while len(accepted) < calls:
        try:
            accepted.append(listening.accept()[0])
        except OSError:
            break
    for connection in accepted:
        connection.close()


@pytest.fixture
def dripping(request: pytest.FixtureRequest, settings: Any) -> Iterator[Dripping]:
    server = Dripping(request.param)
    settings.OPENSEARCH_URL = server.url
    yield server
    server.close()


SLOWLY = pytest.mark.parametrize("dripping", [0, len(HEAD)], indirect=True, ids=["head", "body"])


@SLOWLY
def test_a_server_that_drips_is_left_when_its_time_is_over(dripping: Dripping, in_noor: Any) -> None:
    gateway = Gateway()
    begun = time.monotonic()
    with pytest.raises(SearchUnavailable):
        gateway.search(SOMEWHERE, {}, seconds=INTERACTIVE_SECONDS)
    assert INTERACTIVE_SECONDS <= time.monotonic() - begun < 2 * INTERACTIVE_SECONDS
    dripping.at = len(ANSWER)
    assert gateway.search(SOMEWHERE, {}).total == 0, "nobody gets the rest of another's answer"
    assert dripping.accepted == 2, "what was left half read is closed"
    until = time.monotonic() + 10
    while not dripping.unread and time.monotonic() < until:
        time.sleep(0.05)
    assert dripping.unread == 1


@pytest.mark.sampled
@SLOWLY
def test_with_urllib3s_own_connections_it_would_be_waited_for(
    dripping: Dripping, in_noor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(clients, "WholeCalls", HTTPConnection)
    begun = time.monotonic()
    assert Gateway().search(SOMEWHERE, {}, seconds=INTERACTIVE_SECONDS).total == 0
    assert time.monotonic() - begun > 2 * INTERACTIVE_SECONDS


@pytest.mark.parametrize("dripping", [len(ANSWER)], indirect=True)
def test_a_connection_whose_calls_end_in_time_is_used_again(
    dripping: Dripping, in_noor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the time of the calls before is long over."""
    gateway, hours = Gateway(), 0

    def later() -> float:
        return time.monotonic() + hours * 3600

    monkeypatch.setattr(whole_calls, "time", SimpleNamespace(monotonic=later))
    for _ in range(3):
        assert gateway.search(SOMEWHERE, {}, seconds=INDEXING_SECONDS).total == 0
        hours += 1
    assert dripping.accepted == 1


def test_a_server_that_is_not_there_is_said_at_once(in_noor: Any, settings: Any) -> None:
    settings.OPENSEARCH_URL = "http://127.0.0.1:9"
    with pytest.raises(SearchUnavailable):
        Gateway().search(SOMEWHERE, {})
    with pytest.raises(SearchUnavailable):
        Gateway().refresh(SOMEWHERE)


def test_the_limits_are_those_of_the_design() -> None:
    assert (INTERACTIVE_SECONDS, INDEXING_SECONDS) == (0.8, 30.0)
