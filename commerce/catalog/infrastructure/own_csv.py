"""Wasla's own product file: one row per variant, both languages side by side."""

from __future__ import annotations

from collections.abc import Sequence

from commerce.catalog.domain.drafts import bilingual_from
from commerce.catalog.domain.imports import ImportedProduct, ImportedVariant, Remark
from commerce.catalog.domain.policies import MOST_GRAMS, MOST_OPTIONS, MOST_PIECES
from commerce.catalog.domain.values import Status
from commerce.catalog.infrastructure.cells import RowReader, Unreadable
from commerce.core.bilingual import Bilingual

HANDLE = "handle"
_OPTION_COLUMNS = [
    f"option{position}_{part}_{language}"
    for position in range(1, MOST_OPTIONS + 1)
    for part in ("name", "value")
    for language in ("ar", "en")
]
COLUMNS = (
    "handle", "status", "title_ar", "title_en", "description_ar", "description_en", "category_ar", "category_en",
    "tags", *_OPTION_COLUMNS, "sku", "barcode", "price", "compare_at_price", "cost", "weight_grams", "stock",
    "image",
)  # fmt: skip
# One of each: what makes a row a product that can be sold.
REQUIRED = (("handle",), ("title_ar", "title_en"), ("sku",), ("price",))
_BETWEEN_LEVELS = ">"


def product_from(rows: Sequence[RowReader], remarks: list[Remark]) -> ImportedProduct | None:
    """The product of rows with one handle, without the rows that can't be read; None when nothing of it can.

    What concerns the whole product is read from the first row that says it.
    """
    first = rows[0]
    status = _first(rows, "status").lower()
    if status and status not in set(Status):
        remarks.append(Remark(first.row, "status_unknown", {"text": status}))
        return None
    options = [position for position in range(1, MOST_OPTIONS + 1) if _pair(rows, f"option{position}_name")]
    variants = [variant for row in rows if (variant := _variant(row, options)) is not None]
    if not variants:
        return None
    return ImportedProduct(
        row=first.row,
        handle=first.text(HANDLE),
        status=Status(status) if status else None,
        title=_pair(rows, "title"),
        description=_pair(rows, "description"),
        variants=tuple(variants),
        options=tuple(_pair(rows, f"option{position}_name") for position in options),
        category=_category(_pair(rows, "category")),
        tags=tuple(bilingual_from(tag) for tag in _first(rows, "tags").split(",") if tag.strip()),
    )


def _variant(row: RowReader, options: Sequence[int]) -> ImportedVariant | None:
    try:
        row.refuse_further_options()
        if not row.text("sku"):
            raise row.unreadable("sku_missing")
        price = row.price("price")
        return ImportedVariant(
            row=row.row,
            sku=row.text("sku"),
            price_minor=price,
            compare_at_minor=row.former_price("compare_at_price", price),
            cost_minor=row.price_if_any("cost"),
            values=tuple(_pair([row], f"option{position}_value") for position in options),
            barcode=row.text("barcode"),
            weight_grams=row.whole_number("weight_grams", MOST_GRAMS) or 0,
            stock=row.whole_number("stock", MOST_PIECES),
            images=tuple(name for part in row.text("image").split(";") if (name := part.strip())),
        )
    except Unreadable as unreadable:
        row.remarks.append(unreadable.remark)
        return None


def _category(names: Bilingual) -> tuple[Bilingual, ...]:
    """Both languages name the same levels; where one names fewer the other's name stands alone."""
    ar, en = ([part.strip() for part in text.split(_BETWEEN_LEVELS)] for text in (names.ar, names.en))
    levels = max(len(ar), len(en))
    pairs = zip(ar + [""] * (levels - len(ar)), en + [""] * (levels - len(en)), strict=True)
    return tuple(name for name in (Bilingual(*pair) for pair in pairs) if name)


def _first(rows: Sequence[RowReader], column: str) -> str:
    return next((text for row in rows if (text := row.text(column))), "")


def _pair(rows: Sequence[RowReader], name: str) -> Bilingual:
    return Bilingual(_first(rows, f"{name}_ar"), _first(rows, f"{name}_en"))
