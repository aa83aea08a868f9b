"""A store with much to index has two hands at it; what each reads, writes and settles is as if it were alone."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from itertools import count
from threading import Event, Lock, current_thread
from typing import Any

import pytest
from django.db import connection, transaction

from commerce.catalog.models import Product
from commerce.core import clock
from commerce.core.actors import SYSTEM, acting_as, current_actor
from commerce.core.changes import mark_changed
from commerce.core.models import ChangedObject
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from search_index.application import ports
from search_index.application.claims import LEASE
from search_index.application.hands import in_turn, turn_is_lent
from search_index.application.ports import SearchUnavailable, search_index
from search_index.application.use_cases import index_changes as sweep
from search_index.application.use_cases import index_store_changes as share
from search_index.application.use_cases.index_changes import index_changes
from search_index.application.writing import Outcome, write_documents
from search_index.domain.values import SearchRequest, Unwritten
from search_index.models import DocumentState
from tests.search_index.shelf import sell

WRITE = "search_index.application.use_cases.index_store_changes.write_documents"
ADAPTERS = {
    "postgresql": "search_index.infrastructure.postgresql.adapter.PostgresSearchIndex",
    "opensearch": "search_index.infrastructure.opensearch.adapter.OpenSearchIndex",
    "both": "search_index.infrastructure.failing_over.FailingOverIndex",
}


@pytest.fixture(params=list(ADAPTERS))
def store(request: pytest.FixtureRequest, own_database: str, settings: Any) -> Iterator[int]:
    """Noor in a database where threads may commit, and an engine for it; the store's id."""
    if request.param != "postgresql":
        request.getfixturevalue("opensearch")
    settings.SEARCH_INDEX = ADAPTERS[request.param]
    ports.search_index.cache_clear()
    yield int(Tenant.objects.get(slug="noor").pk)
    ports.search_index.cache_clear()


@pytest.fixture
def noor(own_database: str) -> int:
    """Where no engine is asked."""
    return int(Tenant.objects.get(slug="noor").pk)


@contextmanager
def business(store: int) -> Iterator[None]:
    with tenant_scope(store), transaction.atomic():
        yield


def marks(store: int) -> int:
    with business(store):
        return ChangedObject.objects.filter(kind="product").count()


def connections(store: int) -> int:
    with business(store), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def meeting(threads: set[str]) -> Any:
    """Writes as ever, but behind the first share waits, not for ever, until two are at it."""
    both, calls = Event(), count()

    def write(kind: str, versions: Mapping[int, int]) -> Outcome:
        threads.add(current_thread().name)
        if len(threads) > 1:
            both.set()
        if next(calls):
            with turn_is_lent():
                both.wait(10)
        return write_documents(kind, versions)

    return write


