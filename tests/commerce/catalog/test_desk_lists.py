"""The list of products, stock and categories on the merchant's desk, and who may reach what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commerce.accounts.domain.policies import Role
from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.create_product import create_product
from commerce.catalog.models import (
    Category,
    ProductCategory,
    ProductImage,
    StockLevel,
    StockMovement,
    Variant,
)
from commerce.core.scope import tenant_scope
from commerce.media.application.use_cases.make_renditions import make_renditions
from tests.commerce.catalog.builders import NOON, oud_draft, published, simple_draft, variants_of, words
from tests.commerce.catalog.desk import member
from tests.commerce.catalog.test_another_store import stored_image


@pytest.fixture
def manager(in_noor: Any) -> Client:
    return member(in_noor, Role.MANAGER)


def test_the_list_shows_finds_and_filters(manager: Client, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    oud = published(oud_draft(), stock=[2, 1])
    musk = published(simple_draft("MUSK-1", "Musk"))
    create_product(draft=simple_draft("DRAFT-1", "Unfinished"), now=NOON)
    shelf = create_category(name=words("Musk"))
    ProductCategory.objects.create(product=musk, category_id=shelf)

    def listed(query: str) -> list[int]:
        page = manager.get(f"/manage/products/{query}")
        assert page.status_code == 200
        return [row.pk for row in page.context["object_list"]]

    page = manager.get("/manage/products/").content.decode()
    for shown in ("عطر العود", "125.00 ريال – 200.00 ريال", f"/manage/products/{oud.pk}/stock/"):
        assert shown in page
    assert len(listed("")) == 3
    assert listed("?q=العُود") == listed("?q=oud-100") == [oud.pk]
    assert listed("?stock=sold_out") == [musk.pk]
    assert listed("?stock=low") == [oud.pk]
    assert listed("?category=musk") == [musk.pk]
    assert len(listed("?status=draft")) == 1
    assert listed("?ordering=-lowest_price_minor")[0] == oud.pk
    assert manager.get("/manage/products/results/?q=oud").status_code == 200


def test_the_list_takes_the_same_statements_for_many(manager: Client, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    image = stored_image().pk
    make_renditions([image])
    counts = []
    for number in range(50):
        product = published(simple_draft(f"M-{number}", f"Musk {number}"), stock=[1])
        ProductImage.objects.create(product=product, image_id=image)
        if number in {1, 49}:
            manager.get("/manage/products/")
            with CaptureQueriesContext(connection) as statements:
                page = manager.get("/manage/products/")
            counts.append(len(statements))
    assert len(page.context["object_list"]) == 50
    assert counts[0] == counts[1]


def test_stock_is_changed_by_what_was_typed(in_noor: Any) -> None:
    product = published(oud_draft(), stock=[5, 5])
    small, large = variants_of(product.pk)
    client = member(in_noor, Role.FULFILMENT)
    path = f"/manage/products/{product.pk}/stock/"
    assert client.get(path).status_code == 200
    data = {
        "counts-TOTAL_FORMS": 2,
        "counts-INITIAL_FORMS": 2,
        "counts-0-variant_id": small.pk,
        "counts-0-shown": 5,
        "counts-0-pieces": 9,
        "counts-1-variant_id": large.pk,
        "counts-1-shown": 5,
        "counts-1-pieces": 5,
        "kind": "received",
        "reason": "New delivery",
    }
    StockLevel.objects.filter(variant=small).update(on_hand=4)  # one was sold since the page was shown
    assert client.post(path, data).status_code == 302
    assert StockLevel.objects.get(variant=small).on_hand == 8
    moved = StockMovement.objects.latest("pk")
    assert (moved.kind, moved.delta_on_hand, moved.reason) == ("received", 4, "New delivery")
    page = client.get(path).content.decode()
    assert "New delivery" in page
    assert "The fulfilment" in page
    StockLevel.objects.filter(variant=small).update(reserved=8)
    refused = client.post(path, {**data, "counts-0-pieces": 0})
    assert refused.context["counts"].forms[0].errors["pieces"]
    assert refused.status_code == 422
    assert StockLevel.objects.get(variant=small).on_hand == 8
    assert client.post(path, {**data, "reason": ""}).status_code == 422


def test_a_stale_form_says_that_somebody_changed_the_stock(in_noor: Any) -> None:
    product = published(simple_draft("MUSK"), stock=[10])
    [musk] = variants_of(product.pk)
    client = member(in_noor, Role.FULFILMENT)
    path = f"/manage/products/{product.pk}/stock/"
    data = {
        "counts-TOTAL_FORMS": 1, "counts-INITIAL_FORMS": 1, "counts-0-variant_id": musk.pk, "counts-0-shown": 10,
        "counts-0-pieces": 2, "kind": "adjusted", "reason": "Counted",
    }  # fmt: skip
    StockLevel.objects.filter(variant=musk).update(on_hand=5)
    refused = client.post(path, data)
    form = refused.context["counts"].forms[0]
    assert refused.status_code == 422
    assert form.errors["pieces"] == [
        "غيّر شخص آخر مخزون MUSK في هذه الأثناء. القطع الموجودة الآن: 5. راجع العدد ثم احفظ."
    ]
    again = data | {f"counts-0-{name}": form[name].value() for name in ("shown", "pieces")}
    assert client.post(path, again).status_code == 302
    assert StockLevel.objects.get(variant=musk).on_hand == 2


def test_categories_are_made_and_moved(manager: Client) -> None:
    top = {"name_ar": "عطور", "name_en": "Perfumes", "parent": "", "position": "", "slug": "", "picture": ""}
    assert manager.post("/manage/categories/new/", top).status_code == 302
    perfumes = Category.objects.get()
    assert manager.post("/manage/categories/new/", {**top, "name_en": "Oud", "parent": perfumes.pk}).status_code == 302
    oud = Category.objects.get(slug="oud")
    page = manager.get("/manage/categories/").content.decode()
    assert f"/manage/categories/{oud.pk}/" in page
    circle = manager.post(f"/manage/categories/{perfumes.pk}/", {**top, "parent": oud.pk})
    assert circle.status_code == 422
    assert manager.post(f"/manage/categories/{oud.pk}/", {**top, "name_en": "Agarwood"}).status_code == 302
    oud.refresh_from_db()
    assert (oud.slug, oud.name_en, oud.parent_id) == ("oud", "Agarwood", None)


CHANGES = {
    Role.MANAGER: {"product", "category", "stock"},
    Role.OWNER: {"product", "category", "stock"},
    Role.FULFILMENT: {"stock"},
    Role.MARKETER: set(),
    Role.ANALYST: set(),
}


@pytest.mark.parametrize("role", list(Role))
def test_who_may_do_what(in_noor: Any, role: Role) -> None:
    product = published(simple_draft("MUSK"), stock=[1])
    shelf = create_category(name=words("Musk"))
    client = member(in_noor, role)
    for path in ("/manage/products/", f"/manage/products/{product.pk}/stock/", "/manage/categories/"):
        assert client.get(path).status_code == 200, path
    paths = {
        "product": ["/manage/products/new/", f"/manage/products/{product.pk}/"],
        "category": ["/manage/categories/new/", f"/manage/categories/{shelf}/"],
        "stock": [f"/manage/products/{product.pk}/stock/"],
    }
    for what, addresses in paths.items():
        for path in addresses:
            status = client.post(path, {}).status_code
            assert (status == 422) is (what in CHANGES[role]), (path, status)
    assert Variant.objects.get().sku == "MUSK"


def test_another_store_s_are_not_there(in_noor: Any, souq: Any) -> None:
    with tenant_scope(souq.pk), transaction.atomic():
        product = published(simple_draft("SECRET", "Secret"), stock=[1])
        shelf = create_category(name=words("Secret shelf"))
    client = member(in_noor, Role.OWNER)
    for path in (
        f"/manage/products/{product.pk}/",
        f"/manage/products/{product.pk}/stock/",
        f"/manage/categories/{shelf}/",
        "/manage/products/987654/",
    ):
        assert client.get(path).status_code == 404
        assert client.post(path, {}).status_code == 404


def test_one_process_serves_two_stores_their_own(in_noor: Any, souq: Any) -> None:
    """Wagtail keeps classes of views, forms and filters for all stores; their choices are each store's own."""
    create_category(name=words("Shelf of Noor"))
    with tenant_scope(souq.pk), transaction.atomic():
        create_category(name=words("Shelf of Souq"))
    clients = {"Noor": member(in_noor, Role.OWNER), "Souq": member(souq, Role.OWNER)}
    for name in ("Noor", "Souq", "Noor"):
        other = "Souq" if name == "Noor" else "Noor"
        for path in ("/manage/products/", "/manage/products/new/", "/manage/categories/", "/manage/categories/new/"):
            page = clients[name].get(path).content.decode()
            assert f"Shelf of {name}" in page, path
            assert f"Shelf of {other}" not in page, path
