"""Who writes last must have read last, however workers overtake each other; on both engines."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction

from commerce.catalog.models import Product
from commerce.core import clock
from commerce.core.changes import mark_changed
from commerce.core.models import ChangedObject
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from search_index.application import ports, writing
from search_index.application.claims import LEASE, claim_changes
from search_index.application.ports import SearchUnavailable, search_index
from search_index.application.product_source import ProductSource
from search_index.application.sources import SOURCES
from search_index.application.use_cases.forget_store_index import forget_store_index
from search_index.application.use_cases.index_store_changes import index_store_changes
from search_index.application.versions import draw_versions
from search_index.application.writing import write_documents
from search_index.domain.values import SearchRequest
from search_index.models import DocumentState, SearchDocument, SearchWord, StorePlacement
from tests.search_index.shelf import sell

ADAPTERS = {
    "postgresql": "search_index.infrastructure.postgresql.adapter.PostgresSearchIndex",
    "opensearch": "search_index.infrastructure.opensearch.adapter.OpenSearchIndex",
}


@pytest.fixture(params=list(ADAPTERS))
def store(request: pytest.FixtureRequest, own_database: str, settings: Any) -> Iterator[int]:
    """Noor in a database where threads may commit, and an engine for it; the store's id."""
    if request.param == "opensearch":
        request.getfixturevalue("opensearch")
    settings.SEARCH_INDEX = ADAPTERS[request.param]
    ports.search_index.cache_clear()
    yield int(Tenant.objects.get(slug="noor").pk)
    ports.search_index.cache_clear()


@contextmanager
def business(store: int) -> Iterator[None]:
    with tenant_scope(store), transaction.atomic():
        yield


def index_now(store: int, *, after: timedelta = timedelta(0)) -> int:
    with tenant_scope(store):
        return index_store_changes(now=clock.now() + after, most=100).changes


def retitle(store: int, product_id: int, title: str) -> None:
    with business(store):
        Product.objects.filter(pk=product_id).update(title_ar=title)
        mark_changed("product", [product_id])


def is_found_by(store: int, title: str) -> bool:
    with tenant_scope(store):
        search_index().refresh("product")
        return bool(search_index().search(SearchRequest("product", title, may_guess=False)).total)


def in_a_thread(work: Callable[[], Any]) -> Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


