"""A product, or how much of it there is, changed by two at one instant; and the same without the row's lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import QuerySet

from commerce.catalog.application.queries import desk_product
from commerce.catalog.application.use_cases.archive_product import archive_product
from commerce.catalog.application.use_cases.change_product import change_product
from commerce.catalog.application.use_cases.commit_stock import commit_stock
from commerce.catalog.application.use_cases.hold_product import ProductChanged, hold_product
from commerce.catalog.models import Product
from commerce.core.bilingual import Bilingual
from tests.commerce.catalog.builders import NOON
from tests.commerce.catalog.product_files import own_file, run_import
from tests.commerce.catalog.test_reserve_race import LATER, Shop

pytestmark = pytest.mark.usefixtures("own_database")

PRODUCT = "catalog_product ORDER BY id"


@pytest.fixture(params=["with the lock", "without"])
def is_locked(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "with the lock")


def without_locks(patched: pytest.MonkeyPatch) -> None:
    patched.setattr(QuerySet, "select_for_update", lambda rows, **_: rows)


def in_shop(shop: Shop, act: Callable[[], object]) -> str:
    try:
        with shop.open():
            act()
    except ProductChanged:
        return "refused"
    finally:
        connection.close()
    return "done"


def test_archiving_while_somebody_saves(own_database: str, is_locked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the lock the save writes the status it had read back, and shoppers see the product again."""
    shop = Shop(own_database, stock=[1])
    with shop.open():
        product_id = Product.objects.get().pk
        renamed = replace(desk_product(product_id).draft, title=Bilingual("عود", "Oud"))
    if not is_locked:
        without_locks(monkeypatch)
    shop.at_once(
        lambda: in_shop(shop, lambda: archive_product(product_id=product_id, now=NOON)),
        lambda: in_shop(shop, lambda: change_product(product_id=product_id, draft=renamed, now=NOON)),
        at=PRODUCT,
    )
    with shop.open():
        assert Product.objects.values_list("title_en", "status").get() == (
            "Oud",
            "archived" if is_locked else "published",
        )


def test_two_who_saw_the_same_product(own_database: str, is_locked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is refused; without the lock both are let through, and what the first wrote is lost."""
    shop = Shop(own_database, stock=[1])
    with shop.open():
        product = Product.objects.get()

    def change() -> None:
        hold_product(product_id=product.pk, seen=product.changed_at)
        Product.objects.filter(pk=product.pk).update(changed_at=LATER)

    if not is_locked:
        without_locks(monkeypatch)
    answers = shop.at_once(lambda: in_shop(shop, change), lambda: in_shop(shop, change), at=PRODUCT)
    assert sorted(answers) == (["done", "refused"] if is_locked else ["done", "done"])


def test_a_sale_while_a_file_sets_the_stock(
    own_database: str, tmp_path: Path, is_locked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many lie there as the file says; without the lock as many fewer as were being sold."""
    shop = Shop(own_database, stock=[7])
    assert shop.reserve("order:1", {shop.variants[0]: 2}) == "reserved"
    columns = {"option1_name_en": "Size", "option1_name_ar": "الحجم", "option1_value_en": "50 ml"}
    row = columns | {"option1_value_ar": "50 مل", "handle": "oud-perfume", "title_en": "Oud perfume"}
    path = own_file(tmp_path / "a.csv", [row | {"sku": "OUD-50", "price": "125", "stock": "10"}])
    if not is_locked:
        without_locks(monkeypatch)

    def bring() -> list[str]:
        try:
            return run_import(path)
        finally:
            connection.close()

    answers = shop.at_once(lambda: in_shop(shop, lambda: commit_stock("order:1", now=NOON)), bring)
    assert answers[0] == "done"
    assert shop.levels()[0] == ((10, 0) if is_locked else (8, 0))
