"""The demo's catalogues: whole, in both languages, with variants a shopper can tell apart and pictures of their own."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from PIL import Image

import wasla_site.demo
from wasla_site.demo.drawings import draw, render_png

HEADER = (
    "handle,status,title_ar,title_en,description_ar,description_en,category_ar,category_en,tags,"
    "option1_name_ar,option1_name_en,option1_value_ar,option1_value_en,"
    "option2_name_ar,option2_name_en,option2_value_ar,option2_value_en,"
    "option3_name_ar,option3_name_en,option3_value_ar,option3_value_en,"
    "sku,barcode,price,compare_at_price,weight_grams,stock,image"
)
ARABIC = re.compile("[\u0621-\u064a]")
LATIN = re.compile("[A-Za-z]")
WRITTEN = ("title", "description", "category")
Rows = list[dict[str, str]]

stores = pytest.mark.parametrize("slug", ["noor", "souq"])


@cache
def _rows(slug: str) -> Rows:
    file = Path(wasla_site.demo.__file__).parent / f"{slug}.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _products(slug: str) -> dict[str, Rows]:
    products: dict[str, Rows] = defaultdict(list)
    for row in _rows(slug):
        products[row["handle"]].append(row)
    return products


def _specs(slug: str) -> list[str]:
    return [spec for row in _rows(slug) if row["image"] for spec in row["image"].split(";")]


@stores
def test_the_header_is_the_import_format(slug: str) -> None:
    assert ",".join(_rows(slug)[0]) == HEADER


@stores
def test_there_is_enough_to_sell_and_two_drafts(slug: str) -> None:
    statuses = [rows[0]["status"] for rows in _products(slug).values()]
    assert statuses.count("published") >= 62
    assert statuses.count("draft") == 2
    assert len(statuses) == statuses.count("published") + 2


@stores
def test_the_rows_of_a_product_stand_together(slug: str) -> None:
    handles = [row["handle"] for row in _rows(slug)]
    starts = [handle for before, handle in zip(["", *handles], handles, strict=False) if handle != before]
    assert len(starts) == len(set(starts))


@stores
def test_both_languages_are_written_in_their_letters(slug: str) -> None:
    for handle, (first, *_rest) in _products(slug).items():
        for field in WRITTEN:
            assert ARABIC.search(first[f"{field}_ar"]), (handle, field)
            assert LATIN.search(first[f"{field}_en"]), (handle, field)
            assert not ARABIC.search(first[f"{field}_en"]), (handle, field)
        assert min(len(first["description_ar"]), len(first["description_en"])) > 50, handle
        for tag in first["tags"].split(","):
            arabic, english = tag.split("|")
            assert ARABIC.search(arabic), handle
            assert LATIN.search(english), handle


@stores
def test_no_text_is_used_twice(slug: str) -> None:
    for field in ("title_ar", "title_en", "description_ar", "description_en"):
        texts = [rows[0][field] for rows in _products(slug).values()]
        assert len(texts) == len(set(texts)), field


@stores
def test_categories_are_two_levels_and_agree_in_both_languages(slug: str) -> None:
    english: dict[str, set[str]] = defaultdict(set)
    for rows in _products(slug).values():
        arabic, name = rows[0]["category_ar"], rows[0]["category_en"]
        assert arabic.count(" > ") == name.count(" > ") == 1
        for one, other in zip(arabic.split(" > "), name.split(" > "), strict=True):
            english[one].add(other)
    assert all(len(names) == 1 for names in english.values())


@stores
def test_every_combination_of_options_is_whole_and_unique(slug: str) -> None:
    for handle, rows in _products(slug).items():
        named = [number for number in "123" if rows[0][f"option{number}_name_ar"]]
        assert all(rows[0][f"option{number}_name_en"] for number in named), handle
        assert len(rows) == 1 or named, handle
        for language in ("ar", "en"):
            combinations = [tuple(row[f"option{n}_value_{language}"] for n in named) for row in rows]
            assert all(all(values) for values in combinations), handle
            assert len(combinations) == len(set(combinations)), handle


@stores
def test_skus_and_barcodes_are_unique_and_barcodes_check(slug: str) -> None:
    skus = [row["sku"] for row in _rows(slug)]
    barcodes = [row["barcode"] for row in _rows(slug) if row["barcode"]]
    assert len(set(skus)) == len(skus)
    assert all(skus)
    assert len(set(barcodes)) == len(barcodes)
    for barcode in barcodes:
        weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(barcode))
        assert len(barcode) == 13
        assert weighted % 10 == 0, barcode


@stores
def test_prices_weights_and_stock_make_sense(slug: str) -> None:
    for row in _rows(slug):
        assert re.fullmatch(r"\d+\.\d\d", row["price"]), row["sku"]
        assert Decimal(row["price"]) > 0
        if row["compare_at_price"]:
            assert Decimal(row["compare_at_price"]) > Decimal(row["price"]), row["sku"]
        assert int(row["weight_grams"]) > 0
        assert int(row["stock"]) >= 0
    stock = [int(row["stock"]) for row in _rows(slug)]
    assert 0 in stock
    assert any(0 < left < 5 for left in stock)


@stores
def test_a_third_of_the_products_has_a_second_picture(slug: str) -> None:
    pictures = [len(rows[0]["image"].split(";")) for rows in _products(slug).values()]
    assert min(pictures) == 1
    assert sum(count > 1 for count in pictures) * 3 >= len(pictures)


@stores
def test_every_picture_draws_and_no_two_are_alike(slug: str) -> None:
    seen: dict[bytes, str] = {}
    for spec in _specs(slug):
        svg = draw(spec)
        root = fromstring(svg)  # noqa: S314 -- our own text
        assert root.attrib["viewBox"] == "0 0 1200 1200"
        pixels = Image.open(BytesIO(render_png(svg, 96))).convert("RGB")
        assert len(pixels.getcolors(96 * 96) or []) > 200, spec
        assert pixels.tobytes() not in seen, (spec, seen.get(pixels.tobytes()))
        seen[pixels.tobytes()] = spec
