"""Prices and addresses given by two at one instant; and the same with the lock taken away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet

from commerce.catalog.application.refusals import SlugTaken
from commerce.catalog.application.use_cases import create_category as categories
from commerce.catalog.application.use_cases import create_collection as collections
from commerce.catalog.application.use_cases.create_price_list import create_price_list
from commerce.catalog.domain.pricing import PriceListDraft
from commerce.catalog.models import Category, Collection, ShelfPrice
from tests.commerce.catalog.builders import NOON, words
from tests.commerce.catalog.test_reserve_race import Shop

pytestmark = pytest.mark.usefixtures("own_database")

HOUR = timedelta(hours=1)


@pytest.fixture(params=["with the lock", "without"])
def is_locked(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "with the lock")


def in_shop(shop: Shop, act: Callable[[], object]) -> str:
    try:
        with shop.open():
            act()
    except SlugTaken:
        return "refused"
    finally:
        connection.close()
    return "done"


def test_two_sales_of_one_variant_at_once(own_database: str, is_locked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lower price counts, whoever comes last; without the lock the history ends with the other one."""
    shop = Shop(own_database, stock=[1])
    bottle, _ = shop.variants
    if not is_locked:
        monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows)

    def sale(price: int, hours: int) -> Callable[[], str]:
        draft = PriceListDraft(words("Sale"), NOON, None, {bottle: price})
        return lambda: in_shop(shop, lambda: create_price_list(draft=draft, now=NOON + hours * HOUR))

    assert shop.at_once(sale(30_00, 1), sale(40_00, 2), at="catalog_variant ORDER BY id") == ["done", "done"]
    with shop.open():
        prices = ShelfPrice.objects.filter(variant=bottle).order_by("since").values_list("price_minor", flat=True)
        assert list(prices) == ([125_00, 30_00] if is_locked else [125_00, 30_00, 40_00])


def test_a_category_and_a_collection_of_one_address_at_once(
    own_database: str, is_locked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second is refused; without the lock neither sees the other, and no constraint stands between two tables."""
    shop = Shop(own_database, stock=[1])
    if not is_locked:
        for module in (categories, collections):
            monkeypatch.setattr(module, "hold_addresses", lambda: None)
    answers = shop.at_once(
        lambda: in_shop(shop, lambda: categories.create_category(name=words("Eid"), slug="eid")),
        lambda: in_shop(
            shop,
            lambda: collections.create_collection(title=words("Eid"), slug="eid", product_ids=[], now=NOON),
        ),
        at="tenants_tenant WHERE slug = 'noor'",
    )
    assert answers == (["done", "refused"] if is_locked else ["done", "done"])
    with shop.open():
        assert Category.objects.filter(slug="eid").count() == 1
        assert Collection.objects.filter(slug="eid").exists() is not is_locked
