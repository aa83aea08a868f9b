"""What was damaged on the search server behind the platform's back is found and put right."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from commerce.core import clock
from commerce.core.models import ChangedObject
from commerce.core.scope import tenant_scope
from search_index.application.comparing import Comparison, expected_totals
from search_index.application.generations import Total, generations
from search_index.application.ports import SearchRefused, SearchUnavailable, search_index
from search_index.application.use_cases.check_indices import EVERY, check_indices
from search_index.application.use_cases.check_store_index import check_store_index
from search_index.application.use_cases.check_store_words import check_store_words
from search_index.application.versions import draw_versions
from search_index.application.writing import write_documents
from search_index.domain import drift
from search_index.domain.drift import Difference
from search_index.domain.families import Family
from search_index.domain.pools import Generation
from search_index.domain.values import SearchRequest
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex
from search_index.models import DocumentState, SearchDocument, SearchWord
from tests.search_index.lifecycle.shops import SOLD, Shops
from tests.support.outside import standing_here


class Vandal:
    """Writes on the server past the gateway."""

    def __init__(self, server: httpx.Client, index: str) -> None:
        self._server, self._index = server, index

    def delete(self, tenant_id: int, product_id: int) -> None:
        assert self._do("DELETE", f"{tenant_id}:product:{product_id}").status_code == 200

    def put(self, key: str, *, tenant_id: int, product_id: int) -> None:
        source = {"tenant_id": str(tenant_id), "kind": "product", "object_id": product_id, "title_ar": ["عطر مدسوس"]}
        assert self._do("PUT", key, source).status_code in {200, 201}

    def there(self) -> set[str]:
        self._server.post(f"/{self._index}/_refresh")
        found = self._server.get(f"/{self._index}/_search", params={"size": 1000, "_source": False}).json()
        return {hit["_id"] for hit in found["hits"]["hits"]}

    def _do(self, method: str, key: str, source: Any = None) -> httpx.Response:
        return self._server.request(method, f"/{self._index}/_doc/{key}", json=source)


@pytest.fixture
def vandal(shops: Shops, settings: Any) -> Iterator[Vandal]:
    while shops.index():
        pass
    with standing_here(), httpx.Client(base_url=settings.OPENSEARCH_URL, timeout=60) as server:
        read = shops.read(shops.noor)
        name = f"{settings.OPENSEARCH_PREFIX}-products-p{read.pool}-s{read.schema_version}-g{read.number}"
        yield Vandal(server, name)


def check(tenant_id: int) -> dict[tuple[str, int], Difference]:
    with tenant_scope(tenant_id):
        search_index().refresh("product")
        found = check_store_index(family=Family.PRODUCTS, now=clock.now())
    assert isinstance(found, Comparison)
    return dict(found.by_key)


def lose_the_last_write(tenant_id: int, product_id: int) -> None:
    """As if the server had forgotten it: what it has is of a version before."""
    with tenant_scope(tenant_id), transaction.atomic():
        state = DocumentState.objects.get(object_id=product_id)
        DocumentState.objects.filter(pk=state.pk).update(version=state.version + 3, written_version=state.version + 3)


def marks(tenant_id: int) -> set[int]:
    with tenant_scope(tenant_id), transaction.atomic():
        return set(ChangedObject.objects.filter(kind="product").values_list("object_id", flat=True))


def test_what_is_missing_stale_orphaned_or_foreign_is_put_right(
    shops: Shops, vandal: Vandal, caplog: pytest.LogCaptureFixture
) -> None:
    missing, stale = shops.sold[shops.noor][:2]
    right = vandal.there()
    vandal.delete(shops.noor, missing)
    lose_the_last_write(shops.noor, stale)
    vandal.put(f"{shops.noor}:product:9999", tenant_id=shops.noor, product_id=9999)
    vandal.put(f"{shops.souq}:product:8888", tenant_id=shops.noor, product_id=8888)
    assert check(shops.noor) == {
        ("product", missing): Difference.MISSING,
        ("product", stale): Difference.STALE,
        ("product", 9999): Difference.ORPHAN,
    }
    assert [one.levelname for one in caplog.records if "in the name of store" in one.message] == ["CRITICAL"]
    assert marks(shops.noor) == {missing, stale}
    assert vandal.there() == right - {f"{shops.noor}:product:{missing}"}
    shops.index()
    assert vandal.there() == right
    assert check(shops.noor) == {}
    assert shops.found(shops.noor) == SOLD
    assert shops.found(shops.noor, "مدسوس") == 0


@pytest.mark.long
def test_an_index_that_is_right_costs_one_question_and_is_left_alone(
    shops: Shops, vandal: Vandal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: nothing is found, and nobody walks."""

    def walk(*_: Any) -> Any:
        raise AssertionError("an index that is right is not walked through")

    monkeypatch.setattr(type(generations()), "versions", walk)
    assert check(shops.noor) == {}
    assert check(shops.souq) == {}
    assert marks(shops.noor) == set()
    vandal.delete(shops.noor, shops.sold[shops.noor][0])
    with pytest.raises(AssertionError, match="walked through"):
        check(shops.noor)


def test_as_many_documents_of_other_versions_are_no_right_ones(shops: Shops, vandal: Vandal) -> None:
    """Counting alone would see nothing: one is missing and another is there that should not be."""
    gone = shops.sold[shops.noor][0]
    vandal.delete(shops.noor, gone)
    vandal.put(f"{shops.noor}:product:9999", tenant_id=shops.noor, product_id=9999)
    assert set(check(shops.noor).values()) == {Difference.MISSING, Difference.ORPHAN}


