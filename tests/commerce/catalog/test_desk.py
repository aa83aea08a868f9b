"""The form of a product on the merchant's desk."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from PIL import Image

from commerce.accounts.domain.policies import Role
from commerce.accounts.models import User
from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.create_product import create_product
from commerce.catalog.application.use_cases.unpublish_product import unpublish_product
from commerce.catalog.models import (
    OptionValue,
    Product,
    ProductCategory,
    ProductImage,
    ProductTag,
    StockLevel,
    StockMovement,
    Variant,
)
from commerce.core.bilingual import Bilingual
from commerce.core.scope import tenant_scope
from commerce.media.models import StoreImage, StoreRendition
from tests.commerce.catalog.builders import NOON, oud_draft, published, simple_draft, variants_of, words
from tests.commerce.catalog.desk import LARGE, NEW, SMALL, edit, marked, member, pair, posted_again, sent
from tests.commerce.catalog.product_files import own_file, run_import
from tests.commerce.catalog.test_another_store import stored_image


@pytest.fixture
def manager(in_noor: Any) -> Client:
    return member(in_noor, Role.MANAGER)


def test_a_product_is_made_with_everything(manager: Client, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    shelf = create_category(name=Bilingual("عطور", "Perfumes"))
    face, other = stored_image("face"), stored_image("other")
    assert manager.get(NEW).status_code == 200
    data = sent([LARGE, SMALL], face.pk, other.pk, categories=[shelf], move="published", description_ar=CONTENT)
    answer = manager.post(NEW, data)
    product = Product.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == edit(product.pk)
    assert (product.slug, product.status, product.lowest_price_minor) == ("oud-perfume", "published", 12550)
    assert product.description_ar == "<p>رائحة <b>تدوم</b></p>"
    assert [row.sku for row in variants_of(product.pk)] == ["OUD-50", "OUD-100"]
    assert ProductCategory.objects.get().category_id == shelf
    assert ProductTag.objects.count() == 2
    assert list(ProductImage.objects.order_by("position").values_list("image_id", flat=True)) == [other.pk, face.pk]
    assert StoreRendition.objects.count() == 6
    assert StockMovement.objects.get().delta_on_hand == 7
    assert StockMovement.objects.get().actor == f"staff:{User.objects.get(email='manager@noor.example').pk}"
    page = manager.get(answer["Location"]).content.decode()
    for shown in ("OUD-50", "125.50", "50 مل", "الحجم", "عطر العود", "جديد | New", "renditions"):
        assert shown in page


CONTENT = (
    '{"entityMap": {}, "blocks": [{"key": "a", "type": "unstyled", "depth": 0, "text": "رائحة تدوم", '
    '"entityRanges": [], "inlineStyleRanges": [{"offset": 6, "length": 4, "style": "BOLD"}]}]}'
)


def test_saving_what_is_shown_changes_nothing(manager: Client) -> None:
    product = published(oud_draft(description=Bilingual("<h3>عود</h3><ul><li>هندي</li></ul>", "It lasts.")), stock=[3])
    Variant.objects.filter(sku="OUD-100").update(is_active=False)
    before = facts(product.pk)
    assert manager.post(edit(product.pk), posted_again(manager.get(edit(product.pk)))).status_code == 302
    assert facts(product.pk) == before


def facts(product_id: int) -> list[Any]:
    rows = Variant.objects.filter(product_id=product_id).order_by("pk")
    products = Product.objects.filter(pk=product_id)
    return [
        *products.values_list("title_ar", "slug", "status", "description_ar", "description_en", "lowest_price_minor"),
        *rows.values_list("pk", "sku", "price_minor", "compare_at_minor", "is_active", "position"),
        *OptionValue.objects.order_by("position").values_list("label_ar", "label_en"),
        StockMovement.objects.count(),
    ]


def test_a_product_is_changed_row_by_row(manager: Client) -> None:
    product = published(oud_draft(), stock=[3])
    small, large = variants_of(product.pk)
    data = posted_again(manager.get(edit(product.pk)))
    data |= {"variants-0-price": "99", "variants-0-compare_at": "", "slug": "oud"}
    assert manager.post(edit(product.pk), data).status_code == 302
    small.refresh_from_db()
    assert (small.price_minor, small.compare_at_minor, Product.objects.get().slug) == (9900, None, "oud")
    data = posted_again(manager.get(edit(product.pk)))
    del data["variants-1-is_active"]
    data |= {"variants-1-sku": ""} | pair("option0-values-1-ar", "option0-values-1-en", "")
    assert manager.post(edit(product.pk), data).status_code == 302
    assert [row.pk for row in variants_of(product.pk)] == [small.pk]
    for status in ("draft", "archived", "published"):
        data = posted_again(manager.get(edit(product.pk))) | {"move": status}
        assert manager.post(edit(product.pk), data).status_code == 302
        assert Product.objects.get().status == status
    assert large.pk


def test_a_new_option_asks_for_its_variants(manager: Client) -> None:
    """What there was becomes the first value's; each other combination gets a row to fill in, and nothing is lost."""
    product = published(simple_draft("MUSK", "Musk"), stock=[4])
    data = posted_again(manager.get(edit(product.pk)))
    data |= {"title_en": "Musk oil", **pair("option0-name_ar", "option0-name_en", "Size")}
    data |= pair("option0-values-0-ar", "option0-values-0-en", "S") | pair(
        "option0-values-1-ar", "option0-values-1-en", "L"
    )
    page = manager.post(edit(product.pk), data)
    assert page.status_code == 200
    assert Variant.objects.count() == 1
    again = posted_again(page)
    assert again["title_en"] == "Musk oil"
    assert (again["variants-0-sku"], again["variants-0-value0"], again["variants-0-pieces"]) == ("MUSK", "0", "4")
    assert (again["variants-1-sku"], again["variants-1-value0"], again["variants-1-price"]) == ("MUSK-2", "1", "50.00")
    assert manager.post(edit(product.pk), again).status_code == 302
    assert [(row.sku, row.combination != "") for row in variants_of(product.pk)] == [("MUSK", True), ("MUSK-2", True)]
    assert StockLevel.objects.get(variant__sku="MUSK").on_hand == 4
    data = posted_again(manager.get(edit(product.pk)))
    data |= pair("option0-values-1-ar", "option0-values-1-en", "")
    assert manager.post(edit(product.pk), data).status_code == 302
    assert [row.sku for row in variants_of(product.pk) if row.is_active] == ["MUSK"]


