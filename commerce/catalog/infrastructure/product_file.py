"""A file of products, whichever of the known forms it has, read as a stream of products."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from commerce.catalog.domain.imports import ImportedProduct, Remark, product_too_long, variant_too_long
from commerce.catalog.domain.policies import MOST_VARIANTS
from commerce.catalog.domain.skus import LONGEST_SKU, is_sku_too_long, sku_key
from commerce.catalog.domain.slugs import slug_from
from commerce.catalog.infrastructure import own_csv, shopify_csv
from commerce.catalog.infrastructure.cells import RowReader
from commerce.catalog.infrastructure.csv_table import NotCsv, Table, open_table
from commerce.core.errors import Refusal

# A product's pictures come in rows of their own.
MOST_ROWS_OF_ONE = MOST_VARIANTS * 4
_SHOWN_OF_LONG_TEXT = 40


class ColumnsMissing(Refusal):
    """Facts: `columns`, each a name or the names one of which is needed; `form` (wasla or shopify), the nearest."""

    code = "import_columns_missing"


class ColumnTwice(Refusal):
    """Nobody can tell which of the two columns counts. Facts: `columns`."""

    code = "import_column_twice"


@dataclass(frozen=True, slots=True)
class Form:
    """One known kind of product file: its columns, its handle's column, and how rows of one handle are read.

    `required` names alternatives: a file has one of each.
    """

    name: str
    handle: str
    columns: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]
    product_from: Callable[[Sequence[RowReader], list[Remark]], ImportedProduct | None]

    def names_of(self, header: Sequence[str]) -> tuple[str, ...]:
        """The header with this form's spelling of the columns it knows."""
        known = {name.casefold(): name for name in self.columns}
        return tuple(known.get(name.casefold(), name) for name in header)


WASLA = Form("wasla", own_csv.HANDLE, own_csv.COLUMNS, own_csv.REQUIRED, own_csv.product_from)
SHOPIFY = Form("shopify", shopify_csv.HANDLE, shopify_csv.COLUMNS, shopify_csv.REQUIRED, shopify_csv.product_from)


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
        has_semicolons = self.table.delimiter == ";"
        for number, cells in self.table.rows(self.tell):
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
                remarks = rows[0].remarks if rows else []
                rows.append(RowReader(number, cells, self.currency, remarks, has_semicolons))
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
        if product is not None and (found := product_too_long(product)):
            remarks.append(_told_too_long(number, *found))
            return None
        return product and self._with_own_skus(product, slug, remarks)

    def _with_own_skus(self, product: ImportedProduct, slug: str, remarks: list[Remark]) -> ImportedProduct | None:
        variants = []
        for variant in product.variants:
            before = self._skus.setdefault(sku_key(variant.sku), variant.row)
            if before != variant.row:
                remarks.append(Remark(variant.row, "sku_twice_in_file", {"sku": variant.sku, "before": before}))
            elif is_sku_too_long(variant.sku):
                remarks.append(Remark(variant.row, "sku_too_long", {"sku": variant.sku, "most": LONGEST_SKU}))
            elif found := variant_too_long(variant):
                remarks.append(_told_too_long(variant.row, *found))
            else:
                variants.append(variant)
        return replace(product, handle=slug, variants=tuple(variants)) if variants else None


def _told_too_long(row: int, text: str, most: int) -> Remark:
    return Remark(row, "too_long", {"text": f"{text[:_SHOWN_OF_LONG_TEXT]}…", "most": most})


def open_product_file(path: Path, currency: str, tell: Callable[[Remark], None]) -> ProductFile:
    """The file in the form whose columns it has most of. Refuses ColumnsMissing, ColumnTwice, and what `open_table`
    refuses; NotCsv also for a file of one column that no form knows."""
    table = open_table(path)
    form = max((WASLA, SHOPIFY), key=lambda form: len(set(form.columns) & set(form.names_of(table.columns))))
    columns = form.names_of(table.columns)
    if len(columns) == 1 and columns[0] not in form.columns:
        raise NotCsv(file=path.name)
    missing = [" / ".join(names) for names in form.required if not set(names) & set(columns)]
    if missing:
        raise ColumnsMissing(columns=missing, form=form.name)
    twice = [name for name, count in Counter(columns).items() if count > 1 and name in form.columns]
    if twice:
        raise ColumnTwice(columns=twice)
    return ProductFile(replace(table, columns=columns), form, currency, tell)
