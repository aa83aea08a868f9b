"""A closed store is forgotten, wherever search kept something of it."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction

from commerce.core import clock
from commerce.core.actors import Actor, ActorKind
from commerce.core.changes import mark_changed
from commerce.core.models import ChangedObject
from commerce.core.owned import TenantOwned
from commerce.core.scope import tenant_scope
from commerce.media.models import StoreImage
from commerce.tenants.models import Tenant
from search_index.application.generations import generations
from search_index.application.placements import placement_of
from search_index.application.ports import SearchUnavailable
from search_index.application.use_cases.index_changes import index_changes
from search_index.application.use_cases.prepare_generation import prepare_generation
from search_index.application.use_cases.prepare_move import prepare_move
from search_index.application.use_cases.save_ranking import save_ranking
from search_index.domain.families import Family
from search_index.domain.profiles import Profile, Synonyms
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex
from search_index.models import AttributeName, DescribedPicture, Popularity, SearchPool
from tests.search_index.lifecycle.shops import NOON, SOLD, Shops
from tests.search_index.shelf import sell


def kept(tenant_id: int) -> dict[str, int]:
    """Rows that search keeps of the store, by table."""
    models = [model for model in apps.get_app_config("search_index").get_models() if issubclass(model, TenantOwned)]
    with tenant_scope(tenant_id), transaction.atomic():
        found = {model.__name__: model._default_manager.count() for model in models}
        return {**found, "marks": ChangedObject.objects.exclude(kind="shelf").count()}


def on_the_server(tenant_id: int, indices: Any) -> list[int]:
    with tenant_scope(tenant_id):
        for generation in indices:
            generations().refresh(generation)
        return [sum(one.documents for one in generations().totals(generation).values()) for generation in indices]


def forget(store: str) -> str:
    Tenant.objects.filter(slug=store).update(is_active=False)
    said = StringIO()
    call_command("forget_store_index", store=store, stdout=said)
    return said.getvalue()


@pytest.fixture
def everywhere(shops: Shops) -> Any:
    """Noor lies in two indices of its pool, and is on its way to another: all three."""
    pool = shops.read(shops.noor).pool
    prepare_generation(pool_id=pool, now=NOON)
    with tenant_scope(shops.noor):
        prepare_move(family=Family.PRODUCTS, to="dedicated")
        placed = placement_of(Family.PRODUCTS)
    assert placed is not None
    return placed.written


def furnish(tenant_id: int, product_id: int) -> None:
    """A row in each table that search has."""
    actor = Actor(ActorKind.STAFF, "7", "clerk")
    with tenant_scope(tenant_id), transaction.atomic():
        AttributeName.objects.create(option="لون", value="احمر", option_ar="اللون", value_ar="أحمر")
        Popularity.objects.create(product_id=product_id, hundredths=40)
        picture = StoreImage.objects.create(title="عطر", file="1/originals/a.png", width=1, height=1)
        DescribedPicture.objects.create(image=picture, embedder_id="none", source="unreadable", described_at=NOON)
        save_ranking(profile=Profile(synonyms=(Synonyms(("عطر", "طيب")),)), after=0, note="", actor=actor, now=NOON)
        mark_changed("product", [product_id])


def test_nothing_of_it_is_left_and_nothing_of_others_is_touched(shops: Shops, everywhere: Any) -> None:
    for tenant_id in (shops.noor, shops.souq):
        furnish(tenant_id, shops.sold[tenant_id][0])
    assert 0 not in kept(shops.noor).values(), "of every table there is something to forget"
    souqs = kept(shops.souq)
    assert on_the_server(shops.noor, everywhere) == [SOLD] * 3
    assert on_the_server(shops.souq, everywhere) == [SOLD, SOLD, 0]
    assert "nothing of it is left" in forget("noor")
    assert on_the_server(shops.noor, everywhere) == [0, 0, 0]
    assert on_the_server(shops.souq, everywhere) == [SOLD, SOLD, 0]
    left = kept(shops.noor)
    assert left.pop("RankingVersion") == 1, "a setting, and the history of who made it"
    assert set(left.values()) == {0}
    assert kept(shops.souq) == souqs
    assert shops.found(shops.souq) == SOLD
    assert dict(SearchPool.objects.values_list("is_dedicated", "stores")) == {False: 1, True: 0}
    assert "nothing of it is left" in forget("noor"), "doing it again does no harm"


@pytest.mark.long
def test_what_the_server_could_not_forget_is_forgotten_when_it_is_run_again(
    shops: Shops, everywhere: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise SearchUnavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr(type(generations()), "forget_store", away)
        with pytest.raises(CommandError, match="run this again"):
            forget("noor")
    with tenant_scope(shops.noor):
        assert placement_of(Family.PRODUCTS) is not None, "where it lies is still known"
        assert PostgresSearchIndex().indexed_ids("product") == []
    forget("noor")
    assert on_the_server(shops.noor, everywhere) == [0, 0, 0]


def test_a_store_that_is_not_there_is_named(db: None) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        forget("nowhere")


def test_an_open_store_is_not_forgotten(in_noor: Any) -> None:
    sell("عطر العود")
    index_changes(now=clock.now())
    with pytest.raises(CommandError, match="close it first"):
        call_command("forget_store_index", store="noor")
    assert len(PostgresSearchIndex().indexed_ids("product")) == 1
