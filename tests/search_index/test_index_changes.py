from __future__ import annotations

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction

from commerce.catalog.application.use_cases.adjust_stock import adjust_stock
from commerce.catalog.domain.values import Status
from commerce.catalog.models import Product, Variant
from commerce.core import clock
from commerce.core.changes import mark_changed
from commerce.core.models import ChangedObject
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from search_index.application import writing
from search_index.application.queries import search_products
from search_index.application.turns import take_turn
from search_index.application.use_cases.index_changes import index_changes
from search_index.application.use_cases.index_store_changes import PAUSE_AFTER_DEFECT, index_store_changes
from search_index.models import SearchDocument
from tests.search_index.shelf import NOON, sell


def index_now(most: int = 300) -> int:
    return index_changes(now=clock.now(), most=most)


def titles(text: str) -> list[str]:
    return [card.title.ar or card.title.en for card in search_products(text=text).items]


def test_what_was_sold_since_is_found_after_the_sweep_and_the_marks_are_gone(in_noor: Any) -> None:
    sell("عطر العود", "Oud perfume", sku="OUD-50", tags=("هدايا",), about="<p>ثبات <b>طويل</b></p>")
    assert titles("عود") == []
    assert index_now() == 1
    assert not ChangedObject.objects.filter(kind="product").exists()
    for asked in ("عود", "perfume", "oud-50", "هدايا", "ثبات طويل"):
        assert titles(asked) == ["عطر العود"], asked
    assert titles("b") == [], "markup is no word"


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ARCHIVED])
def test_what_shoppers_do_not_see_is_not_found(in_noor: Any, status: Status) -> None:
    product_id = sell("عطر العود")
    index_now()
    Product.objects.filter(pk=product_id).update(status=status)
    mark_changed("product", [product_id])
    index_now()
    assert titles("عود") == []


def test_what_is_sold_out_is_not_found_until_it_is_back(in_noor: Any) -> None:
    product_id = sell("عطر العود", pieces=2)
    index_now()
    variant = Variant.objects.get(product_id=product_id)
    for by, found in ((-2, []), (5, ["عطر العود"])):
        adjust_stock(variant_id=variant.pk, by=by, reason="count", actor="test", now=NOON)
        index_now()
        assert titles("عود") == found


def test_what_was_deleted_is_not_found(in_noor: Any) -> None:
    product_id = sell("عطر العود")
    index_now()
    mark_changed("product", [product_id])
    SearchDocument.objects.filter(object_id=product_id).update(object_id=product_id + 1_000_000)
    mark_changed("product", [product_id + 1_000_000])
    index_now()
    assert list(SearchDocument.objects.values_list("object_id", flat=True)) == [product_id]


def test_a_kind_nobody_searches_for_is_forgotten(in_noor: Any) -> None:
    mark_changed("weather", [1])
    index_now()
    assert not ChangedObject.objects.exists()


def test_one_sweep_serves_every_store_and_mixes_none(noor: Any, souq: Any) -> None:
    for tenant, title in ((noor, "عطر نور"), (souq, "عطر سوق")):
        with tenant_scope(tenant.pk), transaction.atomic():
            sell(title)
    assert index_now() == 2
    for tenant, title in ((noor, "عطر نور"), (souq, "عطر سوق")):
        with tenant_scope(tenant.pk), transaction.atomic():
            assert titles("عطر") == [title]


def test_a_busy_store_takes_only_its_share(noor: Any, souq: Any) -> None:
    with tenant_scope(noor.pk), transaction.atomic():
        for number in range(5):
            sell(f"عطر {number}")
    with tenant_scope(souq.pk), transaction.atomic():
        sell("عطر سوق")
    assert index_now(most=2) == 3
    with tenant_scope(souq.pk), transaction.atomic():
        assert titles("عطر") == ["عطر سوق"]
    with tenant_scope(noor.pk), transaction.atomic():
        assert ChangedObject.objects.count() == 3


def test_what_changes_while_it_is_indexed_is_indexed_again(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    product_id = sell("عطر العود")
    write = writing.write_documents

    def write_and_change(kind: str, object_ids: Any, **more: Any) -> None:
        write(kind, object_ids, **more)
        Product.objects.filter(pk=product_id).update(title_ar="بخور")
        mark_changed("product", [product_id])

    module = "search_index.application.use_cases.index_store_changes.write_documents"
    monkeypatch.setattr(module, write_and_change)
    index_now()
    monkeypatch.setattr(module, write)
    assert ChangedObject.objects.count() == 1
    index_now()
    assert (titles("بخور"), titles("عود")) == (["بخور"], [])


def test_one_objects_defect_holds_nothing_up_and_is_tried_again_later(
    in_noor: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    good, bad = sell("عطر العود"), sell("عطر الورد")
    write = writing.write_documents

    def refuse_bad(kind: str, object_ids: Any, **more: Any) -> None:
        if bad in object_ids:
            raise ValueError("no document can be made of this")
        write(kind, object_ids, **more)

    module = "search_index.application.use_cases.index_store_changes.write_documents"
    monkeypatch.setattr(module, refuse_bad)
    now = clock.now()
    index_changes(now=now)
    assert titles("عطر") == ["عطر العود"]
    assert "no document can be made" in caplog.text
    assert list(ChangedObject.objects.values_list("object_id", "changed_at")) == [(bad, now + PAUSE_AFTER_DEFECT)]
    assert index_changes(now=now + PAUSE_AFTER_DEFECT / 2) == 0
    monkeypatch.setattr(module, write)
    assert index_changes(now=now + PAUSE_AFTER_DEFECT) == 1
    assert len(titles("عطر")) == 2
    assert good != bad


def test_the_number_of_statements_does_not_grow_with_the_changes(in_noor: Any) -> None:
    def statements(products: int) -> int:
        for number in range(products):
            sell(f"عطر {number}", tags=("هدايا",))
        connection.force_debug_cursor = True
        before = len(connection.queries_log)
        try:
            assert index_now() == products
            return len(connection.queries_log) - before
        finally:
            connection.force_debug_cursor = False

    assert statements(20) <= statements(2) + 1


@pytest.mark.usefixtures("own_database")
def test_two_workers_never_write_one_store_at_once() -> None:
    """While one transaction has the turn, another process passes by and touches nothing."""
    tenant_id = Tenant.objects.get(slug="noor").pk
    with tenant_scope(tenant_id), transaction.atomic():
        sell("عطر العود")
    looked_at: list[int] = []

    def other_worker() -> None:
        with tenant_scope(tenant_id):
            looked_at.append(index_store_changes(now=clock.now() + timedelta(seconds=1), most=10))
        connection.close()

    for _ in range(2):
        with tenant_scope(tenant_id), transaction.atomic():
            if not looked_at:
                assert take_turn(wait=False)
            thread = Thread(target=other_worker)
            thread.start()
            thread.join()
    assert looked_at == [0, 1]
