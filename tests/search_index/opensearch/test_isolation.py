"""Two stores in one index: the wall, and what happens when it has a hole."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from commerce.core.scope import ScopeUnset, system_scope, tenant_scope
from search_index.domain.values import Document, Facts, Filters, LikenessRequest, SearchRequest, SeenPicture
from search_index.infrastructure.opensearch import gateway as module
from search_index.infrastructure.opensearch.adapter import OpenSearchIndex
from search_index.infrastructure.opensearch.gateway import Gateway
from search_index.infrastructure.opensearch.pictures import look_alike
from tests.support.outside import standing_here

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
INDEX = OpenSearchIndex()
SHAPE = 32


@contextmanager
def store(tenant: Any) -> Iterator[None]:
    with tenant_scope(tenant.pk), standing_here():
        yield


def put(*documents: Document) -> None:
    assert not INDEX.put(documents)
    INDEX.refresh("product")


def found(text: str) -> tuple[int, ...]:
    return INDEX.search(SearchRequest("product", text)).ids


def twin(number: int, mark: str) -> Document:
    return Document("product", number, ("عطر العود", mark), labels=("هدايا",), facts=Facts(lowest_minor=100))


@pytest.fixture
def _twins(shared_index: Gateway, noor: Any, souq: Any) -> None:
    for tenant, mark in ((noor, "noormark"), (souq, "souqmark")):
        with store(tenant):
            put(*(twin(number, mark) for number in range(1, 6)))


@pytest.mark.usefixtures("_twins")
def test_stores_with_the_same_products_find_their_own_alone(noor: Any, souq: Any) -> None:
    for tenant, own, other in ((noor, "noormark", "souqmark"), (souq, "souqmark", "noormark")):
        with store(tenant):
            result = INDEX.search(SearchRequest("product", "عطر"))
            assert (result.ids, result.total) == ((5, 4, 3, 2, 1), 5)
            assert found(own) == (5, 4, 3, 2, 1)
            assert found(other) == found(other[:4]) == ()
            assert INDEX.complete("product", other[:4]).ids == ()
            assert INDEX.complete("product", own[:4], size=9).ids == (5, 4, 3, 2, 1)
            assert INDEX.indexed_ids("product") == [1, 2, 3, 4, 5]


@pytest.mark.usefixtures("_twins")
def test_the_same_id_in_another_store_is_another_object(noor: Any, souq: Any) -> None:
    with store(noor):
        put(Document("product", 1, ("بخور",)))
        INDEX.delete("product", [2])
        INDEX.refresh("product")
        assert found("عطر") == (5, 4, 3)
    with store(souq):
        assert found("عطر") == (5, 4, 3, 2, 1)
        assert found("بخور") == ()


@pytest.mark.usefixtures("_twins")
def test_the_engine_really_holds_both_in_one_index(noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with the condition off, the gateway sees the other store's, drops them and says so."""
    monkeypatch.setattr(module, "guarded", lambda body, tenant_id: dict(body))
    seen = module.gateway()
    with store(noor):
        assert found("عطر") == (5, 4, 3, 2, 1)
        assert seen.foreign_hits == 5
        without_words = INDEX.search(SearchRequest("product", "", filters=Filters(only_available=True)))
        assert without_words.ids == (5, 4, 3, 2, 1)
        assert seen.foreign_hits == 10


@pytest.mark.usefixtures("_twins")
def test_a_foreign_hit_is_dropped_counted_and_told(
    noor: Any, souq: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "guarded", lambda body, tenant_id: dict(body))
    with store(noor):
        assert found("souqmark") == ()
        assert INDEX.search(SearchRequest("product", "عطر")).total == 5
    assert module.gateway().foreign_hits == 10
    assert [record.levelname for record in caplog.records if "other stores" in record.message] == ["CRITICAL"] * 2


@pytest.mark.usefixtures("_twins")
def test_a_document_cannot_say_whose_it_is(noor: Any, souq: Any, shared_index: Gateway) -> None:
    with store(noor):
        read = module_placement().read
        forged = {"tenant_id": str(souq.pk), "title_ar": ["دخيل"]}
        shared_index.write(read, [module.Write("product", 77, forged)])
        shared_index.refresh(read)
        assert found("دخيل") == (77,)
    with store(souq):
        assert found("دخيل") == ()


def module_placement() -> Any:
    from search_index.application.placements import placement_of
    from search_index.domain.families import Family

    return placement_of(Family.PRODUCTS)


def test_nothing_is_asked_or_written_without_a_store(shared_index: Gateway, noor: Any) -> None:
    with store(noor):
        put(twin(1, "noormark"))
        read = module_placement().read
    calls = (
        lambda: shared_index.search(read, {}),
        lambda: shared_index.search_many(read, [{}]),
        lambda: list(shared_index.walk(read, {"sort": [{"object_id": "asc"}]})),
        lambda: shared_index.write(read, [module.Write("product", 1, None)]),
        lambda: shared_index.forget_store(read),
        lambda: found("عطر"),
        lambda: INDEX.put([twin(1, "x")]),
    )
    for call in calls:
        with pytest.raises(ScopeUnset):
            call()
        with system_scope(), pytest.raises(ScopeUnset):
            call()


def test_three_pictures_are_found_among_a_thousand_of_a_neighbours(shared_index: Gateway, noor: Any, souq: Any) -> None:
    numbers = random.Random(5)  # noqa: S311 - pictures of chance

    def picture(number: int) -> Document:
        vector = tuple(numbers.uniform(-1, 1) for _ in range(SHAPE))
        return Document("product", number, ("صورة",), pictures=(SeenPicture("seer", {"shape": vector}),))

    with store(souq):
        put(*(picture(number) for number in range(1, 1001)))
    with store(noor):
        put(*(picture(number) for number in range(1, 4)), Document("product", 4, ("بلا صورة",)))
        asked = LikenessRequest("product", "shape", "seer", (1.0,) * SHAPE)
        assert set(look_alike(asked)) == {1, 2, 3}
        assert set(look_alike(replace(asked, but_not=frozenset({1})))) == {2, 3}
