"""A file of products, whichever of the known forms it has, read as a stream of products."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from commerce.catalog.domain.imports import ImportedProduct, Remark
from commerce.catalog.domain.policies import MOST_VARIANTS
from commerce.catalog.domain.skus import sku_key
from commerce.catalog.domain.slugs import slug_from
from commerce.catalog.infrastructure import own_csv, shopify_csv
from commerce.catalog.infrastructure.cells import RowReader
from commerce.catalog.infrastructure.csv_table import Table, open_table
from commerce.core.errors import Refusal

# A product's pictures come in rows of their own.
MOST_ROWS_OF_ONE = MOST_VARIANTS * 4
LONGEST_SKU = 100


class ColumnsMissing(Refusal):
    """Facts: `columns`, `form` (wasla or shopify)."""

    code = "import_columns_missing"


@dataclass(frozen=True, slots=True)
class Form:
    """One known kind of product file: its handle column, and how rows of one handle are read."""

    name: str
    handle: str
    required: tuple[str, ...]
    product_from: Callable[[Sequence[RowReader], list[Remark]], ImportedProduct | None]


WASLA = Form("wasla", own_csv.HANDLE, own_csv.REQUIRED, own_csv.product_from)
SHOPIFY = Form("shopify", shopify_csv.HANDLE, shopify_csv.REQUIRED, shopify_csv.product_from)


@dataclass(slots=True)
class ProductFile:
    """`products` may be read once; what is left out is told to `tell`. `row` is how far it is read."""

    table: Table
    form: Form
    currency: str
    tell: Callable[[Remark], None]
    row: int = 1
    _skus: dict[str, int] = field(default_factory=dict)
    _handles: set[str] = field(default_factory=set)

    def products(self) -> Iterator[ImportedProduct]:
        """Products in the order of the file, with SKUs that are unique in it. Only one product's rows are held."""
        for rows in self._groups():
            remarks = rows[0].remarks
            product = self._checked(rows, remarks)
            for remark in remarks:
                self.tell(remark)
            if product is not None:
                yield product

    def _groups(self) -> Iterator[list[RowReader]]:
        rows: list[RowReader] = []
        try:
            for number, cells in self.table.rows():
                self.row = number
                handle = cells.get(self.form.handle, "")
                if rows and handle != rows[0].text(self.form.handle):
                    yield rows
                    rows = []
                if not handle:
                    self.tell(Remark(number, "handle_missing"))
                elif len(rows) == MOST_ROWS_OF_ONE:
                    self.tell(Remark(number, "too_many_rows", {"most": MOST_ROWS_OF_ONE}))
                else:
                    rows.append(RowReader(number, cells, self.currency, rows[0].remarks if rows else []))
        except csv.Error as error:
            self.tell(Remark(self.row + 1, "row_broken", {"error": str(error)}))
        if rows:
            yield rows

    def _checked(self, rows: list[RowReader], remarks: list[Remark]) -> ImportedProduct | None:
        number, handle = rows[0].row, rows[0].text(self.form.handle)
        slug = slug_from(handle)
        if not slug or slug in self._handles:
            remarks.append(Remark(number, "handle_again" if slug else "handle_unusable", {"handle": handle}))
            return None
        self._handles.add(slug)
        product = self.form.product_from(rows, remarks)
        if product is not None and not product.title:
            remarks.append(Remark(number, "title_missing"))
            return None
        return product and self._with_own_skus(product, slug, remarks)

    def _with_own_skus(self, product: ImportedProduct, slug: str, remarks: list[Remark]) -> ImportedProduct | None:
        variants = []
        for variant in product.variants:
            before = self._skus.setdefault(sku_key(variant.sku), variant.row)
            if before != variant.row:
                remarks.append(Remark(variant.row, "sku_twice_in_file", {"sku": variant.sku, "before": before}))
            elif len(variant.sku) > LONGEST_SKU:
                remarks.append(Remark(variant.row, "sku_too_long", {"sku": variant.sku, "most": LONGEST_SKU}))
            else:
                variants.append(variant)
        return replace(product, handle=slug, variants=tuple(variants)) if variants else None


def open_product_file(path: Path, currency: str, tell: Callable[[Remark], None]) -> ProductFile:
    """Refuses ColumnsMissing, and what `open_table` refuses."""
    table = open_table(path)
    form = SHOPIFY if SHOPIFY.handle in table.columns else WASLA
    missing = [column for column in form.required if column not in table.columns]
    if missing:
        raise ColumnsMissing(columns=missing, form=form.name)
    return ProductFile(table, form, currency, tell)
