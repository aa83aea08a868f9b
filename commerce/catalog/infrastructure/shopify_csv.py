"""Shopify's product export, as its help pages and the sample files of `shopifypartners/product-csvs` have it.

A handle groups rows. The first row carries what concerns the product; rows without price and option values carry only a
further picture. Pictures are addresses on the web, which are not fetched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from commerce.catalog.domain.drafts import SEPARATOR, bilingual_from
from commerce.catalog.domain.imports import ImportedProduct, ImportedVariant, Remark
from commerce.catalog.domain.policies import MOST_GRAMS, MOST_OPTIONS, MOST_PIECES
from commerce.catalog.domain.skus import LONGEST_SKU, is_sku_too_long
from commerce.catalog.domain.slugs import slug_from
from commerce.catalog.domain.values import Status
from commerce.catalog.infrastructure.cells import RowReader, Unreadable, in_its_script
from commerce.core.bilingual import Bilingual

HANDLE = "Handle"
_OPTION_COLUMNS = [f"Option{position} {part}" for position in range(1, MOST_OPTIONS + 1) for part in ("Name", "Value")]
# Those that are read; an export has more.
COLUMNS = (
    "Handle", "Title", "Body (HTML)", "Product Category", "Type", "Tags", "Published", "Status", *_OPTION_COLUMNS,
    "Variant SKU", "Variant Grams", "Variant Inventory Qty", "Variant Price", "Variant Compare At Price",
    "Variant Barcode", "Cost per item", "Image Src",
)  # fmt: skip
REQUIRED = tuple(
    (column,) for column in ("Handle", "Title", "Option1 Name", "Option1 Value", "Variant SKU", "Variant Price")
)
_STATUSES = {"active": Status.PUBLISHED, "draft": Status.DRAFT, "archived": Status.ARCHIVED}


def product_from(rows: Sequence[RowReader], remarks: list[Remark]) -> ImportedProduct | None:
    """The product of rows with one handle, without the rows that can't be read; None when nothing of it can."""
    first = rows[0]
    sold = [row for row in rows if _is_variant(row)]
    _tell_of_what_is_nothing(rows, bool(sold))
    options = _options(first, sold)
    variants = [variant for row in sold if (variant := _variant(row, first.text(HANDLE), options)) is not None]
    pictures = {row.text("Image Src") for row in rows} - {""}
    if pictures:
        remarks.append(Remark(first.row, "pictures_not_fetched", {"count": len(pictures)}, is_note=True))
    if not variants:
        return None
    return ImportedProduct(
        row=first.row,
        handle=first.text(HANDLE),
        status=_status(first),
        title=in_its_script(first.text("Title")),
        description=in_its_script(first.text("Body (HTML)")),
        variants=tuple(variants),
        options=tuple(in_its_script(first.text(f"Option{position} Name")) for position in options),
        category=_category(first),
        tags=tuple(_words(tag.strip()) for tag in first.text("Tags").split(",") if tag.strip()),
    )


def _tell_of_what_is_nothing(rows: Sequence[RowReader], has_variants: bool) -> None:
    """Rows that are neither variant nor picture; the first one also carries the product's texts, for other rows."""
    for place, row in enumerate(rows):
        is_useful = has_variants if place == 0 else row.text("Image Src")
        if not is_useful and not _is_variant(row):
            row.remarks.append(Remark(row.row, "nothing_to_sell"))


def _is_variant(row: RowReader) -> bool:
    return bool(row.text("Variant Price") or row.text("Option1 Value") or row.text("Variant SKU"))


def _options(first: RowReader, sold: Sequence[RowReader]) -> list[int]:
    """None for what Shopify calls Title: Default Title, its way of saying that there is nothing to choose."""
    named = [position for position in range(1, MOST_OPTIONS + 1) if first.text(f"Option{position} Name")]
    only = {row.text("Option1 Value") for row in sold}
    if named == [1] and first.text("Option1 Name") == "Title" and only <= {"Default Title", ""}:
        return []
    return named


def _variant(row: RowReader, handle: str, options: Sequence[int]) -> ImportedVariant | None:
    values = [row.text(f"Option{position} Value") for position in options]
    try:
        row.refuse_further_options()
        price = row.price("Variant Price")
        return ImportedVariant(
            row=row.row,
            price_minor=price,
            compare_at_minor=row.former_price("Variant Compare At Price", price),
            cost_minor=row.price_if_any("Cost per item"),
            values=tuple(in_its_script(value) for value in values),
            barcode=row.text("Variant Barcode").removeprefix("'"),
            weight_grams=_grams(row),
            stock=_stock(row),
            sku=row.text("Variant SKU").removeprefix("'") or _derived_sku(row, handle, values),
        )
    except Unreadable as unreadable:
        row.remarks.append(unreadable.remark)
        return None


def _derived_sku(row: RowReader, handle: str, values: Sequence[str]) -> str:
    """The same for the same handle and option values, whatever else changes."""
    sku = "-".join([handle, *(slug_from(value) or "x" for value in values)]).upper()
    if is_sku_too_long(sku):
        sku = f"{sku[: LONGEST_SKU - 20]}-{hashlib.sha256(sku.encode()).hexdigest()[:12].upper()}"
    row.note("sku_derived", sku=sku)
    return sku


def _grams(row: RowReader) -> int:
    """Shopify converts other units to grams, with decimals."""
    return row.whole_number("Variant Grams", MOST_GRAMS, rounds_down=True) or 0


def _stock(row: RowReader) -> int | None:
    """Shopify counts below nought when it sells what is not there; on a shelf nothing is less than nothing."""
    pieces = row.whole_number("Variant Inventory Qty", MOST_PIECES, least=-MOST_PIECES)
    if pieces is None or pieces >= 0:
        return pieces
    row.note("stock_negative", text=row.text("Variant Inventory Qty"))
    return 0


def _status(first: RowReader) -> Status:
    """Older exports have no status, only whether the product is published."""
    status = _STATUSES.get(first.text("Status").lower(), Status.PUBLISHED)
    is_hidden = first.text("Published").lower() == "false"
    return Status.DRAFT if is_hidden and status == Status.PUBLISHED else status


def _category(first: RowReader) -> tuple[Bilingual, ...]:
    """The merchant's own type before Shopify's taxonomy."""
    text = first.text("Type") or first.text("Product Category")
    return tuple(in_its_script(level.strip()) for level in text.split(">") if level.strip())


def _words(text: str) -> Bilingual:
    return bilingual_from(text) if SEPARATOR in text else in_its_script(text)
