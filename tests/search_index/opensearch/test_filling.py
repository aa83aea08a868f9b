"""A server that was named when stores were open already is no empty shop: who was never put there is found beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from commerce.core import clock
from commerce.core.changes import mark_changed
from commerce.core.models import ChangedObject
from search_index.application import filling, ports
from search_index.application.filling import StillDifferent, make_alike
from search_index.application.placements import note_filled, placement_of
from search_index.application.ports import SearchUnavailable, search_index
from search_index.application.settling import LONGEST_PAUSE, MOST_REFUSALS
from search_index.application.use_cases import check_store_index as check
from search_index.application.use_cases import rebuild_store as rebuilding
from search_index.application.use_cases.check_store_index import check_store_index
from search_index.application.use_cases.index_changes import index_changes
from search_index.application.use_cases.rebuild_store import rebuild_store
from search_index.application.versions import draw_versions
from search_index.domain import drift
from search_index.domain.families import Family
from search_index.domain.likeness import Likeness
from search_index.domain.values import SPACES, LikenessRequest, SearchRequest, Unwritten
from search_index.infrastructure.opensearch import adapter
from search_index.infrastructure.opensearch.gateway import Write
from search_index.infrastructure.opensearch.pictures import look_alike
from search_index.models import DocumentState, StorePlacement
from tests.search_index.shelf import sell

SOLD = 3
# A product that is not there any more.
GONE = 10**9


@pytest.fixture
def server_named(shared_index: Any, in_noor: Any, settings: Any) -> Iterator[list[int]]:
    """Noor's products were found in PostgreSQL alone, and then a search server was named."""
    sold = [sell(f"عطر {number}") for number in range(SOLD)]
    index_changes(now=clock.now())
    name_the_server(settings)
    yield sold
    ports.search_index.cache_clear()


def name_the_server(settings: Any) -> None:
    settings.SEARCH_INDEX = "search_index.infrastructure.failing_over.FailingOverIndex"
    ports.search_index.cache_clear()


def found() -> tuple[int, bool]:
    """How many, and whether staff are told that another engine than usual answered."""
    search_index().refresh("product")
    result = search_index().search(SearchRequest("product", "عطر"))
    assert len(search_index().complete("product", "عط").ids) == result.total
    return result.total, result.is_degraded


def busy(_: Any, writes: Sequence[Write]) -> list[Unwritten]:
    return [Unwritten(write.kind, write.object_id, lasting=False, reason="429") for write in writes]


def edit(product_id: int) -> None:
    mark_changed("product", [product_id])
    index_changes(now=clock.now())


def test_who_was_never_put_there_is_found_beside(server_named: list[int]) -> None:
    assert found() == (SOLD, True)
    looks = LikenessRequest("product", Likeness.SIMILAR, "any", (0.0,) * SPACES[Likeness.SIMILAR], 24)
    with pytest.raises(SearchUnavailable):
        look_alike(looks)


def test_one_edit_is_no_filling(server_named: list[int]) -> None:
    edit(server_named[0])
    assert found() == (SOLD, True)


def test_were_the_place_taken_for_filled_the_edited_one_would_be_all_there_is(server_named: list[int]) -> None:
    """The control."""
    edit(server_named[0])
    StorePlacement.objects.update(is_filled=True)
    assert found() == (1, False)


def test_rebuilding_fills_it(server_named: list[int]) -> None:
    edit(server_named[0])
    rebuild_store()
    assert found() == (SOLD, False)


def test_the_sweep_fills_who_has_a_place_however_much_is_missing(
    server_named: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drift, "SMALL", 0)
    edit(server_named[0])
    check_store_index(family=Family.PRODUCTS, now=clock.now())
    assert found() == (SOLD, True), "they are marked, not there yet"
    index_changes(now=clock.now())
    search_index().refresh("product")
    check_store_index(family=Family.PRODUCTS, now=clock.now())
    assert found() == (SOLD, False)