def test_a_renamed_value_stays_with_its_variants(manager: Client) -> None:
    product = published(oud_draft())
    ids = [row.pk for row in variants_of(product.pk)]
    data = posted_again(manager.get(edit(product.pk))) | {"option0-values-0-en": "Fifty"}
    assert manager.post(edit(product.pk), data).status_code == 302
    assert [row.pk for row in variants_of(product.pk)] == ids
    assert list(OptionValue.objects.order_by("position").values_list("label_en", flat=True)) == ["Fifty", "100 ml"]


def test_missing_variants_are_made_on_demand(manager: Client) -> None:
    data = sent([SMALL], options=[("Size", ["S", "L"]), ("Colour", ["Red", "Blue"])], rows="add")
    page = manager.post(NEW, data)
    again = posted_again(page)
    chosen = [(again[f"variants-{row}-value0"], again[f"variants-{row}-value1"]) for row in range(4)]
    assert sorted(chosen) == [("0", "0"), ("0", "1"), ("1", "0"), ("1", "1")]
    assert not Product.objects.exists()
    for row in range(2, 4):
        again |= {f"variants-{row}-sku": ""}
        del again[f"variants-{row}-is_active"]
    answer = manager.post(NEW, again)
    assert answer.status_code == 422
    assert answer.context["editor"].grid.cards[0][1].forms[1].errors["ar"]


