"""Statements that are made once serve every store, every thread and every value, and keep nothing of one."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.test.utils import CaptureQueriesContext

from commerce.catalog.models import Product, Variant
from commerce.core.among import Among
from commerce.core.blanks import TENANT
from commerce.core.database.base import OutsideTransaction
from commerce.core.kept_statements import kept_statement
from commerce.core.scope import ScopeUnset, closed_scope, current_tenant_id, system_scope, tenant_scope
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import put_on_shelf


def sold_product(builds: list[int]) -> Callable[..., list[Any]]:
    @kept_statement
    def rows(slug: Any) -> QuerySet[Any]:
        builds.append(1)
        variants = Variant.objects.filter(product=OuterRef("pk"))
        return Product.objects.filter(Exists(variants), slug=slug).values_list("slug", flat=True)

    return rows


def test_each_store_finds_its_own_rows_by_the_same_statement(in_noor: Any, souq: Any) -> None:
    builds: list[int] = []
    rows = sold_product(builds)
    put_on_shelf("OUD")
    assert rows(slug="oud") == ["oud"]
    with tenant_scope(souq.pk):
        assert rows(slug="oud") == []
        put_on_shelf("MUSK")
        assert rows(slug="musk") == ["musk"]
    assert rows(slug="musk") == []
    assert builds == [1]


def test_the_tenant_stands_in_every_part_of_the_statement(in_noor: Any, souq: Any) -> None:
    """Row security is a wall behind this one: the statement names the tenant by itself."""
    rows = sold_product([])
    rows(slug="oud")
    with tenant_scope(souq.pk), CaptureQueriesContext(connection) as captured:
        rows(slug="oud")
    (sent,) = captured
    assert sent["sql"].count(f'"tenant_id" = {souq.pk}') == 2
    assert f'"tenant_id" = {in_noor.pk}' not in sent["sql"]


def test_nothing_found_before_is_kept(in_noor: Any) -> None:
    rows = sold_product([])
    assert rows(slug="oud") == []
    put_on_shelf("OUD")
    assert rows(slug="oud") == ["oud"]


def test_models_come_with_what_was_annotated_and_joined(in_noor: Any, django_assert_num_queries: Any) -> None:
    @kept_statement
    def rows(ids: Any) -> QuerySet[Any]:
        return Variant.objects.select_related("product").filter(Among("pk", ids)).order_by("sku")

    wanted = [put_on_shelf("MUSK"), put_on_shelf("OUD")]
    put_on_shelf("ROSE")
    with django_assert_num_queries(1):
        assert [(row.sku, row.product.slug) for row in rows(ids=wanted)] == [("MUSK", "musk"), ("OUD", "oud")]
    assert [row.pk for row in rows(ids=wanted[:1])] == wanted[:1]


def test_what_belongs_to_one_store_is_not_kept_for_all(in_noor: Any) -> None:
    @kept_statement
    def of_this_store() -> QuerySet[Any]:
        return Tenant.objects.filter(pk=current_tenant_id())

    @kept_statement
    def of_a_row() -> QuerySet[Any]:
        return Variant.objects.filter(product=Product.objects.first())

    for rows in (of_this_store, of_a_row):
        with pytest.raises(ScopeUnset):
            rows()


def test_the_open_store_itself_is_a_blank_too(in_noor: Any, souq: Any) -> None:
    @kept_statement
    def store() -> QuerySet[Any]:
        return Tenant.objects.filter(pk=TENANT).values_list("slug", flat=True)

    assert store() == ["noor"]
    with tenant_scope(souq.pk):
        assert store() == ["souq"]


def test_it_is_of_one_store_only(in_noor: Any) -> None:
    rows = sold_product([])
    with closed_scope(), pytest.raises(ScopeUnset):
        rows(slug="oud")
    for stamp in (None, in_noor.pk):
        with system_scope(stamp=stamp), pytest.raises(ScopeUnset):
            rows(slug="oud")
    assert rows(slug="oud") == []


def test_a_value_that_is_not_said_is_missed(in_noor: Any) -> None:
    with pytest.raises(KeyError):
        sold_product([])()


def test_threads_share_none() -> None:
    builds: list[int] = []
    rows = sold_product(builds)

    def ask() -> None:
        for _ in range(3):
            with tenant_scope(1), pytest.raises(OutsideTransaction):
                rows(slug="oud")
        connection.close()

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert builds == [1, 1]
