"""The search server's name is taken away and given back: what lies there is old, and is not read as if it were not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from commerce.catalog.models import Product
from commerce.core import clock
from commerce.core.changes import mark_changed
from commerce.tenants.models import Tenant
from search_index.application import ports, writing
from search_index.application.generations import generations
from search_index.application.placements import placement_of
from search_index.application.ports import search_index
from search_index.application.use_cases import check_indices as sweep
from search_index.application.use_cases import forget_store_index as forgetting
from search_index.application.use_cases.check_indices import EVERY, check_indices
from search_index.application.use_cases.clear_left_indices import clear_left_indices
from search_index.application.use_cases.index_changes import index_changes
from search_index.application.use_cases.rebuild_store import rebuild_store
from search_index.domain import drift
from search_index.domain.families import Family
from search_index.domain.values import SearchRequest
from search_index.infrastructure.opensearch import gateway as gateways
from search_index.models import SearchGeneration, StorePlacement
from tests.search_index.shelf import sell

SOLD = 3
ENGINES = {
    True: "search_index.infrastructure.failing_over.FailingOverIndex",
    False: "search_index.infrastructure.postgresql.adapter.PostgresSearchIndex",
}


def name_server(settings: Any, url: str) -> None:
    """As a process that is started with this address."""
    settings.OPENSEARCH_URL = url
    settings.SEARCH_INDEX = ENGINES[bool(url)]
    ports.search_index.cache_clear()
    gateways.gateway.cache_clear()


@contextmanager
def without_server(settings: Any) -> Iterator[None]:
    url = settings.OPENSEARCH_URL
    name_server(settings, "")
    try:
        yield
    finally:
        name_server(settings, url)


@pytest.fixture
def sold(shared_index: Any, in_noor: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Noor's products, which are found on the server. Whatever differs there is too much to be repaired."""
    monkeypatch.setattr(drift, "SMALL", 0)
    name_server(settings, settings.OPENSEARCH_URL)
    try:
        ids = [sell(f"عطر {number}") for number in range(SOLD)]
        index_changes(now=clock.now())
        assert found("عطر") == (SOLD, False)
        yield ids
    finally:
        ports.search_index.cache_clear()


def found(text: str) -> tuple[int, bool]:
    """How many, and whether PostgreSQL found them in the server's place."""
    search_index().refresh("product")
    result = search_index().search(SearchRequest("product", text, may_guess=False))
    return result.total, result.is_degraded


def edit(ids: list[int]) -> None:
    """They are incense now, and the last is gone."""
    Product.objects.filter(pk__in=ids).update(title_ar="بخور")
    Product.objects.filter(pk=ids[-1]).update(status="archived")
    mark_changed("product", ids)
    index_changes(now=clock.now())


def work() -> None:
    now = clock.now()
    for number in range(2):
        check_indices(now=now + EVERY * number)
        index_changes(now=clock.now())
        search_index().refresh("product")
    check_indices(now=now + EVERY * 2)


def test_what_postgresql_alone_took_is_found_and_the_server_catches_up(sold: list[int], settings: Any) -> None:
    with without_server(settings):
        edit(sold)
    assert (found("بخور"), found("عطر")) == ((SOLD - 1, True), (0, True))
    work()
    assert (found("بخور"), found("عطر")) == ((SOLD - 1, False), (0, False))


def test_were_the_index_taken_for_whole_shoppers_would_find_what_was(
    sold: list[int], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(writing, "note_unfilled", lambda family: None)
    with without_server(settings):
        edit(sold)
    work()
    assert (found("بخور"), found("عطر")) == ((0, False), (SOLD, False))


def test_where_nothing_changed_meanwhile_the_server_answers_at_once(sold: list[int], settings: Any) -> None:
    with without_server(settings):
        index_changes(now=clock.now())
        assert found("عطر") == (SOLD, False)
    assert found("عطر") == (SOLD, False)


def test_a_store_is_rebuilt_without_a_server_and_then_with_it(sold: list[int], settings: Any) -> None:
    with without_server(settings):
        edit(sold)
        assert rebuild_store().is_read
    assert found("بخور") == (SOLD - 1, True)
    rebuild_store()
    assert found("بخور") == (SOLD - 1, False)


def test_who_never_got_to_write_there_is_filled_all_the_same(sold: list[int], settings: Any) -> None:
    """Nobody writes into an index of which nothing is to be written, so who looks makes it."""
    SearchGeneration.objects.update(is_made=False)
    with without_server(settings):
        edit(sold)
    work()
    assert found("بخور") == (SOLD - 1, False)


def test_without_a_server_no_sweep_looks_for_one(
    sold: list[int], settings: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    with without_server(settings):
        assert check_indices(now=now) == clear_left_indices(now=now) == 0
        assert caplog.messages == []
        monkeypatch.setattr(sweep, "is_server_named", lambda: True)
        check_indices(now=now)
        assert "no search server is named" in caplog.text, "the control, and no other server is called"


def forget() -> str:
    said = StringIO()
    call_command("forget_store_index", store="noor", stdout=said)
    return said.getvalue()


def test_a_store_is_forgotten_as_far_as_it_can_be_without_a_server(sold: list[int], settings: Any) -> None:
    Tenant.objects.filter(slug="noor").update(is_active=False)
    placed = placement_of(Family.PRODUCTS)
    assert placed is not None
    with without_server(settings):
        assert "is forgotten when OPENSEARCH_URL names it" in forget()
        assert search_index().indexed_ids("product") == []
        assert list(StorePlacement.objects.values_list("is_filled", flat=True)) == [False]
    assert generations().totals(placed.read)["product"].documents == SOLD
    assert "nothing of it is left" in forget()
    assert generations().totals(placed.read) == {}
    assert not StorePlacement.objects.exists()


def test_were_the_server_asked_all_the_same_forgetting_would_not_end(
    sold: list[int], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    Tenant.objects.filter(slug="noor").update(is_active=False)
    monkeypatch.setattr(forgetting, "is_server_named", lambda: True)
    with without_server(settings), pytest.raises(CommandError, match="run this again: no search server is named"):
        forget()