PLACES: list[tuple[dict[str, Any], list[dict[str, Any]], str]] = [
    ({"title_ar": "", "title_en": ""}, [SMALL, LARGE], "form.title_ar"),
    ({"slug": "not a slug"}, [SMALL, LARGE], "form.slug"),
    ({"slug": "taken"}, [SMALL, LARGE], "form.slug"),
    ({"categories": [987654]}, [SMALL, LARGE], "form.categories"),
    ({"option0-name_ar": "", "option0-name_en": ""}, [SMALL, LARGE], "option.name_ar"),
    ({"move": "published"}, [{**SMALL, "price": "0", "compare_at": ""}, LARGE], "0.price"),
    ({}, [{**SMALL, "price": "much"}, LARGE], "0.price"),
    ({}, [{**SMALL, "price": ""}, LARGE], "0.price"),
    ({}, [{**SMALL, "price": "-1", "compare_at": ""}, LARGE], "0.price"),
    ({}, [SMALL, {**LARGE, "compare_at": "200"}], "1.compare_at"),
    ({}, [SMALL, {**LARGE, "sku": "oud-50"}], "0.sku 1.sku"),
    ({}, [SMALL, {**LARGE, "sku": "THEIRS"}], "1.sku"),
    ({}, [SMALL, {**LARGE, "sku": ""}], "1.sku"),
    ({}, [SMALL, LARGE, {**LARGE, "sku": "TWIN"}], "1.sku 2.sku"),
    ({}, [SMALL, {**LARGE, "pieces": "-3"}], "1.pieces"),
    ({}, [SMALL, {**LARGE, "id": "987654"}], "form.__all__"),
]


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize(("changes", "rows", "places"), PLACES)
def test_a_refusal_stands_at_its_field_and_nothing_is_kept_or_lost(
    manager: Client, changes: dict[str, Any], rows: list[dict[str, Any]], places: str
) -> None:
    create_product(draft=simple_draft("THEIRS", "Taken"), now=NOON)
    data = sent(rows, **changes)
    answer = manager.post(NEW, data)
    assert answer.status_code == 422
    assert marked(answer.context["editor"]) == set(places.split())
    assert Product.objects.count() == 1
    again = posted_again(answer)
    for name, value in data.items():
        if value not in ("", "null") and name not in {"move", "categories"}:
            assert again[name] in (str(value), [value]), name


@pytest.mark.sampled
@pytest.mark.parametrize(("rows", "words"), [("variants", "المنتج الواحد: 250"), ("option0-values", "100 قيمة")])
def test_more_rows_than_a_product_bears(manager: Client, rows: str, words: str) -> None:
    answer = manager.post(NEW, sent([SMALL, LARGE]) | {f"{rows}-TOTAL_FORMS": 251}, headers={"accept-language": "ar"})
    assert answer.status_code in {200, 422}
    page = answer.content.decode()
    assert "Please submit" not in page
    assert words in page


def test_pieces_change_by_what_was_typed_and_with_a_reason(manager: Client) -> None:
    product = published(oud_draft(), stock=[5, 5])
    small = variants_of(product.pk)[0]
    data = posted_again(manager.get(edit(product.pk))) | {"variants-0-pieces": "٩"}
    answer = manager.post(edit(product.pk), data)
    assert marked(answer.context["editor"]) == {"form.stock_reason"}
    StockLevel.objects.filter(variant=small).update(on_hand=4)  # one was sold since the page was shown
    assert manager.post(edit(product.pk), data | {"stock_reason": "Found a box"}).status_code == 302
    assert StockLevel.objects.get(variant=small).on_hand == 8
    StockLevel.objects.filter(variant=small).update(reserved=8)
    data = posted_again(manager.get(edit(product.pk))) | {"variants-0-pieces": "1", "stock_reason": "Broken"}
    assert marked(manager.post(edit(product.pk), data).context["editor"]) == {"0.pieces"}


