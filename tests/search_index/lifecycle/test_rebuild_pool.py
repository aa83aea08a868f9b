"""A pool's index is made anew beside the one that is read, and takes its place."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from commerce.catalog.models import Product
from commerce.core import clock
from commerce.core.changes import mark_changed
from commerce.core.scope import current_tenant_id, tenant_scope
from search_index.application import filling
from search_index.application.claims import LEASE
from search_index.application.filling import StillDifferent
from search_index.application.generations import generations
from search_index.application.placements import placement_of
from search_index.application.ports import search_index
from search_index.application.use_cases import prepare_generation as module
from search_index.application.use_cases.clear_left_indices import KEPT, clear_left_indices
from search_index.application.use_cases.prepare_generation import prepare_generation
from search_index.application.use_cases.read_generation import read_generation
from search_index.application.use_cases.rebuild_store import rebuild_store
from search_index.application.versions import draw_versions
from search_index.application.writing import documents_of
from search_index.domain.families import Family
from search_index.domain.pools import SCHEMA_VERSION, Generation
from search_index.infrastructure.opensearch import gateway as gateways
from search_index.infrastructure.opensearch.mappings import index_body
from search_index.models import SearchGeneration, SearchPool
from tests.search_index.lifecycle.shops import NOON, SOLD, Shops, business, differences
from tests.search_index.shelf import sell


def rebuild(pool: int, **options: Any) -> str:
    said = StringIO()
    call_command("rebuild_pool", pool=pool, stdout=said, stderr=StringIO(), **options)
    return said.getvalue()


def test_shoppers_find_everything_all_the_while_and_no_edit_is_lost(shops: Shops) -> None:
    before = shops.read(shops.noor)
    with business(shops) as found:
        for _ in range(3):
            assert "is read" in rebuild(before.pool)
    shops.index(after=LEASE * 2)
    after = shops.read(shops.noor)
    assert after.number == before.number + 3
    assert len(found) > 20
    assert set(found) == {SOLD}
    assert differences(after, shops.noor, shops.souq) == 0
    assert shops.titles_found(shops.noor) == shops.titles(shops.noor)


@pytest.mark.long
def test_an_index_that_is_read_before_it_is_filled_is_seen(shops: Shops) -> None:
    """The control: a window of nothing is what the test above would see."""
    read = shops.read(shops.noor)
    row = SearchGeneration.objects.create(pool_id=read.pool, number=2, schema_version=SCHEMA_VERSION, is_made=True)
    empty = Generation(Family.PRODUCTS, read.pool, row.number)
    generations().make(empty)
    read_generation(generation=empty, now=NOON)
    assert shops.found(shops.noor) == 0


@pytest.mark.long
def test_the_indices_are_alike_afterwards(shops: Shops) -> None:
    before = shops.read(shops.noor)
    rebuild(before.pool)
    assert differences(shops.read(shops.noor), shops.noor, shops.souq) == 0
    shops.retitle(shops.noor, shops.sold[shops.noor][0], "بخور")
    shops.index()
    for generation in (before, shops.read(shops.noor)):
        assert differences(generation, shops.noor, shops.souq) == 0, "the one before is still written"


def test_a_run_that_was_killed_goes_on_where_it_was(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = shops.read(shops.noor).pool
    filled: list[int] = []
    fill = filling.fill

    def dies_at_souq(generation: Generation, **report: Any) -> None:
        filled.append(current_tenant_id())
        if current_tenant_id() == shops.souq and filled.count(shops.souq) == 1:
            raise KeyboardInterrupt
        fill(generation, **report)

    monkeypatch.setattr(module, "fill", dies_at_souq)
    with pytest.raises(KeyboardInterrupt):
        rebuild(pool)
    assert (shops.found(shops.noor), shops.read(shops.noor).number) == (SOLD, 1)
    shops.retitle(shops.noor, shops.sold[shops.noor][0], "عطر آخر")
    shops.index()
    told: list[tuple[int, int]] = []
    generation = prepare_generation(pool_id=pool, now=NOON, report=lambda done, of: told.append((done, of)))
    read_generation(generation=generation, now=NOON)
    assert filled == [shops.noor, shops.souq, shops.souq]
    assert told[-1] == (SOLD, SOLD), "what Noor has was done before"
    assert SearchGeneration.objects.filter(pool=pool).count() == 2
    assert (shops.found(shops.noor), shops.found(shops.souq)) == (SOLD, SOLD)
    assert differences(generation, shops.noor, shops.souq) == 0


@pytest.mark.long
def test_who_dies_between_the_server_and_the_database_does_it_again(shops: Shops) -> None:
    generation = prepare_generation(pool_id=shops.read(shops.noor).pool, now=NOON)
    generations().read_from(generation)
    assert shops.found(shops.noor) == SOLD
    assert "its index 2 is read" in rebuild(generation.pool)
    assert shops.read(shops.noor).number == 2


def test_a_late_write_of_what_is_gone_since_brings_nothing_back(shops: Shops) -> None:
    """A worker read a product and stalled before its document was written; meanwhile it went off sale and the index was
    made anew."""
    product_id = shops.sold[shops.noor][0]
    with tenant_scope(shops.noor):
        with transaction.atomic():
            drawn = draw_versions("product", [product_id])
            late = documents_of("product", drawn)
        with transaction.atomic():
            Product.objects.filter(pk=product_id).update(status="archived")
            mark_changed("product", [product_id])
    shops.index()
    generation = prepare_generation(pool_id=shops.read(shops.noor).pool, now=NOON)
    with tenant_scope(shops.noor):
        assert not search_index().put(late)
    assert differences(generation, shops.noor, shops.souq) == 0


def test_an_index_that_does_not_become_what_it_should_is_not_read(
    shops: Shops, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of verifying: filling that forgets one product, again and again."""
    lost = shops.sold[shops.souq][3]
    monkeypatch.setattr(
        filling,
        "documents_of",
        lambda kind, versions: [one for one in documents_of(kind, versions) if one.object_id != lost],
    )
    monkeypatch.setattr(filling, "rewrite_documents", lambda kind, ids: ())
    with pytest.raises(StillDifferent):
        prepare_generation(pool_id=shops.read(shops.noor).pool, now=NOON)
    with pytest.raises(CommandError, match="still differs"):
        rebuild(shops.read(shops.noor).pool)
    assert shops.read(shops.noor).number == 1
    monkeypatch.undo()


