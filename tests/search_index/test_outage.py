"""The search server goes away and comes back behind a proxy; shoppers see pages, and the index ends as the database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from commerce.core import breakers as core_breakers
from commerce.core import clock
from commerce.core.breakers import FAILURES, Breakers
from commerce.core.models import ChangedObject
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from search_index.application import ports
from search_index.application import waiting as waitings
from search_index.application.content import CONTENT, find_content
from search_index.application.placements import placement_of
from search_index.application.ports import search_index
from search_index.application.previewing import preview_ranking
from search_index.application.settling import LONGEST_PAUSE, MOST_REFUSALS
from search_index.application.use_cases.index_changes import index_changes
from search_index.application.use_cases.rebuild_store import rebuild_store
from search_index.application.waiting import Waiting, one_answer, waiting
from search_index.domain.families import Family
from search_index.domain.profiles import Profile
from search_index.domain.values import SearchRequest
from search_index.infrastructure import failing_over
from search_index.infrastructure.opensearch import deadlines
from search_index.infrastructure.opensearch import gateway as gateways
from search_index.infrastructure.opensearch.adapter import OpenSearchIndex
from search_index.infrastructure.opensearch.calling import ASKED, WRITTEN
from search_index.infrastructure.postgresql import adapter as beside
from search_index.models import DocumentState
from tests.faults.backlog import full_backlog
from tests.faults.proxy import FaultProxy, Manner, proxy_to
from tests.search_index.shelf import sell
from tests.search_index.test_content import story

# A shopper waits for the server once, and for PostgreSQL.
LONGEST_SECONDS = 1.5


@pytest.fixture
def proxy(opensearch: Any, own_database: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultProxy]:
    """A way to the server that can be spoilt. Who indexes has the platform's real patience: a busy machine may take ten
    seconds for an index."""
    server = urlsplit(settings.OPENSEARCH_URL)
    with proxy_to((server.hostname or "", server.port or 0)) as proxy:
        settings.OPENSEARCH_URL = f"http://127.0.0.1:{proxy.port}"
        settings.SEARCH_INDEX = "search_index.infrastructure.failing_over.FailingOverIndex"
        monkeypatch.setattr(failing_over, "breakers", Breakers())
        gateways.gateway.cache_clear()
        ports.search_index.cache_clear()
        yield proxy
    ports.search_index.cache_clear()


@pytest.fixture
def noor_shop(proxy: FaultProxy) -> int:
    """Noor sells three things, and the server knows them."""
    noor = int(Tenant.objects.get(slug="noor").pk)
    with tenant_scope(noor):
        with transaction.atomic():
            for title in ("عطر العود", "عطر الورد", "بخور"):
                sell(title)
        rebuild_store()
        search_index().refresh("product")
    return noor


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "INTERACTIVE_SECONDS", 0.8)
    monkeypatch.setattr(waitings, "ANSWER_SECONDS", 1.2)
    gateways.gateway.cache_clear()


def end_of_rest(deed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server, and the open scope's pool of it, are tried again at once."""
    monkeypatch.setattr(core_breakers, "REST_SECONDS", 0.0)
    placement = placement_of(Family.PRODUCTS)
    assert placement is not None
    for account in failing_over.accounts(deed, placement.read.pool):
        failing_over.breakers.failed(account, time.monotonic())


def asked(text: str) -> tuple[int, float]:
    """How many the shop's page finds, and how long it takes."""
    begun = time.monotonic()
    answer = Client(headers={"host": "noor.localhost"}).get("/search/", {"q": text})
    assert answer.status_code == 200
    return answer.context["slice"].total, time.monotonic() - begun