def test_pieces_that_somebody_else_counted_meanwhile_are_shown_again(manager: Client) -> None:
    product = published(simple_draft("MUSK"), stock=[10])
    typed = {"variants-0-pieces": "2", "stock_reason": "Counted"}
    data = posted_again(manager.get(edit(product.pk))) | typed
    StockLevel.objects.update(on_hand=5)
    answer = manager.post(edit(product.pk), data)
    assert marked(answer.context["editor"]) == {"0.pieces"}
    assert "غيّر شخص آخر مخزون MUSK" in answer.content.decode()
    assert manager.post(edit(product.pk), posted_again(answer)).status_code == 302
    assert StockLevel.objects.get().on_hand == 2


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_unseen(manager: Client) -> None:
    product = published(oud_draft())
    data = posted_again(manager.get(edit(product.pk)))
    unpublish_product(product_id=product.pk, now=NOON + timedelta(hours=1))
    answer = manager.post(edit(product.pk), data | {"title_en": "Mine"})
    assert marked(answer.context["editor"]) == {"form.__all__"}
    assert manager.post(edit(product.pk), posted_again(answer)).status_code == 302
    assert Product.objects.get().title_en == "Mine"


def test_a_form_that_was_open_during_an_import_does_not_undo_it_unseen(manager: Client, tmp_path: Path) -> None:
    product = published(simple_draft("MUSK", "Musk"))
    data = posted_again(manager.get(edit(product.pk)))
    run_import(own_file(tmp_path / "a.csv", [{"handle": "musk", "title_en": "Musk", "sku": "MUSK", "price": "77"}]))
    answer = manager.post(edit(product.pk), data | {"title_en": "Mine"})
    assert marked(answer.context["editor"]) == {"form.__all__"}
    assert Variant.objects.get().price_minor == 7700
    again = posted_again(answer)
    assert (again["title_en"], again["variants-0-price"]) == ("Mine", "50.00")
    assert manager.post(edit(product.pk), again | {"changed_at": "nonsense"}).status_code == 422
    assert manager.post(edit(product.pk), again).status_code == 302
    assert (Product.objects.get().title_en, Variant.objects.get().price_minor) == ("Mine", 5000)


# Wagtail leaves the temporary files of its own thumbnails open.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <function SpooledTemporaryFile")
def test_pictures_come_along_and_are_kept_whatever_becomes_of_the_rest(
    manager: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    first = stored_image("first")
    files = [upload("new.png"), SimpleUploadedFile("script.png", b"<script>alert(1)</script>")]
    answer = manager.post(NEW, sent([SMALL], first.pk, uploads=files, title_ar="", title_en="", options=[]))
    assert answer.status_code == 422
    new = StoreImage.objects.get(title="new")
    assert str(new.uploaded_by_user) == "The manager"
    again = posted_again(answer)
    assert (again["images-1-image"], "images-2-image" in again) == (str(new.pk), False)
    assert StoreRendition.objects.filter(image=new).count() == 3
    assert "script.png" in answer.content.decode()
    assert manager.post(NEW, again | {"title_en": "Oud"}).status_code == 302
    product = Product.objects.get()
    images = ProductImage.objects.order_by("position")
    assert list(images.values_list("image_id", flat=True)) == [first.pk, new.pk]
    data = posted_again(manager.get(edit(product.pk))) | {"images-0-DELETE": "on"}
    assert manager.post(edit(product.pk), data).status_code == 302
    assert list(images.values_list("image_id", flat=True)) == [new.pk]


def upload(name: str) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "#7a5230").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def test_rows_of_another_store_are_refused(manager: Client, souq: Any, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    with tenant_scope(souq.pk), transaction.atomic():
        foreign = published(oud_draft(), stock=[5, 5])
        shelf = create_category(name=words("Souq"))
        variant = variants_of(foreign.pk)[0].pk
        image = stored_image("Souq").pk
    product = published(oud_draft(), stock=[5, 5])
    before = facts(product.pk)
    data = posted_again(manager.get(edit(product.pk)))
    picture = {"images-TOTAL_FORMS": 1, "images-0-image": image}
    for change, place in (
        ({"categories": [shelf]}, "form.categories"),
        ({"variants-0-id": variant}, "form.__all__"),
        (picture, "pictures"),
    ):
        answer = manager.post(edit(product.pk), {**data, **change})
        assert answer.status_code == 422
        assert marked(answer.context["editor"]) == {place}
        assert "Souq" not in answer.content.decode()
    assert facts(product.pk) == before
    assert not ProductImage.objects.exists()
