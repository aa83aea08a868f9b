"""Versions of a store's ranking, and what is known of its products for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as some

from commerce.catalog.domain.margins import margin_of
from commerce.catalog.models import Variant
from commerce.core.actors import Actor, ActorKind
from commerce.core.errors import NotFound
from commerce.core.models import AuditEntry, ChangedObject
from commerce.core.scope import current_tenant_id, tenant_scope
from commerce.orders.domain.states import OrderStatus
from commerce.orders.models import Order
from commerce.tenants.models import Tenant
from search_index.application.product_source import ProductSource
from search_index.application.rankings import (
    columns_of,
    current_ranking,
    ranking_of,
    rankings_of_store,
    weighing_for,
)
from search_index.application.use_cases import weigh_popularity as module
from search_index.application.use_cases.bring_back_ranking import bring_back_ranking
from search_index.application.use_cases.save_ranking import RankingMovedOn, RankingRefused, save_ranking
from search_index.application.use_cases.weigh_popularity import weigh_popularity
from search_index.application.use_cases.weigh_store_popularity import weigh_store_popularity
from search_index.domain.popularity import popularity_of
from search_index.domain.profiles import (
    Boost,
    Placing,
    Profile,
    Rule,
    Synonyms,
    Weights,
    weighing_of,
)
from search_index.models import Popularity, RankingVersion
from tests.commerce.carts.shop import NOON as NOW
from tests.commerce.orders.checkout import order_of
from tests.search_index.shelf import sell

_keys = count()
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HUDA = Actor(ActorKind.STAFF, "7", "Huda")
FULL = Profile(
    Weights(10, 3, 2, 1, 4, 5),
    is_sold_out_last=False,
    boosts=(Boost(Rule.CATEGORY, "4", 2), Boost(Rule.NEW, "", 1)),
    placings=(Placing("15", (9,), ()), Placing("هدية", (3, 1), (2,))),
    synonyms=(Synonyms(("شنطة", "حقيبة")), Synonyms(("كوفي",), ("قهوة",))),
)


def save(profile: Profile, after: int, note: str = "") -> int:
    return save_ranking(profile=profile, after=after, note=note, actor=HUDA, now=NOON)


def test_a_saved_ranking_is_the_stores_from_then_on(in_noor: Any) -> None:
    assert (current_ranking().number, current_ranking().profile) == (0, Profile())
    assert save(FULL, 0, "before Eid") == 1
    kept = current_ranking()
    assert (kept.number, kept.profile, kept.note, kept.made_by, kept.made_at) == (1, FULL, "before Eid", "Huda", NOON)
    entry = AuditEntry.objects.get(action="ranking_changed")
    assert (entry.before, entry.after, entry.actor_name) == ({"version": 0}, {"version": 1}, "Huda")


@pytest.mark.parametrize("asked", ["هدية", "هديه", "15", "١٥", "عود"])
def test_a_search_reads_what_counts_for_it_in_one_statement(
    in_noor: Any, asked: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert weighing_for(asked, now=NOON) == weighing_of(Profile(), asked, now=NOON)
    save(FULL, 0)
    with django_assert_num_queries(1):
        found = weighing_for(asked, now=NOON)
    wanted = weighing_of(FULL, asked, now=NOON)
    assert (found.pinned, found.buried, found.others) == (wanted.pinned, wanted.buried, wanted.others)
    assert (found.weights, found.boosts, found.is_sold_out_last, found.day) == (
        wanted.weights, wanted.boosts, wanted.is_sold_out_last, wanted.day,
    )  # fmt: skip
    assert found.version == 1


def test_places_that_were_kept_by_one_form_of_a_question_still_count(in_noor: Any) -> None:
    columns = columns_of(Profile())
    columns["placings"] = {"=الهدايا": {"asked": "الهدايا", "pinned": [7], "buried": []}}
    RankingVersion.objects.create(number=1, made_at=NOON, **columns)
    assert weighing_for("الهدايا", now=NOON).pinned == (7,)
    ranking = current_ranking()
    save(replace(ranking.profile, is_sold_out_last=False), 1)
    assert weighing_for("الهدايا", now=NOON).pinned == weighing_for("هدية", now=NOON).pinned == (7,)


def test_where_a_question_and_its_plural_had_places_of_their_own_both_count_and_the_ranking_can_be_saved(
    in_noor: Any,
) -> None:
    """By their own until then; from then on they are one question, with the places of both."""
    columns = columns_of(Profile())
    columns["placings"] = {
        "=هديه": {"asked": "هدية", "pinned": [7, 8], "buried": [5]},
        "=هدايا": {"asked": "هدايا", "pinned": [9, 7], "buried": [8, 4]},
    }
    RankingVersion.objects.create(number=1, made_at=NOON, **columns)
    assert [weighing_for(asked, now=NOON).pinned for asked in ("هدية", "هدايا", "الهدية")] == [(7, 8), (9, 7), (7, 8)]
    ranking = current_ranking()
    save(replace(ranking.profile, is_sold_out_last=False), 1)
    [placing] = current_ranking().profile.placings
    assert placing == Placing("هدايا", (9, 7, 8), (4, 5))
    for asked in ("هدية", "هدايا"):
        assert weighing_for(asked, now=NOON).pinned == placing.pinned


def test_what_can_not_be_is_refused_and_nothing_is_kept(in_noor: Any) -> None:
    with pytest.raises(RankingRefused) as refused:
        save(Profile(Weights(sale=99)), 0)
    assert refused.value.facts == {"problem": "weight_out_of_range", "about": "sale"}
    assert not RankingVersion.objects.exists()


def test_who_did_not_see_the_last_version_is_told_so(in_noor: Any) -> None:
    save(FULL, 0)
    with pytest.raises(RankingMovedOn):
        save(Profile(Weights(sale=2)), 0)
    assert current_ranking().profile == FULL


def test_saving_what_is_there_already_makes_no_version(in_noor: Any) -> None:
    assert save(FULL, 0) == save(FULL, 1) == 1


def test_an_older_version_is_brought_back_as_a_new_one(in_noor: Any) -> None:
    save(FULL, 0)
    save(Profile(Weights(sale=2)), 1)
    assert bring_back_ranking(number=1, after=2, actor=HUDA, now=NOON) == 3
    assert [(one.number, one.brought_back) for one in map(ranking_of, rankings_of_store())] == [
        (3, 1), (2, None), (1, None),
    ]  # fmt: skip
    assert current_ranking().profile == FULL
    assert bring_back_ranking(number=0, after=3, actor=HUDA, now=NOON) == 4
    assert current_ranking().profile == Profile()
    with pytest.raises(NotFound):
        bring_back_ranking(number=9, after=4, actor=HUDA, now=NOON)


def test_versions_never_change(in_noor: Any) -> None:
    save(FULL, 0)
    for change in (
        lambda: RankingVersion.objects.update(note="another"),
        lambda: RankingVersion.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_each_store_has_its_own(noor: Any, souq: Any) -> None:
    with tenant_scope(noor.pk), transaction.atomic():
        save(FULL, 0)
    with tenant_scope(souq.pk), transaction.atomic():
        assert current_ranking().number == 0
        assert weighing_for("هدية", now=NOON).pinned == ()
        assert save(Profile(Weights(sale=2)), 0) == 1
    with tenant_scope(noor.pk), transaction.atomic():
        assert current_ranking().profile == FULL
        assert columns_of(FULL)["placings"].keys() == {"=15", "=هديه"}


# Popularity


def days(number: int) -> timedelta:
    return timedelta(days=number)


def test_what_sells_best_is_a_hundred_and_what_was_sold_long_ago_nothing() -> None:
    sold = [(1, days(0), 40), (1, days(1), 40), (2, days(1), 8), (3, days(60), 8), (4, days(91), 900)]
    found = popularity_of(sold)
    assert found[1] == 100
    assert 100 > found[2] > found[3] > 0
    assert 4 not in found
    assert popularity_of([]) == {}


@given(some.lists(some.tuples(some.integers(1, 5), some.integers(0, 100).map(days), some.integers(1, 50))))
def test_who_sells_more_is_never_less_popular(sold: list[tuple[int, timedelta, int]]) -> None:
    found = popularity_of(sold)
    assert all(0 < hundredths <= 100 and hundredths % 5 == 0 for hundredths in found.values())
    more = popularity_of([*sold, (1, days(0), 10)])
    assert more[1] >= found.get(1, 0)
    assert all(more.get(product, 0) <= hundredths for product, hundredths in found.items() if product != 1)


def test_the_margin_is_that_of_variants_whose_cost_is_known() -> None:
    assert margin_of([(100_00, 40_00), (100_00, None), (50_00, 40_00)]) == 0.4
    assert margin_of([(100_00, None)]) == margin_of([]) == margin_of([(100_00, 120_00)]) == margin_of([(0, 0)]) == 0


def order(pieces: dict[int, int], placed_at: datetime, status: OrderStatus) -> int:
    """Of products of one variant; the order's id."""
    variants = {Variant.objects.get(product_id=product).pk: count for product, count in pieces.items()}
    placed = order_of(variants, key=f"k{next(_keys)}", now=NOW)
    Order.objects.filter(pk=placed.pk).update(status=status, placed_at=placed_at)
    return int(placed.pk)


