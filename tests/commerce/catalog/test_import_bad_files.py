"""Files that are not what they should be: each told in the reader's language, and good rows kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from commerce.catalog.application.use_cases.create_product import create_product
from commerce.catalog.application.use_cases.import_products import import_products
from commerce.catalog.domain.imports import ImportedProduct, ImportedVariant, Remark
from commerce.catalog.domain.policies import MOST_VARIANTS
from commerce.catalog.infrastructure.own_csv import COLUMNS
from commerce.catalog.infrastructure.stored_images import StoredImages
from commerce.catalog.models import Product, StockLevel, Variant
from tests.commerce.catalog.builders import NOON, simple_draft, words
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
        (lambda path: path.write_text("%PDF-1.4\n1 0 obj\nendobj\n"), "This is not a CSV file."),
        (lambda path: path.write_text("\n;;\n\n"), "is empty."),
        (lambda path: own_file(path, [], ["handle", "sku"]), "lacks these columns: title_ar / title_en, price."),
        (
            lambda path: path.write_text("URL,name,sku,prices\n"),
            "lacks these columns: handle, title_ar / title_en, price.",
        ),
        (
            lambda path: path.write_text("Handle,Title\na,A\n"),
            "lacks these columns: Option1 Name, Option1 Value, Variant",
        ),
        (lambda path: shopify_file(path, [], "URL", without="Handle"), "lacks these columns: Handle."),
        (lambda path: own_file(path, [MUSK], [*COLUMNS, "Price"]), "names these columns twice: price."),
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
    ({"stock": "1e3"}, "“1e3” in stock is not a whole number that makes sense there."),
    ({"stock": "9" * 5000}, "“9999"),
    ({"stock": "1,5"}, "“1,5” in stock may have a decimal comma."),
    ({"price": "12,50"}, "“12,50” in price may have a decimal comma."),
    ({"price": "1.234,50"}, "“1.234,50” in price may have a decimal comma."),
    ({"weight_grams": "heavy"}, "“heavy” in weight_grams is not a whole number that makes sense there."),
    ({"sku": ""}, "There is no SKU."),
    ({"sku": "S" * 101}, "The SKU is too long (100 characters, fewer where letters like ß count double): “"),
    ({"sku": "ß" * 100}, "The SKU is too long (100 characters, fewer where letters like ß count double): “"),
    ({"barcode": "6" * 51}, "“6666666666666666666666666666666666666666…” has more than 50 characters."),
    ({"title_en": "T" * 201}, "“TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT…” has more than 200 characters."),
    ({"category_en": "C" * 81}, "“CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC…” has more than 80 characters."),
    ({"sku": "musk"}, "The SKU “musk” stands in row 2 already."),
    ({"sku": "TAKEN"}, "The SKU “TAKEN” belongs to the product “taken”."),
    ({"handle": ""}, "There is no handle, so the row belongs to no product."),
    ({"handle": "☆☆"}, "The handle “☆☆” has no letter or digit for an address."),
    ({"status": "hidden"}, "“hidden” is no status."),
    ({"title_ar": "", "title_en": ""}, "The product has no title."),
    ({"option1_name_en": "Size"}, "The variant lacks a value of one of the product's options."),
    ({"option4_value_en": "Gold"}, "A product can have three options; option4_value_en is one more."),
]


@pytest.mark.sampled(every=3)
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


@pytest.mark.parametrize(
    ("broken", "said", "kept"),
    [
        ('"24 inch', "Row 3: From here on nothing was read", ["musk-0"]),
        ('"24" inch', "Row 3: The row can't be read, perhaps because of a quotation mark", ["musk-0", "musk-2"]),
        ("x" * (2 << 20), "Row 3: The row can't be read", ["musk-0", "musk-2"]),
        ('24" inch', "Products: 3 new", ["musk-0", "musk-1", "musk-2"]),
    ],
)
def test_quotes(tmp_path: Path, broken: str, said: str, kept: list[str]) -> None:
    """A quote nobody closes may take the rest of the file with it, never unseen."""
    path = tmp_path / "a.csv"
    titles = ["Musk", broken, "Musk"]
    rows = [f"musk-{number},{title},M-{number},5\n" for number, title in enumerate(titles)]
    path.write_text("handle,title_en,sku,price\n" + "".join(rows))
    assert run_import(path)[0].startswith(said)
    assert list(Product.objects.order_by("slug").values_list("slug", flat=True)) == kept


def test_a_row_with_more_cells_than_the_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("handle,title_en,sku,price\na,Rings, gold,A,5\n,,,,,,\nb,B,B,12,50,\nc,C,C\nd,D,D,5\n")
    assert run_import(path)[:3] == [
        "Row 2: The row has 5 cells for 4 columns, so it was left out.",
        "Row 4: The row has 6 cells for 4 columns, so it was left out.",
        "Row 5: The column price is empty.",
    ]
    assert Product.objects.get().slug == "d"


def test_shopify_rows_that_are_nothing(tmp_path: Path) -> None:
    empty = {"Handle": "a", "Title": "A"}
    good = {"Handle": "b", "Title": "B", "Option1 Name": "Size", "Option1 Value": "S", "Variant Price": "1"}
    rows = [empty, {**empty, "Image Src": "https://pictures.example/1.jpg"}, good, {"Handle": "b"}]
    said = run_import(shopify_file(tmp_path / "a.csv", rows))
    reason = "There is neither price nor SKU nor option value, so the row is no variant."
    assert [line for line in said if reason in line] == [f"Row 2: {reason}", f"Row 5: {reason}"]
    assert Product.objects.get().slug == "b"


def test_labels_that_differ_only_far_behind(tmp_path: Path) -> None:
    size = {"option1_name_en": "Size"}
    rows = [{**MUSK, **size, "sku": f"M-{n}", "option1_value_en": "x" * 130 + str(n)} for n in range(2)]
    said = run_failing_import(own_file(tmp_path / "a.csv", rows))
    assert [line.partition("…")[2] for line in said[:2]] == ["” has more than 120 characters."] * 2


def test_decimal_commas_between_semicolons_are_never_thousands(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "handle;title_en;sku;price;stock\na;A;A;1,500;3\nb;B;B;1,234.50;3\nc;C;C;5;1,500\nd;D;D;1,234,567;1\n"
    )
    assert run_import(path)[:2] == [
        "Row 2: “1,500” in price may have a decimal comma. Write 1250.50: decimals after a point, thousands together.",
        "Row 4: “1,500” in stock may have a decimal comma. Write 1250.50: decimals after a point, thousands together.",
    ]
    assert sorted(Product.objects.values_list("slug", "lowest_price_minor")) == [("b", 123450), ("d", 123456700)]


@pytest.mark.parametrize(("text", "pieces"), [("1,000", 1000), ("١٬٠٠٠", 1000), ("١٢٫٠", 12), ("12.00", 12), ("۷", 7)])
def test_figures_of_either_kind(tmp_path: Path, text: str, pieces: int) -> None:
    run_import(own_file(tmp_path / "a.csv", [{**MUSK, "stock": text, "weight_grams": text}]))
    assert (StockLevel.objects.get().on_hand, Variant.objects.get().weight_grams) == (pieces, pieces)


def test_what_the_database_refuses_ends_no_import(in_noor: Any) -> None:
    told: list[Remark] = []
    products = [
        ImportedProduct(row, sku, None, words(sku), words(""), (ImportedVariant(row, sku, 100),))
        for row, sku in enumerate(["good", "bad\0", "also"], start=2)
    ]
    tally = import_products(
        products=products, images=StoredImages(), tell=told.append, reference="", actor="tests", now=NOON
    )
    assert [(remark.row, remark.code) for remark in told] == [(3, "unwritable")]
    assert (tally.products_new, Product.objects.count()) == (2, 2)


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
