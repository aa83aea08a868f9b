"""An index that the search server has lost is whole again, whoever comes by first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from commerce.core import clock
from commerce.core.scope import current_tenant_id, tenant_scope
from search_index.application.claims import LEASE
from search_index.application.generations import generations
from search_index.application.ports import SearchUnavailable, search_index
from search_index.application.use_cases import check_indices as sweep
from search_index.application.use_cases import prepare_generation, prepare_move, rebuild_store
from search_index.application.use_cases.check_indices import EVERY, check_indices
from search_index.application.use_cases.clear_left_indices import clear_left_indices
from search_index.application.use_cases.prepare_generation import prepare_generation as prepare
from search_index.application.use_cases.read_generation import read_generation
from search_index.domain import drift
from search_index.domain.pools import Generation
from search_index.domain.values import SearchRequest
from search_index.infrastructure.opensearch import gateway as gateways
from search_index.models import SearchGeneration, StorePlacement
from tests.search_index.lifecycle.shops import NOON, SOLD, Shops, differences


@pytest.fixture
def lost(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> Generation:
    """The index both stores are read from, gone; somebody has edited a product since, which waits."""
    monkeypatch.setattr(drift, "SMALL", 0)
    while shops.index():
        pass
    read = shops.read(shops.noor)
    generations().drop(read)
    shops.retitle(shops.noor, shops.sold[shops.noor][0], "عطر آخر")
    shops.index()
    assert answer(shops, shops.noor) == (SOLD, True), "PostgreSQL has all of it"
    return read


def answer(shops: Shops, tenant_id: int) -> tuple[int, bool]:
    """How many are found, and whether PostgreSQL found them in the server's place."""
    with tenant_scope(tenant_id):
        found = search_index().search(SearchRequest("product", "عطر"))
    return found.total, found.is_degraded


def run(command: str, **options: Any) -> str:
    said = StringIO()
    call_command(command, stdout=said, stderr=StringIO(), **options)
    return said.getvalue()


def work(shops: Shops, times: int = 3) -> None:
    """The worker, for as long as three rounds of the check take, whatever waited for the server."""
    for number in range(times):
        look_and_index(shops, EVERY * number)
        for tenant_id in (shops.noor, shops.souq):
            with tenant_scope(tenant_id):
                generations().refresh(shops.read(tenant_id))


def look_and_index(shops: Shops, after: timedelta = timedelta(0)) -> None:
    check_indices(now=clock.now() + after)
    shops.index(after=after + LEASE * 2)


def assert_whole(shops: Shops) -> None:
    for tenant_id in (shops.noor, shops.souq):
        assert answer(shops, tenant_id) == (SOLD, False)
        assert shops.titles_found(tenant_id) == shops.titles(tenant_id)
        assert differences(shops.read(tenant_id), tenant_id) == 0


def test_the_sweep_makes_it_again_and_fills_it(
    shops: Shops, lost: Generation, caplog: pytest.LogCaptureFixture
) -> None:
    check_indices(now=clock.now())
    assert [one.levelname for one in caplog.records if "has lost" in one.message] == ["CRITICAL"]
    assert answer(shops, shops.noor) == answer(shops, shops.souq) == (SOLD, True), "an empty index is not read"
    work(shops)
    assert_whole(shops)


def test_rebuilding_a_store_makes_it_again(shops: Shops, lost: Generation) -> None:
    assert run("rebuild_index", store="noor").endswith(" objects\n")
    with tenant_scope(shops.noor):
        search_index().refresh("product")
    assert answer(shops, shops.noor) == (SOLD, False)
    assert answer(shops, shops.souq) == (SOLD, True), "who shares it is not taken for filled"
    work(shops)
    assert_whole(shops)


def test_rebuilding_its_pool_makes_another(shops: Shops, lost: Generation) -> None:
    assert "its index 2 is read" in run("rebuild_pool", pool=lost.pool)
    with tenant_scope(shops.noor):
        search_index().refresh("product")
    assert_whole(shops)


