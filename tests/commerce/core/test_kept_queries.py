"""Querysets that are built once serve every store and every thread."""

from __future__ import annotations

from threading import Thread
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from commerce.catalog.models import Product, Variant
from commerce.core.kept_queries import built_once
from commerce.core.scope import tenant_scope
from tests.commerce.carts.shop import put_on_shelf


def sold_products(builds: list[int]) -> Any:
    @built_once
    def products() -> QuerySet[Any]:
        builds.append(1)
        return Product.objects.annotate(has_variant=Exists(Variant.objects.filter(product=OuterRef("pk"))))

    return products


def test_each_store_finds_its_own_rows_by_the_same_queryset(in_noor: Any, souq: Any) -> None:
    builds: list[int] = []
    products = sold_products(builds)
    put_on_shelf("OUD")
    assert [(each.slug, each.has_variant) for each in products()] == [("oud", True)]
    with tenant_scope(souq.pk):
        assert list(products()) == []
        put_on_shelf("MUSK")
        assert [(each.slug, each.has_variant) for each in products()] == [("musk", True)]
    assert builds == [1]


def test_what_is_asked_of_one_copy_the_next_knows_nothing_of(in_noor: Any) -> None:
    products = sold_products([])
    put_on_shelf("OUD")
    assert list(products().filter(slug="musk")) == []
    assert products().count() == 1
    put_on_shelf("MUSK")
    assert len(products()) == 2, "nothing found before is kept"


def test_threads_share_none() -> None:
    builds: list[int] = []
    products = sold_products(builds)
    threads = [Thread(target=lambda: [products() for _ in range(3)]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert builds == [1, 1]