@pytest.mark.sampled
def test_two_hands_index_everything_once_and_settle_it(store: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with business(store):
        ids = [sell(f"عطر {number}") for number in range(11)]
        before = dict(DocumentState.objects.values_list("object_id", "version"))
    threads: set[str] = set()
    monkeypatch.setattr(WRITE, meeting(threads))
    assert index_changes(now=clock.now(), most=2) == len(ids)
    assert len(threads) == 2
    assert marks(store) == 0
    with tenant_scope(store):
        search_index().refresh("product")
        assert search_index().search(SearchRequest("product", "عطر", size=50)).total == len(ids)
        with transaction.atomic():
            states = DocumentState.objects.filter(object_id__in=ids)
            assert all(row.version == row.written_version == before.get(row.object_id, 0) + 1 for row in states)
            assert states.count() == len(ids)


@pytest.mark.sampled
def test_what_is_edited_all_the_time_ends_as_the_database_says(store: int) -> None:
    """The hands race for the same objects, over and over, as everybody edits them."""
    with business(store):
        ids = [sell(f"عطر {number}") for number in range(6)]
    titles = [f"بخور{edition}" for edition in range(8)]
    for title in titles:
        with business(store):
            Product.objects.filter(pk__in=ids).update(title_ar=title)
            mark_changed("product", ids)
        index_changes(now=clock.now(), most=1)
    index_changes(now=clock.now() + LEASE * 2)
    with tenant_scope(store):
        search_index().refresh("product")
        found = [search_index().search(SearchRequest("product", title, may_guess=False)).total for title in titles]
    assert found == [0] * 7 + [len(ids)]
    assert marks(store) == 0


def test_the_second_hand_has_the_actor_and_no_transaction_and_leaves_no_connection(
    noor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with business(noor):
        mark_changed("product", range(1, 8))
    seen: dict[str, tuple[object, bool]] = {}
    open_before = connections(noor)
    write = meeting(set())

    def look(kind: str, versions: Mapping[int, int]) -> Outcome:
        seen[current_thread().name] = (current_actor(), connection.in_atomic_block)
        outcome: Outcome = write(kind, versions)
        return outcome

    monkeypatch.setattr(WRITE, look)
    with acting_as(SYSTEM):
        index_changes(now=clock.now(), most=1)
    assert len(seen) == 2
    assert set(seen.values()) == {(SYSTEM, False)}
    assert marks(noor) == 0
    give_up = time.monotonic() + 10
    while connections(noor) > open_before and time.monotonic() < give_up:
        time.sleep(0.05)
    assert connections(noor) == open_before


def test_one_hand_works_while_the_other_waits_and_never_both_at_once(
    noor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with business(noor):
        mark_changed("product", range(1, 81))
    at_work: set[str] = set()
    waiting: set[str] = set()
    worked_at_once, waited_at_once, calls = Event(), Event(), count()

    def write(kind: str, versions: Mapping[int, int]) -> Outcome:
        hand = current_thread().name
        at_work.add(hand)
        if len(at_work) > 1:
            worked_at_once.set()
        is_first = not next(calls)
        worked_at_once.wait(0 if is_first else 0.1)
        at_work.discard(hand)
        with turn_is_lent():
            waiting.add(hand)
            if len(waiting) > 1:
                waited_at_once.set()
            waited_at_once.wait(0 if is_first else 10)
            waiting.discard(hand)
        return Outcome(frozenset(), ())

    monkeypatch.setattr(WRITE, write)
    assert index_changes(now=clock.now(), most=10) == 80
    assert waited_at_once.is_set()
    assert not worked_at_once.is_set(), "two were at work"


def test_the_control_hands_without_turns_are_at_work_at_once(noor: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "in_turn", lambda turn: nullcontext())
    with pytest.raises(AssertionError, match="two were at work"):
        test_one_hand_works_while_the_other_waits_and_never_both_at_once(noor, monkeypatch)


def test_the_turn_is_taken_back_whatever_the_server_answered() -> None:
    turn = Lock()

    def ask() -> None:
        with turn_is_lent():
            assert not turn.locked()
            raise SearchUnavailable("away")

    with in_turn(turn):
        with pytest.raises(SearchUnavailable):
            ask()
        assert turn.locked()
    assert not turn.locked()


def test_the_engine_that_has_no_room_is_not_asked_again_in_the_same_run(
    noor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And changes wait: it would else be asked for all of a store's changes while it is away."""
    with business(noor):
        mark_changed("product", range(1, 101))
    asked: list[int] = []

    def away(kind: str, versions: Mapping[int, int]) -> Outcome:
        asked.append(len(versions))
        raise SearchUnavailable("away")

    monkeypatch.setattr(WRITE, away)
    now = clock.now() + timedelta(hours=1)
    assert index_changes(now=now, most=10) == 10
    assert asked == [10]

    def too_busy(kind: str, versions: Mapping[int, int]) -> Outcome:
        asked.append(len(versions))
        return Outcome(frozenset(), [Unwritten(kind, min(versions), lasting=False, reason="429")])

    monkeypatch.setattr(WRITE, too_busy)
    assert index_changes(now=now, most=10) == 10
    assert asked == [10, 10]

    def refused(kind: str, versions: Mapping[int, int]) -> Outcome:
        asked.append(len(versions))
        return Outcome(frozenset(), [Unwritten(kind, min(versions), lasting=True, reason="400")])

    monkeypatch.setattr(WRITE, refused)
    assert index_changes(now=now, most=10) == 80, "one document's own fault holds nothing up"
    assert marks(noor) == 10 + 1 + 8, "what waits for the engine, and what it refused"


def test_the_control_a_run_that_does_not_look_asks_for_all_of_them(noor: int, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = share.index_store_changes

    def sees_nothing(**asked: Any) -> share.Looked:
        return share.Looked(looks(**asked).changes, has_room=True)

    monkeypatch.setattr(sweep, "index_store_changes", sees_nothing)
    with pytest.raises(AssertionError, match="assert 100 == 10"):
        test_the_engine_that_has_no_room_is_not_asked_again_in_the_same_run(noor, monkeypatch)


def test_a_run_ends_though_more_is_waiting(noor: int) -> None:
    with business(noor):
        mark_changed("product", range(1, 101))
    assert index_changes(now=clock.now(), most=10, further=3) == 40
    assert marks(noor) == 60


def test_other_stores_have_their_share_before_the_one_with_much_goes_on(
    noor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    souq = int(Tenant.objects.get(slug="souq").pk)
    with business(noor):
        mark_changed("product", range(1, 51))
    with business(souq):
        mark_changed("product", [1])
    order: list[int] = []
    looks = share.index_store_changes

    def noting(**asked: Any) -> share.Looked:
        looked = looks(**asked)
        order.append(looked.changes)
        return looked

    monkeypatch.setattr(sweep, "index_store_changes", noting)
    index_changes(now=clock.now() + timedelta(seconds=1), most=10)
    assert order[:2] == [10, 1]
    assert sum(order) == 51
