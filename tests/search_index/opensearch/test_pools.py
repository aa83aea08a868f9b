"""Where stores lie: placed once, in the emptiest pool, and made on the server when first written to."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from search_index.application.placements import placement_of
from search_index.application.use_cases.place_store import place_store
from search_index.domain.families import Family
from search_index.domain.pools import SCHEMA_VERSION, Generation
from search_index.domain.values import Document, SearchRequest
from search_index.infrastructure.opensearch.adapter import OpenSearchIndex
from search_index.infrastructure.opensearch.gateway import Gateway
from search_index.infrastructure.opensearch.mappings import index_body
from search_index.models import SearchGeneration, SearchPool, StorePlacement

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
INDEX = OpenSearchIndex()


def test_a_store_is_placed_once_for_each_family(in_noor: Any) -> None:
    assert placement_of(Family.PRODUCTS) is None
    placed = place_store(family=Family.PRODUCTS)
    assert place_store(family=Family.PRODUCTS) == placed == placement_of(Family.PRODUCTS)
    assert placed.written == (placed.read,)
    assert place_store(family=Family.CONTENT).read.pool != placed.read.pool
    assert list(SearchPool.objects.order_by("pk").values_list("stores", flat=True)) == [1, 1]


def test_stores_share_a_pool_and_the_emptiest_with_room_is_taken(noor: Any, souq: Any) -> None:
    full = SearchPool.objects.create(family=Family.PRODUCTS, stores=400)
    busy = SearchPool.objects.create(family=Family.PRODUCTS, stores=30)
    quiet = SearchPool.objects.create(family=Family.PRODUCTS, stores=3)
    someones = SearchPool.objects.create(family=Family.PRODUCTS, is_dedicated=True, most_stores=1)
    for pool in (full, busy, quiet, someones):
        SearchGeneration.objects.create(pool=pool, number=1, schema_version=SCHEMA_VERSION, is_read=True)
    for tenant in (noor, souq):
        with tenant_scope(tenant.pk), transaction.atomic():
            assert place_store(family=Family.PRODUCTS).read.pool == quiet.pk
    quiet.refresh_from_db()
    assert quiet.stores == 5


def test_no_pool_is_overfilled(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SearchPool.objects.create(family=Family.PRODUCTS, stores=401)
    with pytest.raises(IntegrityError), transaction.atomic():
        SearchPool.objects.create(family=Family.PRODUCTS, is_dedicated=True, stores=1)


@pytest.mark.usefixtures("own_database")
def test_the_last_place_of_a_pool_is_given_once() -> None:
    pool = SearchPool.objects.create(family=Family.PRODUCTS, stores=399)
    SearchGeneration.objects.create(pool=pool, number=1, schema_version=SCHEMA_VERSION, is_read=True)
    failures: list[BaseException] = []

    def place(tenant_id: int) -> None:
        try:
            with tenant_scope(tenant_id):
                place_store(family=Family.PRODUCTS)
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=place, args=(tenant.pk,)) for tenant in Tenant.objects.all()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert list(SearchPool.objects.order_by("pk").values_list("stores", flat=True)) == [400, 1]


def test_the_server_has_an_index_from_the_first_write_on(opensearch: Gateway, in_noor: Any) -> None:
    assert INDEX.search(SearchRequest("product", "عطر")).total == 0
    assert INDEX.indexed_ids("product") == []
    INDEX.delete("product", [1])
    INDEX.forget_store()
    assert not StorePlacement.objects.exists(), "asking places nobody"
    INDEX.put([Document("product", 1, ("عطر",))])
    INDEX.refresh("product")
    assert INDEX.search(SearchRequest("product", "عطر")).ids == (1,)
    placed = placement_of(Family.PRODUCTS)
    assert placed is not None
    assert placed.read.is_made
    opensearch.make(placed.read, index_body())


def test_every_generation_is_written_and_one_is_read(opensearch: Gateway, in_noor: Any) -> None:
    """What making a pool anew stands on: the next index fills beside the one that is read, then takes its place."""
    INDEX.put([Document("product", 1, ("عطر",))])
    [pool] = SearchPool.objects.filter(family=Family.PRODUCTS)
    SearchGeneration.objects.create(pool=pool, number=2, schema_version=SCHEMA_VERSION)
    INDEX.put([Document("product", 2, ("عطر",))])
    INDEX.refresh("product")
    assert INDEX.search(SearchRequest("product", "عطر")).ids == (2, 1)

    opensearch.read_from(Generation(Family.PRODUCTS, pool.pk, 2))
    assert INDEX.search(SearchRequest("product", "عطر")).ids == (2,)
    opensearch.read_from(Generation(Family.PRODUCTS, pool.pk, 1))
    assert INDEX.search(SearchRequest("product", "عطر")).ids == (2, 1)
    opensearch.drop(Generation(Family.PRODUCTS, pool.pk, 2))
    opensearch.drop(Generation(Family.PRODUCTS, pool.pk, 2))


def test_a_store_that_moves_is_written_at_both_ends(opensearch: Gateway, in_noor: Any) -> None:
    INDEX.put([Document("product", 1, ("عطر",))])
    there = SearchPool.objects.create(family=Family.PRODUCTS, is_dedicated=True, most_stores=1, stores=1)
    SearchGeneration.objects.create(pool=there, number=1, schema_version=SCHEMA_VERSION, is_read=True)
    StorePlacement.objects.update(moving_to=there)
    INDEX.put([Document("product", 2, ("عطر",))])
    INDEX.refresh("product")
    assert INDEX.search(SearchRequest("product", "عطر")).ids == (2, 1)
    StorePlacement.objects.update(pool=there, moving_to=None)
    assert INDEX.search(SearchRequest("product", "عطر")).ids == (2,)


def test_a_moving_store_moves_elsewhere(in_noor: Any) -> None:
    place_store(family=Family.PRODUCTS)
    row = StorePlacement.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        StorePlacement.objects.filter(pk=row.pk).update(moving_to=row.pool)
