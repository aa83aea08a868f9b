"""A store that was closed and forgotten does not come back to search by itself, whatever sweep comes by."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from commerce.carts.application.use_cases.reprice_shelves import reprice_shelves
from commerce.catalog.application.shelf_marks import CATEGORY, SHELF, mark_goods
from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.set_categories import set_categories
from commerce.catalog.application.use_cases.spread_category_changes import spread_category_changes
from commerce.catalog.models import Product
from commerce.core import clock
from commerce.core.bilingual import Bilingual
from commerce.core.changes import mark_changed
from commerce.core.models import ChangedObject
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from search_index.application.use_cases import weigh_store_popularity as weighing
from search_index.application.use_cases.check_indices import EVERY, check_indices
from search_index.application.use_cases.check_words import check_words
from search_index.application.use_cases.describe_pictures import describe_pictures
from search_index.application.use_cases.forget_store_index import forget_store_index
from search_index.application.use_cases.index_changes import index_changes
from search_index.application.use_cases.weigh_popularity import MINUTES, weigh_popularity
from search_index.domain.families import Family
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex
from search_index.models import DocumentState, Popularity, SearchGeneration, SearchPool, StorePlacement
from tests.search_index.shelf import sell


@pytest.fixture
def product(noor: Any, monkeypatch: pytest.MonkeyPatch) -> int:
    """It sells, its price has changed, its category has another name, and Noor was forgotten."""
    with tenant_scope(noor.pk), transaction.atomic():
        product_id = sell("عطر العود")
        perfumes = create_category(name=Bilingual("العطور", "Perfumes"))
        set_categories(product_id=product_id, category_ids=[perfumes])
    index_changes(now=clock.now())
    with tenant_scope(noor.pk), transaction.atomic():
        Product.objects.filter(pk=product_id).update(shelf_lowest_minor=100)
        mark_goods([product_id])
        mark_changed(CATEGORY, [perfumes])
    with tenant_scope(noor.pk):
        forget_store_index()
        with transaction.atomic():
            assert set(ChangedObject.objects.values_list("kind", flat=True)) == {SHELF, CATEGORY}
    monkeypatch.setattr(weighing, "pieces_sold", lambda *, since: [(product_id, clock.now().date(), 5)])
    return product_id


def sweep_for(store: Any) -> None:
    """All that looks after search, when it is the store's turn."""
    now = clock.now() + timedelta(seconds=1)
    spread_category_changes(now=now)
    reprice_shelves(now=now)
    weigh_popularity(now=turn_of(store, now))
    describe_pictures(now=now)
    index_changes(now=now + timedelta(seconds=1))
    check_indices(now=now)
    check_words(now=now)


def turn_of(store: Any, now: datetime) -> datetime:
    return now + timedelta(minutes=(store.pk - int(now.timestamp()) // 60) % MINUTES)


def kept(store: Any, product_id: int) -> tuple[bool, int, int]:
    """Whether it is found, and what is known of it and of what sells."""
    with tenant_scope(store.pk), transaction.atomic():
        is_found = product_id in PostgresSearchIndex().indexed_ids("product")
        return is_found, DocumentState.objects.count(), Popularity.objects.count()


def test_no_sweep_brings_a_closed_store_back(noor: Any, product: int) -> None:
    Tenant.objects.filter(pk=noor.pk).update(is_active=False)
    sweep_for(noor)
    assert kept(noor, product) == (False, 0, 0)
    with tenant_scope(noor.pk), transaction.atomic():
        assert set(ChangedObject.objects.values_list("kind", flat=True)) == {SHELF, CATEGORY}


def test_were_it_open_they_would(noor: Any, product: int) -> None:
    """The control; and so they do when it opens again."""
    sweep_for(noor)
    assert kept(noor, product) == (True, 1, 1)


def test_what_somebody_marked_for_it_is_not_claimed(noor: Any, product: int) -> None:
    Tenant.objects.filter(pk=noor.pk).update(is_active=False)
    with tenant_scope(noor.pk), transaction.atomic():
        mark_changed("product", [product])
    sweep_for(noor)
    assert kept(noor, product) == (False, 0, 0)


def test_the_index_of_a_closed_store_is_not_looked_at(noor: Any, settings: Any) -> None:
    settings.SEARCH_INDEX = "search_index.infrastructure.failing_over.FailingOverIndex"
    with tenant_scope(noor.pk), transaction.atomic():
        pool = SearchPool.objects.create(family=Family.PRODUCTS, stores=1)
        SearchGeneration.objects.create(pool=pool, number=1, schema_version=1, is_read=True)
        StorePlacement.objects.create(family=Family.PRODUCTS, pool=pool, is_filled=True)
    now = clock.now()
    assert check_indices(now=now) == 1
    Tenant.objects.filter(pk=noor.pk).update(is_active=False)
    assert check_indices(now=now + EVERY) == 0


def test_what_sells_is_not_worked_out_for_a_store_that_was_closed_meanwhile(noor: Any, product: int) -> None:
    Tenant.objects.filter(pk=noor.pk).update(is_active=False)
    with tenant_scope(noor.pk):
        assert weighing.weigh_store_popularity(now=clock.now()) == 0
    assert kept(noor, product) == (False, 0, 0)
