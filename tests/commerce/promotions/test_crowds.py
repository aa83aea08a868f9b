"""More rules that share pieces than can be weighed exactly are not published, by whoever and however many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from commerce.catalog.application.queries import goods_of_store
from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.create_collection import create_collection
from commerce.catalog.application.use_cases.set_categories import set_categories
from commerce.catalog.application.use_cases.set_tags import set_tags
from commerce.catalog.models import Tag
from commerce.core.bilingual import Bilingual
from commerce.core.scope import tenant_scope
from commerce.promotions.application import crowds
from commerce.promotions.application.crowds import TooManySharing, refuse_crowd, without_crowds
from commerce.promotions.application.queries import promotions_in_force
from commerce.promotions.application.use_cases import publish_promotion_version as publish_module
from commerce.promotions.application.use_cases.publish_promotion_version import Published
from commerce.promotions.application.use_cases.retire_promotion import retire_promotion
from commerce.promotions.domain.actions import AmountOffOrder, BuyGet, PercentOff
from commerce.promotions.domain.goods import EVERYTHING, Kinds, Match
from commerce.promotions.domain.sharing import MOST_SHARING
from commerce.promotions.domain.values import Promotion
from commerce.promotions.interfaces.wording import PROMOTION_WORDS
from commerce.tenants.models import Tenant
from tests.commerce.catalog.builders import oud_draft, simple_draft, variants_of
from tests.commerce.catalog.builders import published as on_sale
from tests.commerce.promotions.builders import NOON, draft, published
from tests.support.together import Meeting, at_once

DAY = timedelta(days=1)


def sets(number: int, goods: Match = EVERYTHING, **conditions: Any) -> Promotion:
    name = Bilingual(f"عرض {number}", f"Offer {number}")
    return replace(draft(name, **conditions), actions=(BuyGet(2),), goods=goods)


def publish_sets(number: int, goods: Match = EVERYTHING, **conditions: Any) -> Published:
    return published(sets(number, goods, **conditions), source=f"campaign:{number}:1")


def publish_as_many_as_can_be(**conditions: Any) -> list[Published]:
    on_sale(oud_draft())
    return [publish_sets(number, **conditions) for number in range(MOST_SHARING)]


def test_one_more_is_refused_with_the_names_of_all(in_noor: Any) -> None:
    publish_as_many_as_can_be()
    with pytest.raises(TooManySharing) as caught, transaction.atomic():
        publish_sets(99)
    names: Any = caught.value.facts["names"]
    assert {name.en for name in names} == {f"Offer {number}" for number in [*range(MOST_SHARING), 99]}
    words = PROMOTION_WORDS["promotion_too_many_sharing"]
    assert callable(words)
    assert "“عرض 99”" in words(caught.value.facts)
    assert len(promotions_in_force(NOON)) == MOST_SHARING


def test_what_shares_nothing_with_them_is_published(in_noor: Any) -> None:
    first = publish_as_many_as_can_be(ends_at=NOON + DAY)[0]
    musk = on_sale(simple_draft("MUSK-30"))
    publish_sets(20, starts_at=NOON + DAY)
    published(draft(share=500), source="campaign:21:1")
    published(replace(draft(), actions=(AmountOffOrder(5_00),)), source="campaign:22:1")
    published(sets(0, ends_at=NOON + DAY), promotion_id=first.promotion_id, source="campaign:0:2")
    with pytest.raises(TooManySharing), transaction.atomic():
        publish_sets(23, Match(only=Kinds(products=frozenset({musk.pk}))))
    retire_promotion(promotion_id=first.promotion_id)
    publish_sets(24, ends_at=NOON + DAY)


def test_other_goods_are_shared_with_nobody(in_noor: Any) -> None:
    oud, musk = on_sale(oud_draft()), on_sale(simple_draft("MUSK-30"))
    aim = [Match(only=Kinds(products=frozenset({product.pk}))) for product in (oud, musk)]
    for number in range(MOST_SHARING):
        publish_sets(number, aim[0])
    publish_sets(50, aim[1])
    with pytest.raises(TooManySharing):
        publish_sets(51, aim[0])


def test_rolling_back_is_no_way_around(in_noor: Any) -> None:
    on_sale(oud_draft())
    first = publish_sets(99)
    published(draft(), promotion_id=first.promotion_id, source="campaign:99:2")
    for number in range(MOST_SHARING):
        publish_sets(number)
    with pytest.raises(TooManySharing):
        published(sets(99), promotion_id=first.promotion_id, source="campaign:99:3")


def test_what_is_over_does_not_count(in_noor: Any) -> None:
    publish_as_many_as_can_be(ends_at=NOON + DAY)
    published(sets(99), source="campaign:99:1", now=NOON + DAY)


def test_the_goods_of_a_large_store_are_read_only_where_they_matter(
    in_noor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def goods() -> Iterator[Any]:
        asked.append("goods")
        return iter(())

    monkeypatch.setattr(crowds, "goods_of_store", goods)
    for number in range(MOST_SHARING):
        publish_sets(number)
    assert asked == []
    published(replace(draft(), actions=(PercentOff(1_000),)), source="campaign:99:1")
    assert asked == ["goods"]


def test_the_goods_are_read_once_for_all_drafts(in_noor: Any, django_assert_num_queries: Any) -> None:
    publish_as_many_as_can_be()
    drafts = [replace(sets(number), id=-number) for number in (1, 2, 3)]
    with django_assert_num_queries(3):
        assert without_crowds(drafts, NOON) == ()


def test_goods_are_told_by_everything_they_are(in_noor: Any, django_assert_num_queries: Any) -> None:
    oud = on_sale(oud_draft())
    top = create_category(name=Bilingual("عطور", "Perfumes"))
    below = create_category(name=Bilingual("عود", "Oud"), parent_id=top)
    set_categories(product_id=oud.pk, category_ids=[below])
    set_tags(product_id=oud.pk, names=[Bilingual("بخور", "Incense")])
    picked = create_collection(title=Bilingual("مختارات", "Picks"), slug="picks", product_ids=[oud.pk], now=NOON)
    with django_assert_num_queries(2):
        goods = {each.variant: each for each in goods_of_store()}
    small, large = (goods[variant.pk] for variant in variants_of(oud.pk))
    assert small.categories == large.categories == {top, below}
    assert small.collections == large.collections == {picked}
    assert small.tags == {Tag.objects.get().pk}
    assert small.product == oud.pk


@pytest.mark.parametrize("is_alone", [True, False])
def test_two_that_are_published_at_once_see_each_other(
    own_database: str, is_alone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where they don't wait for each other, both fit and together are too many: the negative control."""
    noor = Tenant.objects.get(slug="noor").pk
    with tenant_scope(noor), transaction.atomic():
        first = publish_as_many_as_can_be()[0]
        retire_promotion(promotion_id=first.promotion_id)
    if not is_alone:
        monkeypatch.setattr(publish_module, "wait_for_other_publishers", lambda: None)
        monkeypatch.setattr(publish_module, "refuse_crowd", looking_together())

    def publish_one(number: int) -> str:
        try:
            with tenant_scope(noor), transaction.atomic():
                publish_sets(number)
        except TooManySharing:
            return "refused"
        return "published"

    answers = at_once(*(partial(publish_one, number) for number in (50, 51)))
    assert sorted(answers) == ["published", "refused" if is_alone else "published"]


def looking_together() -> Callable[..., None]:
    """Nobody writes before both have looked."""
    both = Meeting(2)

    def look(*args: Any) -> None:
        refuse_crowd(*args)
        both.come()

    return look
