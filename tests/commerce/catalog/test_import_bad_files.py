"""Files that are not what they should be: each told in the reader's language, and good rows kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError

from commerce.catalog.application.use_cases.create_product import create_product
from commerce.catalog.domain.policies import MOST_VARIANTS
from commerce.catalog.infrastructure.own_csv import COLUMNS
from commerce.catalog.models import Product, Variant
from tests.commerce.catalog.builders import NOON, simple_draft
from tests.commerce.catalog.product_files import (
    MUSK,
    OUD,
    OUD_LARGE,
    own_file,
    run_failing_import,
    run_import,
    shopify_file,
)

pytestmark = pytest.mark.usefixtures("in_noor")

Write = Callable[[Path], object]


def as_encoded(encoding: str) -> Write:
    return lambda path: path.write_bytes(own_file(path, [OUD, MUSK]).read_text(encoding="utf-8").encode(encoding))


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "This is not a CSV file."),
        (lambda path: path.write_bytes(b"PK\x03\x04" + b"\x14\x00" * 40), "This is not a CSV file."),
        (lambda path: path.write_bytes(b"handle,title\n" + b"\xff\x00\x01" * 50), "This is not a CSV file."),
        (as_encoded("utf-16"), "This text is in UTF-16, not in UTF-8."),
        (as_encoded("utf-16-le"), "This text is in UTF-16, not in UTF-8."),
        (lambda path: path.write_bytes("handle,title\na,عطر العود\n".encode("cp1256")), "This text is in cp1256"),
        (lambda path: path.write_bytes(b"handle,title\na,caf\xe9\n"), "This text is not in UTF-8."),
        (lambda path: path.write_bytes(b""), "is empty."),
        (lambda path: None, "There is no file"),
        (lambda path: own_file(path, [], ["handle", "sku"]), "The first row lacks these columns: status, title_ar,"),
        (
            lambda path: path.write_text("Handle,Title\na,A\n"),
            "lacks these columns: Option1 Name, Option1 Value, Variant",
        ),
        (lambda path: own_file(path, []), "No product could be read."),
        (lambda path: own_file(path, [{**MUSK, "price": "free"}]), "No product could be read."),
    ],
)
def test_nothing_to_read(tmp_path: Path, write: Write, message: str) -> None:
    path = tmp_path / "products.csv"
    write(path)
    with pytest.raises(CommandError) as refusal:
        run_import(path)
    assert message in str(refusal.value)
    assert refusal.value.returncode == 1
    assert not Product.objects.exists()


def test_a_store_nobody_opened(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no store “nobody”"):
        run_import(own_file(tmp_path / "a.csv", [MUSK]), store="nobody")


BAD_ROWS = [
    ({"price": "-5"}, "“-5” in price is less than nothing."),
    ({"price": "12 SAR"}, "“12 SAR” in price is not an amount in SAR."),
    ({"price": "1.999"}, "“1.999” in price is not an amount in SAR."),
    ({"price": ""}, "The column price is empty."),
    ({"compare_at_price": "much"}, "“much” in compare_at_price is not an amount in SAR."),
    ({"stock": "-1"}, "“-1” in stock is not a whole number that makes sense there."),
    ({"stock": "1.5"}, "“1.5” in stock is not a whole number that makes sense there."),
    ({"weight_grams": "heavy"}, "“heavy” in weight_grams is not a whole number that makes sense there."),
    ({"sku": ""}, "There is no SKU."),
    ({"sku": "S" * 101}, "An SKU has at most 100 characters"),
    ({"sku": "musk"}, "The SKU “musk” stands in row 2 already."),
    ({"sku": "TAKEN"}, "The SKU “TAKEN” belongs to the product “taken”."),
    ({"handle": ""}, "There is no handle, so the row belongs to no product."),
    ({"handle": "☆☆"}, "The handle “☆☆” has no letter or digit for an address."),
    ({"status": "hidden"}, "“hidden” is no status."),
    ({"title_ar": "", "title_en": ""}, "The product has no title."),
    ({"option1_name_en": "Size"}, "The variant lacks a value of one of the product's options."),
    ({"option4_value_en": "Gold"}, "A product can have three options; option4_value_en is one more."),
]


@pytest.mark.parametrize(("changes", "message"), BAD_ROWS)
def test_a_bad_row_is_named_and_the_others_kept(tmp_path: Path, changes: dict[str, str], message: str) -> None:
    create_product(draft=simple_draft("taken", "Taken"), now=NOON)
    bad = {**MUSK, "handle": "bad", "sku": "BAD", **changes}
    rows = [MUSK, bad, {**MUSK, "handle": "good", "sku": "GOOD"}]
    path = tmp_path / "products.csv"
    own_file(path, rows, [*COLUMNS, "option4_value_en"])
    said = run_import(path)
    assert said[0].startswith(f"Row 3: {message}")
    assert said[-1] == "Problems: 1. Notes: 0."
    assert sorted(Product.objects.values_list("slug", flat=True)) == ["good", "taken", "مسك"]


def test_a_bad_variant_leaves_its_product(tmp_path: Path) -> None:
    path = own_file(tmp_path / "a.csv", [{**OUD, "price": "?"}, OUD_LARGE])
    said = run_import(path)
    assert said[0].startswith("Row 2: “?” in price")
    assert [row.sku for row in Variant.objects.all()] == ["OUD-100"]
    assert Product.objects.get().title_en == "Oud perfume"


def test_two_variants_with_the_same_values(tmp_path: Path) -> None:
    twin = {**OUD, "sku": "TWIN"}
    assert run_import(own_file(tmp_path / "a.csv", [OUD, twin]))[0] == (
        "Row 3: “TWIN” has the same option values as “OUD-50”."
    )
    said = run_failing_import(own_file(tmp_path / "b.csv", [twin]))
    assert said[0] == "Row 2: “TWIN” has the same option values as “OUD-50”."


def test_rows_of_a_product_that_lie_apart(tmp_path: Path) -> None:
    said = run_import(own_file(tmp_path / "a.csv", [OUD, MUSK, OUD_LARGE]))
    assert said[0].startswith("Row 4: “oud-perfume” stood further up already.")


def test_a_quote_that_never_closes(tmp_path: Path) -> None:
    path = own_file(tmp_path / "a.csv", [MUSK])
    path.write_text(path.read_text(encoding="utf-8") + 'broken,"' + "x" * (2 << 20), encoding="utf-8")
    said = run_import(path)
    assert said[0].startswith("Row 3: From here on the file can't be read as a table")
    assert Product.objects.count() == 1


def test_a_product_without_end(tmp_path: Path) -> None:
    rows = [
        {**MUSK, "handle": "m", "sku": f"M-{n}", "option1_name_en": "N", "option1_value_en": str(n)}
        for n in range(MOST_VARIANTS * 4 + 2)
    ]
    said = run_import(own_file(tmp_path / "a.csv", [MUSK, *rows]))
    assert said[:3] == [
        "Row 1003: A product can have at most 1000 rows.",
        "Row 1004: A product can have at most 1000 rows.",
        "Row 3: A product can have at most 250 variants.",
    ]
    assert Product.objects.count() == 1


def test_shopify_rows_with_a_fourth_option(tmp_path: Path) -> None:
    row = {"Handle": "a", "Title": "A", "Option1 Name": "Size", "Option1 Value": "S", "Variant Price": "1"}
    path = shopify_file(tmp_path / "a.csv", [{**row, "Option4 Value": "x"}, {**row, "Handle": "b"}], "Option4 Value")
    said = run_import(path)
    assert said[0] == "Row 2: A product can have three options; Option4 Value is one more."
    assert Product.objects.get().slug == "b"


def test_messages_in_arabic(tmp_path: Path) -> None:
    said = run_import(own_file(tmp_path / "a.csv", [MUSK, {**MUSK, "handle": "bad"}]), language="ar")
    assert said[0] == "الصف 3: الرمز «MUSK» موجود من قبل في الصف 2."
    assert said[-1] == "المشكلات: 1. الملاحظات: 0."