def test_a_store_moves_out_of_it(shops: Shops, lost: Generation) -> None:
    assert "have moved" in run("move_store", store="noor", to="dedicated")
    assert answer(shops, shops.noor) == (SOLD, False)
    assert answer(shops, shops.souq) == (SOLD, True)
    work(shops)
    assert_whole(shops)


def nobody_looks(*, pool_id: int) -> None:
    """Whether the server has what it should."""


@pytest.mark.parametrize(
    ("command", "options"),
    [("rebuild_index", {"store": "noor"}), ("rebuild_pool", {"all": True}), ("move_store", {"to": "dedicated"})],
)
def test_were_it_not_made_again_nothing_would_help(
    shops: Shops, lost: Generation, monkeypatch: pytest.MonkeyPatch, command: str, options: dict[str, Any]
) -> None:
    """The control; and no command says that all is well."""
    for module in (sweep, prepare_generation, prepare_move, rebuild_store):
        monkeypatch.setattr(module, "restore_indices", nobody_looks)
    if command == "move_store":
        options = {**options, "store": "noor"}
    with pytest.raises(CommandError, match=r"not all of it|not taken|still differs|index_not_found"):
        run(command, **options)
    look_and_index(shops)
    assert answer(shops, shops.noor) == (SOLD, True)


def test_were_it_taken_for_filled_shoppers_would_find_next_to_nothing(
    shops: Shops, lost: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of noting first that nobody is filled there."""
    monkeypatch.setattr(
        "search_index.application.use_cases.restore_indices.note_unfilled", lambda family, *, pool: None
    )
    work(shops)
    assert answer(shops, shops.souq) == (0, False)


def test_the_name_it_is_read_by_is_lost_alone(shops: Shops) -> None:
    """As where it was brought back from a copy that keeps no such names."""
    read = shops.read(shops.noor)
    alias = gateways._read_alias(read)
    gateways.gateway()._indexing.indices.delete_alias(index="*", name=alias)
    assert answer(shops, shops.noor) == (SOLD, True)
    work(shops, times=1)
    assert_whole(shops)


@pytest.mark.parametrize("is_former", [True, False])
def test_one_that_is_not_read_is_given_up(shops: Shops, monkeypatch: pytest.MonkeyPatch, is_former: bool) -> None:
    """Else no edit would ever count as written. The one before, or one that is being made."""
    before = shops.read(shops.noor)
    new = prepare(pool_id=before.pool, now=NOON)
    if is_former:
        read_generation(generation=new, now=NOON)
    gone = before if is_former else new
    generations().drop(gone)
    shops.retitle(shops.noor, shops.sold[shops.noor][0], "عطر آخر")
    work(shops)
    assert_whole(shops)
    assert SearchGeneration.objects.get(pool=before.pool, number=gone.number).given_up_at is not None
    clear_left_indices(now=clock.now() + LEASE * 2)
    assert SearchGeneration.objects.filter(pool=before.pool).count() == 1
    assert "is read" in run("rebuild_pool", pool=before.pool)
    assert_whole(shops)


def test_a_server_that_is_away_has_lost_nothing(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> Any:
        raise SearchUnavailable("away")

    monkeypatch.setattr(type(generations()), "has", away)
    check_indices(now=clock.now())
    with tenant_scope(shops.noor), transaction.atomic():
        assert all(StorePlacement.objects.values_list("is_filled", flat=True))


def test_rebuilding_says_of_every_store_what_was_not_taken(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    def away_for_noor(put: Callable[..., Any]) -> Callable[..., Any]:
        def write(self: Any, generation: Generation, writes: Any) -> Any:
            if current_tenant_id() == shops.noor:
                raise SearchUnavailable("away")
            return put(self, generation, writes)

        return write

    monkeypatch.setattr(gateways.Gateway, "write", away_for_noor(gateways.Gateway.write))
    said = StringIO()
    with pytest.raises(CommandError, match=rf"store {shops.noor}: not all of it was made anew: away"):
        call_command("rebuild_index", all=True, stdout=said, stderr=StringIO())
    assert f"store {shops.souq}: " in said.getvalue()
    assert f"store {shops.noor}: " not in said.getvalue()
