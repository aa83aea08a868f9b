"""A store moves between pools while it is open."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from commerce.core import clock
from commerce.core.scope import tenant_scope
from search_index.application.claims import LEASE
from search_index.application.filling import StillDifferent
from search_index.application.generations import generations
from search_index.application.pools import new_pool
from search_index.application.ports import SearchUnavailable
from search_index.application.use_cases import prepare_move as module
from search_index.application.use_cases.clear_left_indices import clear_left_indices
from search_index.application.use_cases.finish_move import finish_move
from search_index.application.use_cases.prepare_move import CannotMove, prepare_move
from search_index.domain.families import Family
from search_index.models import SearchPool, StorePlacement
from tests.search_index.lifecycle.shops import NOON, SOLD, Shops, business, differences

# Products, and pages with campaigns, lie apart and move together.
FAMILIES = len(Family)


def move(to: str, store: str = "noor") -> str:
    said = StringIO()
    call_command("move_store", f"--store={store}", f"--to={to}", stdout=said, stderr=StringIO())
    return said.getvalue()


def stores() -> dict[int, int]:
    return dict(SearchPool.objects.filter(family=Family.PRODUCTS).order_by("pk").values_list("pk", "stores"))


def clear() -> int:
    return clear_left_indices(now=clock.now() + LEASE + timedelta(seconds=1))


def lies_in(shops: Shops, generation: Any) -> int:
    with tenant_scope(shops.noor):
        generations().refresh(generation)
        return sum(total.documents for total in generations().totals(generation).values())


@pytest.mark.long
def test_a_store_is_found_whole_all_the_while_and_no_edit_is_lost(shops: Shops) -> None:
    """There and back, and back again within the hour in which the server remembers what was deleted."""
    shared = shops.read(shops.noor)
    for to in ("dedicated", "shared", "dedicated"):
        with business(shops) as found:
            assert "have moved" in move(to)
        assert len(found) > 2
        assert set(found) == {SOLD}
        assert clear() == FAMILIES, "requests under way have ended"
    shops.index(after=LEASE * 2)
    own = shops.read(shops.noor)
    assert differences(own, shops.noor) == differences(shared, shops.souq) == 0
    assert shops.titles_found(shops.noor) == shops.titles(shops.noor)
    assert lies_in(shops, shared) == 0
    assert stores() == {shared.pool: 1, own.pool: 1}, "the pool of its own was taken again"


@pytest.mark.long
def test_what_was_left_is_forgotten_when_no_request_reads_it_any_more(shops: Shops) -> None:
    shared = shops.read(shops.noor)
    move("dedicated")
    own = shops.read(shops.noor)
    assert clear_left_indices(now=clock.now()) == 0
    assert lies_in(shops, shared) == lies_in(shops, own) == SOLD
    assert stores() == {shared.pool: 2, own.pool: 1}
    with pytest.raises(CommandError, match="not forgotten yet"):
        move("shared")
    assert clear() == FAMILIES
    assert (lies_in(shops, shared), lies_in(shops, own)) == (0, SOLD)
    assert stores() == {shared.pool: 1, own.pool: 1}
    assert shops.found(shops.souq) == SOLD
    assert clear() == 0


@pytest.mark.sampled
@pytest.mark.parametrize("dies_in", ["fill", "make_alike", "note_made_index"])
def test_a_move_that_was_killed_goes_on(shops: Shops, monkeypatch: pytest.MonkeyPatch, dies_in: str) -> None:
    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, dies_in, die)
        with pytest.raises(KeyboardInterrupt):
            move("dedicated")
    shared = shops.read(shops.noor)
    assert shops.found(shops.noor) == SOLD
    shops.retitle(shops.noor, shops.sold[shops.noor][0], "عطر آخر")
    shops.index()
    with pytest.raises(CommandError, match="on its way to pool"):
        move("shared")
    move("dedicated")
    own = shops.read(shops.noor)
    assert own.pool != shared.pool
    assert shops.found(shops.noor, "آخر") == 1
    assert stores() == {shared.pool: 2, own.pool: 1}
    clear()
    assert stores() == {shared.pool: 1, own.pool: 1}


@pytest.mark.long
def test_clearing_that_was_cut_off_is_done_again(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = shops.read(shops.noor)
    move("dedicated")

    def unavailable(*_: Any) -> None:
        raise SearchUnavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr(type(generations()), "forget_store", unavailable)
        assert clear() == 0
    assert lies_in(shops, shared) == SOLD
    assert clear() == FAMILIES
    assert lies_in(shops, shared) == 0


def test_a_store_moves_to_a_pool_by_its_number_and_where_it_lies_it_stays(shops: Shops) -> None:
    other = new_pool(Family.PRODUCTS)
    assert "have moved" in move(str(other.pk))
    assert "lie there already" in move(str(other.pk))
    assert "lie there already" in move("shared")
    assert shops.found(shops.noor) == SOLD


@pytest.mark.long
def test_nobody_moves_where_there_is_no_room_or_no_pool(shops: Shops) -> None:
    own = new_pool(Family.PRODUCTS, is_dedicated=True)
    content = new_pool(Family.CONTENT)
    with tenant_scope(shops.noor), transaction.atomic():
        StorePlacement.objects.filter(family=Family.CONTENT).delete()
    SearchPool.objects.filter(pk=own.pk).update(stores=1)
    for to, why in ((str(own.pk), "is full"), ("99", "no pool 99"), (str(content.pk), "no content")):
        with pytest.raises(CommandError, match=why):
            move(to)
    with pytest.raises(CommandError, match="nowhere"):
        move("shared", store="nowhere")
    with pytest.raises(CommandError, match="number of a pool"):
        move("elsewhere")
    with tenant_scope(shops.noor), pytest.raises(CannotMove, match="no pool"):
        prepare_move(family=Family.PRODUCTS, to=content.pk)


def test_a_store_is_not_found_where_it_is_not_whole(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of verifying."""
    monkeypatch.setattr(module, "fill", lambda generation, report: None)
    monkeypatch.setattr("search_index.application.filling.rewrite_documents", lambda kind, ids: ())
    with tenant_scope(shops.noor), pytest.raises(StillDifferent):
        prepare_move(family=Family.PRODUCTS, to="dedicated")
    with tenant_scope(shops.noor), transaction.atomic():
        assert StorePlacement.objects.get(family=Family.PRODUCTS).moving_to is not None


def test_without_filling_a_shopper_would_find_nothing(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the shoppers above."""
    monkeypatch.setattr(module, "fill", lambda generation, report: None)
    monkeypatch.setattr(module, "make_alike", lambda generation: 0)
    with tenant_scope(shops.noor):
        assert prepare_move(family=Family.PRODUCTS, to="dedicated")
        finish_move(family=Family.PRODUCTS, now=NOON)
    assert shops.found(shops.noor) == 0
