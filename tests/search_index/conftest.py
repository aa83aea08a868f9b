"""Search engines to test on. A test that asks for OpenSearch gets the run's real server, or fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from django.db import transaction

from search_index.application import waiting
from search_index.application.ports import SearchIndex
from search_index.domain.values import Document, SearchRequest
from search_index.infrastructure.opensearch import deadlines
from search_index.infrastructure.opensearch import gateway as module
from search_index.infrastructure.opensearch.mappings import index_body
from tests.conftest import database_name
from tests.support import databases
from tests.support.outside import standing_here
from wasla_site.launcher.testing import opensearch_for_tests

# Pools of the tests that share an index: making one takes longer than most of them.
SHARED_POOL = 900_000_001
# Tests that put documents of their own making number them below this, as no product that is sold in a test is: the
# server remembers versions of what is deleted, and would take the younger product for a write that comes late.
FIRST_SOLD = 1_000_000
PATIENCE_SECONDS = 30.0
# The server lives for minutes: what Java spends on making its code quicker still, it does not get back in them.
QUICK_TO_START = ("-XX:TieredStopAtLevel=1",)


@pytest.fixture(scope="session")
def opensearch_url() -> str:
    with standing_here():
        return opensearch_for_tests(QUICK_TO_START).url()


@pytest.fixture(scope="session")
def _shared_indices(opensearch_url: str, django_db_setup: None) -> Iterator[str]:
    """The prefix under which each family's shared index lies."""
    from search_index.domain.families import Family
    from search_index.domain.pools import SCHEMA_VERSION

    with databases.owner_of(database_name("test")) as owner:
        owner.execute(f"ALTER TABLE catalog_product ALTER id RESTART WITH {FIRST_SOLD}")
    prefix = database_name("shared").replace("_", "-").lower()
    with _server(opensearch_url) as server:
        for family in Family:
            name = f"{prefix}-{family}-p{SHARED_POOL + list(Family).index(family)}"
            made = server.put(f"/{name}-s{SCHEMA_VERSION}-g1", json=index_body() | {"aliases": {f"{name}-read": {}}})
            assert made.status_code == 200, made.text
    yield prefix
    with _server(opensearch_url) as server:
        _forget(server, prefix)


@pytest.fixture
def opensearch(opensearch_url: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[module.Gateway]:
    """A gateway to the run's server, on which no index has this test's names yet.

    It is patient: what is found does not depend on how busy the machine is. `test_clients` knows the real limits.
    """
    monkeypatch.setattr(deadlines, "INTERACTIVE_SECONDS", PATIENCE_SECONDS)
    monkeypatch.setattr(waiting, "ANSWER_SECONDS", PATIENCE_SECONDS)
    monkeypatch.setattr(module, "SERVER_SECONDS", PATIENCE_SECONDS)
    settings.OPENSEARCH_URL = opensearch_url
    settings.OPENSEARCH_PREFIX = prefix = database_name("test").replace("_", "-").lower()
    module.gateway.cache_clear()
    yield module.gateway()
    with _server(opensearch_url) as server:
        _forget(server, prefix)
    module.gateway.cache_clear()


@pytest.fixture
def shared_index(opensearch: module.Gateway, _shared_indices: str, settings: Any, db: None) -> Iterator[module.Gateway]:
    """Stores that are placed in this test are placed in pools whose index is there already, and is empty."""
    from search_index.domain.families import Family
    from search_index.domain.pools import SCHEMA_VERSION
    from search_index.models import SearchGeneration, SearchPool

    settings.OPENSEARCH_PREFIX = _shared_indices
    with transaction.atomic():
        for family in Family:
            pool = SearchPool.objects.create(pk=SHARED_POOL + list(Family).index(family), family=family)
            SearchGeneration.objects.create(
                pool=pool, number=1, schema_version=SCHEMA_VERSION, is_read=True, is_made=True
            )
    yield opensearch
    with _server(settings.OPENSEARCH_URL) as server:
        everything: dict[str, Any] = {"query": {"match_all": {}}}
        gone = server.post(f"/{_shared_indices}-*/_delete_by_query?refresh&conflicts=proceed", json=everything)
        assert gone.status_code == 200, gone.text


@dataclass(frozen=True)
class Engine:
    """An adapter whose writes are found at once."""

    index: SearchIndex

    def put(self, *documents: Document) -> None:
        assert not self.index.put(documents)
        self._settle({document.kind for document in documents})

    def delete(self, kind: str, object_ids: list[int]) -> None:
        assert not self.index.delete(kind, object_ids)
        self._settle({kind})

    def find(self, text: str, first: int = 0, size: int = 24) -> tuple[int, ...]:
        return self.index.search(SearchRequest("product", text, first, size)).ids

    def _settle(self, kinds: set[str]) -> None:
        for kind in kinds:
            self.index.refresh(kind)


@pytest.fixture(params=["postgresql", "opensearch"])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "opensearch":
        request.getfixturevalue("shared_index")
        from search_index.infrastructure.opensearch.adapter import OpenSearchIndex

        return Engine(OpenSearchIndex())
    from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex

    return Engine(PostgresSearchIndex())


@contextmanager
def _server(url: str) -> Iterator[httpx.Client]:
    """Called by the fixtures themselves, whatever transaction the test stands in."""
    with standing_here(), httpx.Client(base_url=url, timeout=60) as server:
        yield server


def _forget(server: httpx.Client, prefix: str) -> None:
    for index in server.get(f"/_cat/indices/{prefix}-*?format=json").json():
        server.delete(f"/{index['index']}")