def test_products_are_as_popular_as_they_sell_and_marked_when_that_changes(in_noor: Any) -> None:
    first, second = sell("عطر عود", pieces=200), sell("عطر مسك", pieces=200)
    Variant.objects.filter(product_id=second).update(cost_minor=24_50)
    sold = order({first: 5, second: 2}, NOON - days(3), OrderStatus.CONFIRMED)
    order({second: 50}, NOON - days(3), OrderStatus.CANCELLED)
    order({second: 50}, NOON - days(3), OrderStatus.CREATED)
    ChangedObject.objects.all().delete()
    assert weigh_store_popularity(now=NOON) == 2
    known = dict(Popularity.objects.values_list("product_id", "hundredths"))
    assert known[first] == 100 > known[second] > 0
    assert set(ChangedObject.objects.values_list("object_id", flat=True)) == {first, second}
    facts = {one.object_id: one.facts for one in ProductSource().documents([first, second])}
    assert (facts[first].popularity, facts[second].popularity) == (1.0, known[second] / 100)
    assert (facts[first].margin, facts[second].margin) == (0.0, 0.5)
    assert weigh_store_popularity(now=NOON) == 0, "nothing changed"
    Order.objects.filter(pk=sold).update(status=OrderStatus.CANCELLED)
    assert weigh_store_popularity(now=NOON) == 2
    assert not Popularity.objects.exists()


def test_every_store_has_its_turn_in_six_hours_and_one_that_fails_stops_no_other(
    noor: Any, souq: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed: list[int] = []

    def note(*, now: datetime) -> int:
        weighed.append(current_tenant_id())
        if weighed[-1] == noor.pk:
            raise RuntimeError("its orders can not be read")
        return 1

    monkeypatch.setattr(module, "weigh_store_popularity", note)
    marked = sum(weigh_popularity(now=NOON + timedelta(minutes=minute)) for minute in range(360))
    assert sorted(weighed) == sorted(Tenant.objects.values_list("pk", flat=True))
    assert marked == len(weighed) - 1