@pytest.mark.sampled
@pytest.mark.parametrize("manner", [Manner.BLACK_HOLE, Manner.RESET, Manner.DRIP])
def test_shoppers_get_pages_in_time_while_the_server_is_away(
    manner: Manner, proxy: FaultProxy, noor_shop: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked("عطر")[0] == 2, "the server answers"
    impatient(monkeypatch)
    proxy.manner = manner
    times = []
    for _ in range(FAILURES + 3):
        found, seconds = asked("عطر")
        assert found == 2
        times.append(seconds)
    assert max(times) < LONGEST_SECONDS, times
    assert max(times[FAILURES:]) < 0.5, "it is left alone by now, and nobody waits for it"

    proxy.manner = Manner.PASS
    with tenant_scope(noor_shop):
        assert search_index().search(SearchRequest("product", "عطر")).is_degraded, "it rests for a while"
        end_of_rest(ASKED, monkeypatch)
        assert not search_index().search(SearchRequest("product", "عطر")).is_degraded


def test_shoppers_get_pages_in_time_while_no_connection_is_ever_made(
    noor_shop: int, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = tried_on_the_server(monkeypatch)
    assert asked("عطر")[0] == 2
    usual = len(tries)
    with full_backlog() as port:
        settings.OPENSEARCH_URL = f"http://127.0.0.1:{port}"
        impatient(monkeypatch)
        answers = [asked("عطر") for _ in range(FAILURES + 2)]
    assert {found for found, _ in answers} == {2}
    assert max(seconds for _, seconds in answers) < LONGEST_SECONDS, answers
    assert len(tries) == usual + FAILURES, "then it is left alone"


def suggested(text: str) -> None:
    assert suggestions_of(text)["terms"] == []


def suggestions_of(text: str) -> Any:
    answer = Client(headers={"host": "noor.localhost"}).get("/api/store/suggest/", {"q": text})
    assert answer.status_code == 200
    return answer.json()


def asked_beyond_the_last_page(text: str) -> None:
    answer = Client(headers={"host": "noor.localhost"}).get("/search/", {"q": text, "page": "9"})
    assert answer.status_code == 200
    assert answer.context["slice"].total == 2


def previewed(text: str) -> None:
    with tenant_scope(Tenant.objects.get(slug="noor").pk):
        preview = preview_ranking(text, before=Profile(), after=Profile(), now=clock.now())
    assert (preview.total_before, preview.total_after) == (2, 2)


def test_programs_are_told_that_suggestions_are_another_engines(proxy: FaultProxy, noor_shop: int) -> None:
    usual = suggestions_of("عط")
    assert (len(usual["products"]), usual["is_degraded"]) == (2, False)
    proxy.manner = Manner.RESET
    in_its_place = suggestions_of("عط")
    assert (len(in_its_place["products"]), in_its_place["is_degraded"]) == (2, True)
    assert suggestions_of("ضصثقف")["is_degraded"], "where nothing is offered either"


# How many each puts to the server; the page's are two, and one for each kind of what there is to read.
SEVERAL_QUESTIONS = [
    (suggested, "ضصثقف", 2),
    (asked_beyond_the_last_page, "عطر", 2 + len(CONTENT)),
    (previewed, "عطر", 2),
]


@pytest.mark.sampled
@pytest.mark.parametrize(("deed", "text", "questions"), SEVERAL_QUESTIONS)
def test_an_answer_that_asks_several_times_waits_for_the_server_once(
    deed: Callable[[str], None],
    text: str,
    questions: int,
    proxy: FaultProxy,
    noor_shop: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries = tried_on_the_server(monkeypatch)
    deed(text)
    assert len(tries) == questions
    tries.clear()
    impatient(monkeypatch)
    proxy.manner = Manner.BLACK_HOLE
    begun = time.monotonic()
    deed(text)
    assert time.monotonic() - begun < LONGEST_SECONDS
    assert len(tries) == 1


@pytest.mark.sampled
@pytest.mark.parametrize(("deed", "text", "questions"), SEVERAL_QUESTIONS)
def test_were_its_questions_not_of_one_answer_it_would_wait_for_each(
    deed: Callable[[str], None],
    text: str,
    questions: int,
    proxy: FaultProxy,
    noor_shop: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control."""
    deed(text)
    impatient(monkeypatch)
    for module in (failing_over, deadlines, beside):
        monkeypatch.setattr(module, "waiting", Waiting)
    proxy.manner = Manner.BLACK_HOLE
    tries = tried_on_the_server(monkeypatch)
    begun = time.monotonic()
    deed(text)
    assert time.monotonic() - begun > LONGEST_SECONDS
    assert len(tries) == questions


def test_a_second_question_has_only_the_time_the_first_one_left(monkeypatch: pytest.MonkeyPatch) -> None:
    impatient(monkeypatch)
    with one_answer():
        waiting().began -= 1.0
        with one_answer():
            assert deadlines.Deadline().seconds() <= 0.2
    assert deadlines.Deadline().seconds() == 0.8, "the next answer has all of it"


def tried_on_the_server(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked of it from now on."""
    tries: list[str] = []
    search = gateways.Gateway.search

    def noted(*args: Any, **options: Any) -> Any:
        tries.append("search")
        return search(*args, **options)

    monkeypatch.setattr(gateways.Gateway, "search", noted)
    return tries


def test_without_a_breaker_everybody_would_wait(
    proxy: FaultProxy, noor_shop: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    impatient(monkeypatch)
    monkeypatch.setattr(Breakers, "lets_through", lambda *_: True)
    proxy.manner = Manner.BLACK_HOLE
    assert min(asked("عطر")[1] for _ in range(FAILURES + 2)) > 0.5


def test_what_is_sold_during_the_outage_is_found_at_once_beside_and_on_the_server_after_it(
    proxy: FaultProxy, noor_shop: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch)
    proxy.manner = Manner.RESET
    with tenant_scope(noor_shop), transaction.atomic():
        new = sell("عطر المسك")
    now = clock.now() + timedelta(seconds=1)
    index_changes(now=now)
    assert asked("مسك")[0] == 1
    for _ in range(FAILURES + 3):
        now += LONGEST_PAUSE
        index_changes(now=now)
    with tenant_scope(noor_shop), transaction.atomic():
        assert ChangedObject.objects.filter(kind="product", object_id=new).exists()

    proxy.manner = Manner.PASS
    with tenant_scope(noor_shop):
        end_of_rest(WRITTEN, monkeypatch)
    now += LONGEST_PAUSE
    index_changes(now=now)
    with tenant_scope(noor_shop):
        search_index().refresh("product")
        assert new in OpenSearchIndex().indexed_ids("product")
        with transaction.atomic():
            assert not ChangedObject.objects.filter(kind="product").exists()


def test_pages_are_asked_of_the_server_and_found_beside_while_it_is_away(
    proxy: FaultProxy, noor_shop: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tenant_scope(noor_shop):
        with transaction.atomic():
            story()
        index_changes(now=clock.now() + timedelta(seconds=1))
        search_index().refresh("page")

        def read() -> list[str]:
            return [link.address for link in find_content("حكايتنا", most=3, now=clock.now())]

        tries = tried_on_the_server(monkeypatch)
        assert (read(), len(tries)) == (["/story/"], len(CONTENT))
        impatient(monkeypatch)
        proxy.manner = Manner.BLACK_HOLE
        assert read() == ["/story/"]
        assert len(tries) == len(CONTENT) + 1, "what failed once is not asked for the next kind"


@pytest.mark.sampled
@pytest.mark.parametrize("answer", [429, 503])
def test_a_server_that_has_too_much_to_do_is_left_alone_and_nothing_is_lost(
    proxy: FaultProxy, noor_shop: int, monkeypatch: pytest.MonkeyPatch, settings: Any, answer: int
) -> None:
    """It refuses everything, at once: shoppers are served from PostgreSQL, changes stay marked with growing pauses."""
    with refusing(answer) as (url, refused):
        settings.OPENSEARCH_URL = url
        impatient(monkeypatch)
        for _ in range(FAILURES + 5):
            assert asked("عطر")[0] == 2
        assert len(refused) == FAILURES, "nobody asks it any more"
        with tenant_scope(noor_shop), transaction.atomic():
            new = sell("عطر المسك")
        now = clock.now() + timedelta(seconds=1)
        assert index_changes(now=now) > 0
        assert index_changes(now=now + timedelta(seconds=1)) == 0, "not at once again"
    settings.OPENSEARCH_URL = f"http://127.0.0.1:{proxy.port}"
    gateways.gateway.cache_clear()
    monkeypatch.setattr(failing_over, "breakers", Breakers())
    index_changes(now=now + LONGEST_PAUSE)
    with tenant_scope(noor_shop):
        search_index().refresh("product")
        assert new in OpenSearchIndex().indexed_ids("product")


def test_an_index_that_was_closed_for_writing_makes_changes_wait_and_gives_none_up(noor_shop: int) -> None:
    """As the server does by itself where its disk is full."""
    with tenant_scope(noor_shop):
        index = generation_index()
        with transaction.atomic():
            new = sell("عطر المسك")
    now = clock.now() + timedelta(seconds=1)
    _block(index, blocked=True)
    try:
        for _ in range(MOST_REFUSALS + 2):
            index_changes(now=now)
            now += LONGEST_PAUSE
        with tenant_scope(noor_shop), transaction.atomic():
            state = DocumentState.objects.get(kind="product", object_id=new)
            assert state.given_up_at is None
            assert "block" in state.reason
            assert ChangedObject.objects.filter(kind="product", object_id=new).exists()
        assert asked("عطر")[0] == 2, "it is searched as before"
    finally:
        _block(index, blocked=False)
    index_changes(now=now)
    with tenant_scope(noor_shop):
        search_index().refresh("product")
        assert new in OpenSearchIndex().indexed_ids("product")


@contextmanager
def refusing(status: int) -> Iterator[tuple[str, list[str]]]:
    """A server that refuses whatever it is asked, and what it was asked."""
    refused: list[str] = []

    class Refusing(BaseHTTPRequestHandler):
        def _refuse(self) -> None:
            refused.append(self.path)
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = b'{"error": {"type": "too_busy", "reason": "too busy"}, "status": 429}'
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = _refuse  # noqa: N815 - named by the library

        def log_message(self, *_: Any) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", refused
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def generation_index() -> str:
    placement = placement_of(Family.PRODUCTS)
    assert placement is not None
    return gateways._index_of(placement.read)


def _block(index: str, *, blocked: bool) -> None:
    answer = httpx.put(
        f"{settings.OPENSEARCH_URL}/{index}/_settings",
        json={"index.blocks.read_only_allow_delete": blocked or None},
        timeout=30,
    )
    assert answer.status_code == 200, answer.text
