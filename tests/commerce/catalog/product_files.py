"""Product files of the tests, written by hand as merchants write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from commerce.catalog.infrastructure.own_csv import COLUMNS

OUD = {
    "handle": "oud-perfume",
    "status": "published",
    "title_ar": "عطر العود",
    "title_en": "Oud perfume",
    "description_en": "It lasts.",
    "category_ar": "عطور > عود",
    "category_en": "Perfumes > Oud",
    "tags": "جديد|New, Gift",
    "option1_name_ar": "الحجم",
    "option1_name_en": "Size",
    "option1_value_ar": "50 مل",
    "option1_value_en": "50 ml",
    "sku": "OUD-50",
    "barcode": "6281000000017",
    "price": "١٢٥٫٥٠",
    "compare_at_price": "150",
    "weight_grams": "300",
    "stock": "5",
}
OUD_LARGE = {
    "handle": "oud-perfume",
    "option1_value_ar": "100 مل",
    "option1_value_en": "100 ml",
    "sku": "OUD-100",
    "price": "1,200",
    "stock": "0",
}
MUSK = {"handle": "مسك", "title_ar": "مسك", "sku": "MUSK", "price": "40", "status": "published", "stock": "7"}

SHOPIFY_COLUMNS = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value",
    "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value", "Variant SKU", "Variant Grams",
    "Variant Inventory Qty", "Variant Price", "Variant Compare At Price", "Variant Barcode", "Image Src",
    "Image Position", "Cost per item", "Status",
)  # fmt: skip


def own_file(path: Path, rows: Iterable[dict[str, str]], columns: Iterable[str] = COLUMNS) -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns))
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def shopify_file(path: Path, rows: Iterable[dict[str, str]], *more_columns: str, without: str = "") -> Path:
    columns = [column for column in SHOPIFY_COLUMNS if column != without]
    return own_file(path, rows, (*columns, *more_columns))


def run_import(path: Path, store: str = "noor", language: str = "en") -> list[str]:
    """The lines the command says."""
    said = io.StringIO()
    call_command("import_products", str(path), store=store, language=language, stdout=said)
    return said.getvalue().splitlines()


def run_failing_import(path: Path) -> list[str]:
    """The lines the command says before it ends with an error."""
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_products", str(path), store="noor", stdout=said)
    return said.getvalue().splitlines()