def test_what_the_server_does_not_take_while_it_is_filled_is_waited_for(
    server_named: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(server_named[0])
    with monkeypatch.context() as patch:
        patch.setattr(adapter, "write_into", busy)
        rebuild_store()
    assert found() == (SOLD, True)


def test_what_waits_for_a_busy_server_is_not_there(server_named: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(adapter, "write_into", busy)
        mark_changed("product", server_named)
        index_changes(now=clock.now())
    check_store_index(family=Family.PRODUCTS, now=clock.now())
    assert found() == (SOLD, True)
    index_changes(now=clock.now() + LONGEST_PAUSE)
    search_index().refresh("product")
    check_store_index(family=Family.PRODUCTS, now=clock.now())
    assert found() == (SOLD, False)


def test_were_it_left_out_an_empty_index_would_be_read(
    server_named: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(check, "is_anything_on_its_way", lambda family: False)
    monkeypatch.setattr(adapter, "write_into", busy)
    mark_changed("product", server_named)
    index_changes(now=clock.now())
    check_store_index(family=Family.PRODUCTS, now=clock.now())
    assert found() == (0, False)


def test_what_was_given_up_keeps_no_store_from_being_filled(
    server_named: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(adapter, "write_into", refusing)
        mark_changed("product", server_named[:1])
        for tried in range(MOST_REFUSALS):
            index_changes(now=clock.now() + tried * LONGEST_PAUSE)
    assert DocumentState.objects.get(object_id=server_named[0]).given_up_at is not None
    edit(server_named[1])
    edit(server_named[2])
    search_index().refresh("product")
    check_store_index(family=Family.PRODUCTS, now=clock.now())
    assert found() == (SOLD - 1, False)


@pytest.fixture
def begun_and_left(server_named: list[int]) -> int:
    """All is written; then somebody died who was about to write a product's document once more, and that of one that is
    gone."""
    rebuild_store()
    draw_versions("product", [server_named[0], GONE])
    StorePlacement.objects.update(is_filled=False)
    return server_named[0]


def test_what_somebody_began_to_write_is_taken_up(begun_and_left: int) -> None:
    check_store_index(family=Family.PRODUCTS, now=clock.now())
    assert set(ChangedObject.objects.filter(kind="product").values_list("object_id", flat=True)) == {
        begun_and_left,
        GONE,
    }
    assert found() == (SOLD, True), "whether it has an outcome is not known yet"
    index_changes(now=clock.now())
    search_index().refresh("product")
    check_store_index(family=Family.PRODUCTS, now=clock.now())
    assert found() == (SOLD, False)


def test_rebuilding_takes_it_up_as_well(begun_and_left: int) -> None:
    rebuild_store()
    assert found() == (SOLD, False)


def test_were_it_not_the_store_would_never_be_found_there(begun_and_left: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: nothing differs, and something is on its way for ever."""
    for module in (check, rebuilding):
        monkeypatch.setattr(module, "left_documents", lambda family: set())
    check_store_index(family=Family.PRODUCTS, now=clock.now())
    assert not ChangedObject.objects.filter(kind="product").exists()
    rebuild_store()
    assert found() == (SOLD, True)


def test_what_is_marked_is_left_to_who_claims_it(server_named: list[int]) -> None:
    """Marked again it would be written twice."""
    rebuild_store()
    mark_changed("product", server_named[:1])
    draw_versions("product", server_named[:1])
    check_store_index(family=Family.PRODUCTS, now=clock.now())
    assert ChangedObject.objects.get(kind="product").version == 1


def refusing(_: Any, writes: Sequence[Write]) -> list[Unwritten]:
    return [Unwritten(write.kind, write.object_id, lasting=True, reason="400") for write in writes]


@pytest.mark.parametrize(("tells", "outcome"), [(True, (SOLD, True)), (False, (0, False))])
def test_an_index_that_lacks_what_waits_is_not_taken_for_a_whole_one(
    server_named: list[int], monkeypatch: pytest.MonkeyPatch, tells: bool, outcome: tuple[int, bool]
) -> None:
    """Which is what rebuilding a pool and moving a store go by. The control is not told what waits."""
    if not tells:
        monkeypatch.setattr(filling, "waiting_documents", lambda family: set())
    monkeypatch.setattr(adapter, "write_into", busy)
    mark_changed("product", server_named)
    index_changes(now=clock.now())
    placed = placement_of(Family.PRODUCTS)
    assert placed is not None
    if tells:
        with pytest.raises(StillDifferent):
            make_alike(placed.read)
    else:
        make_alike(placed.read)
        note_filled(Family.PRODUCTS)
    assert found() == outcome


def test_a_store_that_begins_with_a_server_is_found_there(shared_index: Any, in_noor: Any, settings: Any) -> None:
    name_the_server(settings)
    assert found() == (0, False), "nothing to find is no failure"
    sell("عطر")
    index_changes(now=clock.now())
    assert found() == (1, False)
    ports.search_index.cache_clear()