def test_what_filling_missed_is_written_before_the_index_is_read(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = shops.sold[shops.souq][3]
    monkeypatch.setattr(
        filling,
        "documents_of",
        lambda kind, versions: [one for one in documents_of(kind, versions) if one.object_id != lost],
    )
    rebuild(shops.read(shops.noor).pool)
    assert shops.found(shops.souq) == SOLD


@pytest.mark.long
def test_the_index_before_is_gone_back_to_for_a_day(shops: Shops) -> None:
    pool = shops.read(shops.noor).pool
    with pytest.raises(CommandError, match="no index to go back to"):
        rebuild(pool, back=True)
    rebuild(pool)
    with tenant_scope(shops.noor), transaction.atomic():
        sell("عطر جديد")
    shops.index()
    assert "its index 1 is read again" in rebuild(pool, back=True)
    assert shops.read(shops.noor).number == 1
    with tenant_scope(shops.noor):
        generations().refresh(shops.read(shops.noor))
    assert shops.found(shops.noor) == SOLD + 1
    assert "its index 2 is read again" in rebuild(pool, back=True)


@pytest.mark.long
def test_the_index_before_is_dropped_after_a_day_when_nobody_writes_it_any_more(shops: Shops) -> None:
    before = shops.read(shops.noor)
    generation = prepare_generation(pool_id=before.pool, now=NOON)
    read_generation(generation=generation, now=NOON)
    assert clear_left_indices(now=NOON + KEPT - timedelta(seconds=1)) == 0
    assert clear_left_indices(now=NOON + KEPT) == 0
    with tenant_scope(shops.noor):
        placed = placement_of(Family.PRODUCTS)
        assert placed is not None
        assert [one.number for one in placed.written] == [generation.number]
        assert generations().totals(before), "a write that was under way would still find it"
    assert clear_left_indices(now=NOON + KEPT + LEASE) == 1
    kept = SearchGeneration.objects.filter(pool=before.pool)
    assert list(kept.values_list("number", flat=True)) == [generation.number]
    with tenant_scope(shops.noor), pytest.raises(Exception, match="index_not_found"):
        generations().totals(before)
    assert shops.found(shops.noor) == SOLD


def test_an_index_that_nobody_goes_on_making_is_dropped_after_a_day(
    shops: Shops, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then every write goes into it as well."""
    pool = shops.read(shops.noor).pool
    filled: list[datetime] = []

    def dies_at_souq(generation: Generation, **report: Any) -> None:
        if current_tenant_id() == shops.souq:
            raise KeyboardInterrupt
        filled.append(clock.now())

    def written() -> list[int]:
        with tenant_scope(shops.noor):
            placed = placement_of(Family.PRODUCTS)
        return [one.number for one in placed.written] if placed else []

    monkeypatch.setattr(module, "fill", dies_at_souq)
    with pytest.raises(KeyboardInterrupt):
        rebuild(pool)
    monkeypatch.undo()
    worked_at = SearchGeneration.objects.unfinished().get(pool=pool).worked_at
    assert worked_at is not None
    assert worked_at >= filled[-1], "each store that is put in begins the day anew"
    assert clear_left_indices(now=worked_at + KEPT - timedelta(seconds=1)) == 0
    assert written() == [1, 2]
    assert clear_left_indices(now=worked_at + KEPT) == 0
    assert written() == [1]
    assert clear_left_indices(now=worked_at + KEPT + LEASE) == 1
    assert "is read" in rebuild(pool)
    assert (shops.found(shops.noor), shops.found(shops.souq)) == (SOLD, SOLD)


def test_a_change_of_the_mapping_is_carried_out(shops: Shops) -> None:
    """An index without the fields that came since is written and asked as far as it goes, and made anew by today's
    mapping."""
    old_body = index_body()
    for field in ("stamp", "category_heads", "category_head_forms"):
        del old_body["mappings"]["properties"][field]
    read = shops.read(shops.noor)
    old = Generation(Family.PRODUCTS, read.pool, 1, schema_version=SCHEMA_VERSION - 1, is_read=True)
    gateways.gateway().make(old, old_body)
    gateways.gateway().read_from(old)
    gateways.gateway().drop(read)
    SearchGeneration.objects.filter(pool=read.pool).update(schema_version=old.schema_version)
    for tenant_id in (shops.noor, shops.souq):
        with tenant_scope(tenant_id):
            rebuild_store()
            generations().refresh(old)
        assert shops.found(tenant_id) == SOLD
    assert "stamp" not in gateways.gateway().fields(old)
    rebuild(read.pool)
    assert shops.read(shops.noor).schema_version == SCHEMA_VERSION
    assert "stamp" in gateways.gateway().fields(shops.read(shops.noor))
    assert shops.found(shops.noor) == SOLD
    shops.retitle(shops.noor, shops.sold[shops.noor][0], "بخور")
    shops.index()
    assert differences(shops.read(shops.noor), shops.noor, shops.souq) == 0


@pytest.mark.long
def test_a_rebuild_that_was_begun_by_an_older_mapping_is_given_up(shops: Shops) -> None:
    pool = shops.read(shops.noor).pool
    SearchGeneration.objects.create(pool_id=pool, number=2, schema_version=SCHEMA_VERSION - 1)
    assert prepare_generation(pool_id=pool, now=NOON).number == 3
    assert SearchGeneration.objects.get(pool=pool, number=2).given_up_at == NOON


@pytest.mark.long
def test_every_pool_is_made_anew_and_one_that_is_not_there_is_named(shops: Shops) -> None:
    said = StringIO()
    call_command("rebuild_pool", all=True, stdout=said, stderr=StringIO())
    assert said.getvalue().count("is read") == SearchPool.objects.count()
    with pytest.raises(CommandError, match="no pool 77"):
        rebuild(77)