@pytest.mark.sampled
def test_a_worker_that_stalls_over_what_it_read_overwrites_nothing(store: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with business(store):
        product_id = sell("قديم")
    has_read, may_write = Event(), Event()
    read = ProductSource().documents

    class Stalling(ProductSource):
        def documents(self, object_ids: Any) -> Any:
            found = read(object_ids)
            if not has_read.is_set():
                has_read.set()
                may_write.wait(30)
            return found

    monkeypatch.setitem(SOURCES, "product", Stalling())
    slow = in_a_thread(lambda: index_now(store))
    assert has_read.wait(30)
    retitle(store, product_id, "جديد")
    assert index_now(store) == 1, "what changed again is claimed again, though somebody is at it"
    may_write.set()
    slow.join(30)
    assert (is_found_by(store, "جديد"), is_found_by(store, "قديم")) == (True, False)
    with business(store):
        assert not ChangedObject.objects.exists()


def test_a_version_drawn_when_the_object_was_marked_would_lose_what_committed_last(store: int) -> None:
    """Two changes of one product: the first to be marked commits last. The control has their numbers from the mark."""
    with business(store):
        product_id = sell("أول")
    titles_in_order_of_commit = ("ثان", "ثالث")
    for numbers, ends_with in (((11, 10), "ثان"), ((None, None), "ثالث")):
        for title, number in zip(titles_in_order_of_commit, numbers, strict=True):
            with business(store):
                Product.objects.filter(pk=product_id).update(title_ar=title)
                drawn = draw_versions("product", [product_id])
            with tenant_scope(store):
                write_documents("product", drawn if number is None else {product_id: number})
        assert is_found_by(store, ends_with), numbers
        with business(store):
            DocumentState.objects.filter(object_id=product_id).update(version=20)


@pytest.mark.sampled
def test_eight_workers_and_many_edits_end_in_what_the_database_says(
    store: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with business(store):
        product_id = sell("عطر")
    read = ProductSource().documents

    class Dawdling(ProductSource):
        def documents(self, object_ids: Any) -> Any:
            found = read(object_ids)
            time.sleep(random.random() / 50)  # noqa: S311
            return found

    monkeypatch.setitem(SOURCES, "product", Dawdling())
    is_over = Event()

    def work() -> None:
        while not is_over.is_set():
            index_now(store)

    workers = [in_a_thread(work) for _ in range(8)]
    for number in range(60):
        retitle(store, product_id, f"عطر{number}")
    is_over.set()
    for worker in workers:
        worker.join(60)
    index_now(store, after=LEASE * 2)
    assert [number for number in range(60) if is_found_by(store, f"عطر{number}")] == [59]
    with business(store):
        state = DocumentState.objects.get(object_id=product_id)
        assert state.version == state.written_version
        assert not ChangedObject.objects.exists()


def test_without_versions_the_stalled_worker_overwrites(store: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the first test here."""
    monkeypatch.setattr(
        "search_index.application.claims.draw_versions", lambda kind, ids: dict.fromkeys(draw_versions(kind, ids), 0)
    )
    with pytest.raises(AssertionError, match="False, True"):
        test_a_worker_that_stalls_over_what_it_read_overwrites_nothing(store, monkeypatch)


@pytest.mark.sampled(every=2)
@pytest.mark.parametrize("died", ["before it wrote", "after it wrote"])
def test_what_a_worker_leaves_behind_when_it_dies_is_done_by_the_next_after_the_lease(store: int, died: str) -> None:
    with business(store):
        product_id = sell("عطر")
        claims = claim_changes(now=clock.now(), most=10)
    if died == "after it wrote":
        with tenant_scope(store):
            write_documents("product", {claim.object_id: claim.version for claim in claims})
    assert index_now(store) == 0, "it may still be at it"
    assert index_now(store, after=LEASE * 1.1) == 1
    assert is_found_by(store, "عطر")
    with business(store):
        assert DocumentState.objects.get(object_id=product_id).written_version == 2


def test_what_was_undone_leaves_no_trace(store: int) -> None:
    def sell_and_fail() -> None:
        with business(store):
            sell("عطر")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sell_and_fail()
    assert index_now(store) == 0
    assert not is_found_by(store, "عطر")


def test_what_is_deleted_stays_deleted_when_an_older_write_comes_late(store: int) -> None:
    with business(store):
        product_id = sell("عطر")
        late = draw_versions("product", [product_id])
    with tenant_scope(store), transaction.atomic():
        documents = SOURCES["product"].documents([product_id])
    retitle(store, product_id, "عطر")
    with business(store):
        Product.objects.filter(pk=product_id).update(status="archived")
    index_now(store)
    with tenant_scope(store):
        assert not search_index().put([replace(one, version=late[product_id]) for one in documents])
    assert not is_found_by(store, "عطر")


def left_of_a_store_forgotten_between_claim_and_write(store: int, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Tables in which search keeps something of the store, "index" where a document can be found."""
    with business(store):
        sell("قديم")

    def write(kind: str, versions: Any) -> Any:
        forget_store_index()
        return write_documents(kind, versions)

    monkeypatch.setattr("search_index.application.use_cases.index_store_changes.write_documents", write)
    assert index_now(store) == 1
    found = is_found_by(store, "قديم")
    kept = (DocumentState, SearchDocument, SearchWord, StorePlacement)
    with business(store):
        return {model.__name__ for model in kept if model._default_manager.exists()} | ({"index"} if found else set())


def test_a_worker_under_way_leaves_nothing_of_a_store_that_is_forgotten(
    store: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert left_of_a_store_forgotten_between_claim_and_write(store, monkeypatch) == set()
    with business(store):
        assert not ChangedObject.objects.filter(kind="product").exists()


def test_a_worker_that_does_not_look_leaves_the_store_in_the_index(store: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(writing, "_was_forgotten", lambda *_: False)
    assert "index" in left_of_a_store_forgotten_between_claim_and_write(store, monkeypatch)


def test_what_was_forgotten_is_taken_back_where_the_server_fails_the_worker(
    store: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = type(search_index()).put

    def fails_afterwards(*args: Any, **options: Any) -> Any:
        put(*args, **options)
        raise SearchUnavailable("away")

    monkeypatch.setattr(type(search_index()), "put", fails_afterwards)
    assert left_of_a_store_forgotten_between_claim_and_write(store, monkeypatch) == set()