def test_what_is_being_written_is_no_drift(shops: Shops, vandal: Vandal) -> None:
    product_id = shops.sold[shops.noor][0]
    shops.retitle(shops.noor, product_id, "عطر آخر")
    with tenant_scope(shops.noor):
        with transaction.atomic():
            versions = draw_versions("product", [product_id])
        assert check(shops.noor) == {}, "drawn, not written"
        write_documents("product", versions)
        assert check(shops.noor) == {}, "written, not noted, and marked"


@pytest.mark.long
def test_what_nobody_goes_on_with_is_written_again(shops: Shops, vandal: Vandal) -> None:
    """A rebuild that was killed between writing and noting it."""
    product_id = shops.sold[shops.noor][0]
    with tenant_scope(shops.noor):
        with transaction.atomic():
            versions = draw_versions("product", [product_id])
        write_documents("product", versions)
    assert check(shops.noor) == {("product", product_id): Difference.UNSETTLED}
    shops.index()
    assert check(shops.noor) == {}


@pytest.mark.long
def test_what_was_given_up_is_not_tried_by_this(shops: Shops, vandal: Vandal) -> None:
    product_id = shops.sold[shops.noor][0]
    vandal.delete(shops.noor, product_id)
    with tenant_scope(shops.noor), transaction.atomic():
        DocumentState.objects.filter(object_id=product_id).update(attempts=3, given_up_at=clock.now())
    assert check(shops.noor) == {}


def test_one_stores_check_touches_no_other(shops: Shops, vandal: Vandal) -> None:
    vandal.delete(shops.souq, shops.sold[shops.souq][0])
    assert check(shops.noor) == {}
    assert marks(shops.souq) == set()
    assert len(check(shops.souq)) == 1


@pytest.mark.long
def test_where_too_much_differs_somebody_is_called_and_nothing_is_repaired(
    shops: Shops, vandal: Vandal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(drift, "SMALL", SOLD - 1)
    for product_id in shops.sold[shops.noor][:1]:
        vandal.delete(shops.noor, product_id)
    assert len(check(shops.noor)) == 1
    assert marks(shops.noor) == set()
    assert "nothing is repaired" in next(one for one in caplog.records if one.levelno == logging.CRITICAL).message
    monkeypatch.undo()
    check(shops.noor)
    assert len(marks(shops.noor)) == 1


@pytest.mark.parametrize(
    ("differences", "documents", "too_much"), [(11, 501, True), (10, 501, False), (500, 500, False)]
)
def test_too_much_is_two_in_a_hundred_of_more_than_five_hundred(
    differences: int, documents: int, too_much: bool
) -> None:
    assert drift.is_too_much(differences, documents) is too_much


def test_what_is_damaged_beside_the_server_is_put_right_too(shops: Shops, vandal: Vandal) -> None:
    """It answers while the server is away."""
    damaged, missing, *_ = shops.sold[shops.noor]
    with tenant_scope(shops.noor):
        with transaction.atomic():
            SearchWord.objects.filter(object_id=damaged).delete()
            SearchWord.objects.filter(object_id=missing).delete()
            SearchDocument.objects.filter(object_id=missing).delete()
        assert check(shops.noor) == {}, "the server has all of it"
        assert check_store_words().by_key == {
            ("product", damaged): Difference.DAMAGED,
            ("product", missing): Difference.MISSING,
        }
    while shops.index():
        pass
    with tenant_scope(shops.noor):
        assert PostgresSearchIndex().search(SearchRequest("product", "عطر")).total == SOLD
        assert check_store_words().by_key == {}
    assert check(shops.noor) == {}
    assert shops.found(shops.noor) == SOLD


@pytest.mark.long
def test_every_index_is_looked_at_in_turn(shops: Shops) -> None:
    """Two stores' products, and their pages."""
    now = clock.now()
    assert check_indices(now=now, most=1) == 1
    assert check_indices(now=now + EVERY / 2) == 3, "what there was no room for comes next"
    assert check_indices(now=now + EVERY / 2) == 0
    assert check_indices(now=now + EVERY) == 1
    assert check_indices(now=now + EVERY * 2) == 4


def test_a_server_that_is_away_is_not_asked_for_every_store(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def away(*_: Any) -> Any:
        asked.append(1)
        raise SearchUnavailable("away")

    monkeypatch.setattr(type(generations()), "totals", away)
    assert check_indices(now=clock.now()) == 0
    assert len(asked) == 1


def test_an_index_that_refuses_to_be_looked_at_stops_no_other(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that is closed does, and two stores' products lie in it; their pages lie elsewhere."""
    asked: list[Family] = []

    def refuses(_: Any, generation: Generation) -> Any:
        asked.append(generation.family)
        if generation.family is Family.PRODUCTS:
            raise SearchRefused("closed")
        return {}

    monkeypatch.setattr(type(generations()), "totals", refuses)
    assert check_indices(now=clock.now()) == 4
    assert sorted(asked) == sorted([*Family, *Family])


@given(st.lists(st.tuples(st.integers(1, 2**62), st.integers(1, 2**40)), max_size=8, unique_by=lambda one: one[0]))
@tried(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_adds_up_stamps_as_python_does(in_noor: Any, rows: list[tuple[int, int]]) -> None:
    DocumentState.objects.all().delete()
    DocumentState.objects.bulk_create(
        DocumentState(kind="product", object_id=number, version=version, written_version=version, is_findable=True)
        for number, version in rows
    )
    total = expected_totals(Family.PRODUCTS).get("product", Total(0, 0))
    assert total == Total(len(rows), sum(drift.stamp_of(number, version) for number, version in rows))
