"""Files that merchants bring, read into a store."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from commerce.catalog.application.queries import product_cards, product_page
from commerce.catalog.application.use_cases import import_products
from commerce.catalog.application.use_cases.reserve_stock import reserve_stock
from commerce.catalog.domain.imports import ImportedProduct, Remark
from commerce.catalog.infrastructure.own_csv import COLUMNS
from commerce.catalog.infrastructure.product_file import ProductFile, open_product_file
from commerce.catalog.models import (
    Category,
    Product,
    ProductCategory,
    ProductImage,
    ProductTag,
    StockLevel,
    StockMovement,
    Variant,
)
from commerce.core.bilingual import Bilingual
from commerce.core.models import ChangedObject
from tests.commerce.catalog.builders import NOON
from tests.commerce.catalog.product_files import (
    MUSK,
    OUD,
    OUD_LARGE,
    own_file,
    run_failing_import,
    run_import,
    shopify_file,
)
from tests.commerce.catalog.test_another_store import stored_image

pytestmark = pytest.mark.usefixtures("in_noor")

SHIRT = {
    "Handle": "blue-shirt",
    "Title": "Blue shirt",
    "Body (HTML)": '<p onclick="x()">Soft <b>cotton</b><script>alert(1)</script></p>',
    "Type": "Shirts",
    "Tags": "men, Summer",
    "Published": "true",
    "Option1 Name": "Size",
    "Option1 Value": "S",
    "Option2 Name": "Colour",
    "Option2 Value": "Blue",
    "Variant Grams": "226.796",
    "Variant Inventory Qty": "3",
    "Variant Price": "50.00",
    "Variant Compare At Price": "60.00",
    "Variant Barcode": "'6281000000024",
    "Image Src": "https://pictures.example/1.jpg",
    "Image Position": "1",
}
SHIRT_MEDIUM = {
    "Handle": "blue-shirt",
    "Option1 Value": "M",
    "Option2 Value": "Blue",
    "Variant SKU": "SHIRT-M",
    "Variant Inventory Qty": "-2",
    "Variant Price": "55",
}
SHIRT_PICTURE = {"Handle": "blue-shirt", "Image Src": "https://pictures.example/2.jpg", "Image Position": "2"}
CARD = {
    "Handle": "card",
    "Title": "بطاقة معايدة",
    "Published": "true",
    "Status": "draft",
    "Option1 Name": "Title",
    "Option1 Value": "Default Title",
    "Variant SKU": "CARD",
    "Variant Price": "5",
    "Variant Compare At Price": "4",
}


def stock() -> dict[str, int]:
    return dict(StockLevel.objects.values_list("variant__sku", "on_hand"))


def test_our_own_file(tmp_path: Path) -> None:
    said = run_import(own_file(tmp_path / "noor.csv", [OUD, OUD_LARGE, MUSK]))
    assert said == [
        "Products: 2 new, 0 changed, 0 as before.",
        "Variants: 3 new, 0 changed, 0 as before.",
        "Stock set: 2. Pictures added: 0.",
        "Problems: 0. Notes: 0.",
    ]
    page = product_page("oud-perfume")
    assert (page.title, page.description.en) == (Bilingual("عطر العود", "Oud perfume"), "<p>It lasts.</p>")
    assert [link.name for link in page.trail] == [Bilingual("عطور", "Perfumes"), Bilingual("عود", "Oud")]
    assert set(page.tags) == {Bilingual("جديد", "New"), Bilingual("Gift", "Gift")}
    small, large = page.variants
    assert (small.unit_price.minor, small.compare_at and small.compare_at.minor, small.available) == (12550, 15000, 5)
    assert (large.unit_price.minor, large.compare_at, large.option_label.ar) == (120000, None, "100 مل")
    assert product_page("مسك").title == Bilingual("مسك", "")
    assert stock() == {"OUD-50": 5, "OUD-100": 0, "MUSK": 7}


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    path = own_file(tmp_path / "noor.csv", [OUD, OUD_LARGE, MUSK])
    run_import(path)
    before = [
        list(table.objects.order_by("pk").values())
        for table in (Product, Variant, StockLevel, StockMovement, Category, ProductCategory, ProductTag, ChangedObject)
    ]
    said = run_import(path)
    assert said[:3] == [
        "Products: 0 new, 0 changed, 2 as before.",
        "Variants: 0 new, 0 changed, 3 as before.",
        "Stock set: 0. Pictures added: 0.",
    ]
    after = [
        list(table.objects.order_by("pk").values())
        for table in (Product, Variant, StockLevel, StockMovement, Category, ProductCategory, ProductTag, ChangedObject)
    ]
    assert after == before


def test_a_changed_file_changes_what_differs(tmp_path: Path) -> None:
    run_import(own_file(tmp_path / "noor.csv", [OUD, OUD_LARGE, MUSK]))
    cheaper = {**OUD, "sku": "oud-50", "price": "100", "stock": "9", "tags": "Eid"}
    said = run_import(own_file(tmp_path / "again.csv", [cheaper, {**OUD_LARGE, "stock": ""}]))
    assert said[:3] == [
        "Products: 0 new, 1 changed, 0 as before.",
        "Variants: 0 new, 1 changed, 1 as before.",
        "Stock set: 1. Pictures added: 0.",
    ]
    page = product_page("oud-perfume")
    assert (page.variants[0].sku, page.variants[0].unit_price.minor) == ("oud-50", 10000)
    assert [tag.en for tag in page.tags] == ["Eid"]
    assert stock() == {"oud-50": 9, "OUD-100": 0, "MUSK": 7}
    moved = StockMovement.objects.filter(variant__sku="oud-50").order_by("pk")
    assert [(row.kind, row.delta_on_hand, row.reference) for row in moved] == [
        ("received", 5, "import:noor.csv"),
        ("adjusted", 4, "import:again.csv"),
    ]
    assert product_cards(sort="price").items[1].price.minor == 10000


def test_variants_may_exchange_values_and_grow(tmp_path: Path) -> None:
    run_import(own_file(tmp_path / "a.csv", [OUD, OUD_LARGE]))
    swapped = [
        {**OUD, "option1_value_ar": "100 مل", "option1_value_en": "100 ml"},
        {**OUD_LARGE, "option1_value_ar": "50 مل", "option1_value_en": "50 ml"},
        {**OUD_LARGE, "sku": "OUD-200", "option1_value_ar": "200 مل", "option1_value_en": "200 ml"},
    ]
    said = run_import(own_file(tmp_path / "b.csv", swapped))
    assert said[1] == "Variants: 1 new, 2 changed, 0 as before."
    labels = {variant.sku: variant.option_label.en for variant in product_page("oud-perfume").variants}
    assert labels == {"OUD-50": "100 ml", "OUD-100": "50 ml", "OUD-200": "200 ml"}


def test_a_second_option_comes_with_the_whole_product(tmp_path: Path) -> None:
    run_import(own_file(tmp_path / "a.csv", [OUD, OUD_LARGE]))
    gold = {"option2_name_en": "Cap", "option2_value_en": "Gold"}
    (said,) = run_failing_import(own_file(tmp_path / "b.csv", [{**OUD, **gold}]))[:1]
    assert said.startswith("Row 2: “oud-perfume” has other variants in the store")
    run_import(own_file(tmp_path / "c.csv", [{**OUD, **gold}, {**OUD_LARGE, **gold}]))
    assert [row.name.en for row in product_page("oud-perfume").options] == ["Size", "Cap"]
    run_import(own_file(tmp_path / "d.csv", [OUD, OUD_LARGE]))
    assert [row.name.en for row in product_page("oud-perfume").options] == ["Size"]


def test_shopify_s_export(tmp_path: Path) -> None:
    said = run_import(shopify_file(tmp_path / "export.csv", [SHIRT, SHIRT_MEDIUM, SHIRT_PICTURE, CARD]))
    assert said == [
        "Row 2: There is no SKU, so it was made from the handle: “BLUE-SHIRT-S-BLUE”.",
        "Row 3: A stock of -2 was taken as 0.",
        "Row 2: Pictures that lie on the web and were not fetched: 2.",
        "Row 5: The former price 4 is not above the price and was left out.",
        "Products: 2 new, 0 changed, 0 as before.",
        "Variants: 3 new, 0 changed, 0 as before.",
        "Stock set: 1. Pictures added: 0.",
        "Problems: 0. Notes: 4.",
    ]
    page = product_page("blue-shirt")
    assert page.description.en == "<p>Soft <b>cotton</b></p>"
    assert [row.name.en for row in page.options] == ["Size", "Colour"]
    small = Variant.objects.get(sku="BLUE-SHIRT-S-BLUE")
    assert (small.price_minor, small.compare_at_minor, small.weight_grams, small.barcode) == (
        5000,
        6000,
        226,
        "6281000000024",
    )
    card = Product.objects.get(slug="card")
    assert (card.status, card.title_ar, card.title_en) == ("draft", "بطاقة معايدة", "")
    assert not card.options.exists()
    assert run_import(tmp_path / "export.csv")[4] == "Products: 0 new, 0 changed, 2 as before."


def test_semicolons_and_a_mark_at_the_beginning(tmp_path: Path) -> None:
    path = own_file(tmp_path / "a.csv", [MUSK])
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8-sig")
    assert run_import(path)[0] == "Products: 1 new, 0 changed, 0 as before."


@pytest.mark.parametrize("before", ["sep=,\n", "\n\n", " ,,\nsep=,\n"])
def test_what_may_stand_before_the_header(tmp_path: Path, before: str) -> None:
    path = own_file(tmp_path / "a.csv", [MUSK, {**MUSK, "handle": "bad", "sku": ""}])
    path.write_text(before + path.read_text(encoding="utf-8"), encoding="utf-8")
    said = run_import(path)
    assert said[0] == f"Row {3 + before.count(chr(10))}: There is no SKU."
    assert said[1] == "Products: 1 new, 0 changed, 0 as before."


def test_column_names_in_any_case(tmp_path: Path) -> None:
    path = own_file(tmp_path / "a.csv", [MUSK], [column for column in COLUMNS if MUSK.get(column)])
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header.upper(), *rows]), encoding="utf-8")
    assert run_import(path)[0] == "Products: 1 new, 0 changed, 0 as before."
    path = shopify_file(tmp_path / "b.csv", [CARD])
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header.lower(), *rows]), encoding="utf-8")
    assert run_import(path)[-4] == "Products: 1 new, 0 changed, 0 as before."


def test_a_file_that_says_nothing_of_the_status_leaves_it(tmp_path: Path) -> None:
    path = own_file(tmp_path / "a.csv", [{**MUSK, "status": ""}])
    run_import(path)
    assert Product.objects.get().status == "draft"
    for status in ("published", "archived"):
        Product.objects.update(status=status)
        run_import(path)
        assert Product.objects.get().status == status


def test_a_variant_taken_off_sale_at_the_desk_stays_so(tmp_path: Path) -> None:
    path = own_file(tmp_path / "a.csv", [OUD, OUD_LARGE])
    run_import(path)
    Variant.objects.filter(sku="OUD-100").update(is_active=False)
    said = run_import(path)
    assert said[0] == "Row 3: “OUD-100” was taken off sale at the desk and stays so."
    assert not Variant.objects.get(sku="OUD-100").is_active


@pytest.mark.usefixtures("_media")
def test_pictures_by_their_titles_in_the_library(tmp_path: Path) -> None:
    face, large = stored_image("oud.webp"), stored_image("large.webp")
    rows = [{**OUD, "image": "oud.webp"}, {**OUD_LARGE, "image": "large.webp"}, {**MUSK, "image": "lost.webp"}]
    path = own_file(tmp_path / "a.csv", rows)
    said = run_import(path)
    assert said[0] == "Row 4: There is no picture “lost.webp” in the store."
    assert said[3] == "Stock set: 2. Pictures added: 2."
    shown = ProductImage.objects.order_by("position").values_list("image_id", "variant__sku")
    assert list(shown) == [(face.pk, "OUD-50"), (large.pk, "OUD-100")]
    assert len(product_page("oud-perfume").pictures) == 2
    assert run_import(path)[3] == "Stock set: 0. Pictures added: 0."


@pytest.fixture
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


def test_stock_that_is_promised_stays(tmp_path: Path) -> None:
    path = own_file(tmp_path / "a.csv", [MUSK])
    run_import(path)
    musk = Variant.objects.get(sku="MUSK").pk
    reserve_stock(subject="order:1", quantities={musk: 4}, expires_at=NOON, now=NOON)
    said = run_import(own_file(tmp_path / "b.csv", [{**MUSK, "stock": "3"}]))
    assert said[0] == "Row 2: The stock stays as it is. Pieces promised to orders: 4."
    assert stock() == {"MUSK": 7}


def test_what_shoppers_could_not_buy_stays_a_draft(tmp_path: Path) -> None:
    said = run_import(own_file(tmp_path / "a.csv", [{**MUSK, "price": "0"}]))
    assert said[0] == "Row 2: The product was kept as a draft: a variant has no price."
    assert Product.objects.get().status == "draft"


def test_a_file_is_read_as_a_stream(tmp_path: Path) -> None:
    rows = [{**MUSK, "handle": f"musk-{n}", "sku": f"MUSK-{n}"} for n in range(5000)]
    file = open_product_file(own_file(tmp_path / "a.csv", rows), "SAR", told)
    assert next(file.products()).handle == "musk-0"
    assert file.row < 5


def test_an_import_that_is_stopped_tells_what_it_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{**MUSK, "handle": f"musk-{n}", "sku": f"MUSK-{n}"} for n in range(5)]
    path = own_file(tmp_path / "a.csv", rows)
    monkeypatch.setattr(import_products, "MOST_PRODUCTS", 2)
    whole = ProductFile.products

    def stopped(file: ProductFile) -> Iterator[ImportedProduct]:
        yield from islice(whole(file), 3)
        raise KeyboardInterrupt

    monkeypatch.setattr(ProductFile, "products", stopped)
    said = io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("import_products", str(path), store="noor", stdout=said)
    assert end.value.code == 130
    assert said.getvalue().splitlines() == [
        "Products: 2 new, 0 changed, 0 as before.",
        "Variants: 2 new, 0 changed, 0 as before.",
        "Stock set: 2. Pictures added: 0.",
        "Problems: 0. Notes: 0.",
        "Stopped at row 5. What is counted above is in the store.",
    ]
    assert Product.objects.count() == 2


def test_nobody_reads_what_it_says(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as closed, pytest.raises(SystemExit) as end:
        call_command("import_products", str(own_file(tmp_path / "a.csv", [MUSK])), store="noor", stdout=closed)
    assert end.value.code == 141


def told(remark: Remark) -> None:
    raise AssertionError(remark)


@pytest.mark.long
def test_twenty_thousand_rows(tmp_path: Path) -> None:
    sizes = ("S", "M", "L", "XL")
    rows = (
        {
            **MUSK,
            "handle": f"musk-{number}",
            "title_en": f"Musk {number}",
            "sku": f"MUSK-{number}-{size}",
            "option1_name_en": "Size",
            "option1_value_en": size,
        }
        for number in range(5000)
        for size in sizes
    )
    said = run_import(own_file(tmp_path / "big.csv", rows))
    assert said[-4].startswith("Products: 5000 new")
    assert said[-3].startswith("Variants: 20000 new")


def test_costs_are_read_and_what_a_file_does_not_say_stays(tmp_path: Path) -> None:
    """Of Wasla's file the column `cost`, of Shopify's "Cost per item"."""

    def costs() -> dict[str, int | None]:
        return dict(Variant.objects.order_by("sku").values_list("sku", "cost_minor"))

    run_import(own_file(tmp_path / "a.csv", [OUD | {"cost": "٦٠٫٢٥"}, OUD_LARGE]))
    assert costs() == {"OUD-100": None, "OUD-50": 60_25}
    run_import(own_file(tmp_path / "b.csv", [OUD | {"cost": ""}, OUD_LARGE | {"cost": "0"}]))
    assert costs() == {"OUD-100": 0, "OUD-50": 60_25}
    without = [column for column in COLUMNS if column != "cost"]
    assert run_import(own_file(tmp_path / "c.csv", [OUD, OUD_LARGE], without))
    assert costs() == {"OUD-100": 0, "OUD-50": 60_25}
    run_import(shopify_file(tmp_path / "d.csv", [SHIRT | {"Variant SKU": "SHIRT-S", "Cost per item": "21.5"}]))
    assert costs()["SHIRT-S"] == 21_50


def test_a_cost_that_can_not_be_read_spoils_its_row(tmp_path: Path) -> None:
    run_import(own_file(tmp_path / "a.csv", [OUD | {"cost": "60"}, OUD_LARGE | {"cost": "-1"}]))
    assert list(Variant.objects.values_list("sku", "cost_minor")) == [("OUD-50", 60_00)]
