"""A store with a hundred thousand products in a minute: those it has, copied."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
from psycopg import sql

from wasla_site.bench.copying import Copier, Recipe

AT_ONCE = 500
TABLES = (
    "catalog_product",
    "catalog_productcategory",
    "catalog_productoption",
    "catalog_optionvalue",
    "catalog_variant",
    "catalog_variantoption",
    "catalog_stocklevel",
    "catalog_stockmovement",
    "catalog_shelfprice",
)
INDEXED = ("search_index_searchdocument", "search_index_searchword")
# One in a hundred is sold out or runs low, as some are in every store.
PIECES = "CASE WHEN n % 100 = 0 THEN n / 100 % 6 ELSE r.{column} END"
CHANGES = {
    ("catalog_product", "slug"): "r.slug || '-' || n",
    ("catalog_product", "title_ar"): "r.title_ar || ' ' || n",
    ("catalog_product", "title_en"): "r.title_en || ' ' || n",
    ("catalog_product", "title_ar_folded"): "r.title_ar_folded || ' ' || n",
    ("catalog_product", "title_en_folded"): "r.title_en_folded || ' ' || n",
    ("catalog_product", "created_at"): "r.created_at - n * interval '1 minute'",
    ("catalog_product", "words"): "r.words || E'\\n' || n",
    ("catalog_variant", "sku"): "r.sku || '-' || n",
    ("catalog_variant", "sku_key"): "r.sku_key || '-' || n",
    ("catalog_stocklevel", "on_hand"): PIECES.format(column="on_hand"),
    ("catalog_stockmovement", "delta_on_hand"): PIECES.format(column="delta_on_hand"),
}


def copy_products(
    owner: psycopg.Connection, slug: str, count: int, report: Callable[[int], object] = lambda copied: None
) -> None:
    """The store of this slug has each of its products `count` times more, on the same shelves, and search finds them.

    To be done once to a store. `owner` is the tables' owner, in autocommit; `report` is told after each batch how
    many copies of each product it made.
    """
    row = owner.execute("SELECT id FROM tenants_tenant WHERE slug = %s", [slug]).fetchone()
    if row is None:
        raise LookupError(f"no store is called {slug}")
    rows = {table: f"r.tenant_id = {row[0]} AND {_is_there_now(owner, table)}" for table in TABLES}
    rows |= {
        table: f"r.tenant_id = {row[0]} AND r.kind = 'product' AND {_is_there_now(owner, table)}" for table in INDEXED
    }
    copier = Copier(owner, Recipe(rows, CHANGES))
    for first in range(1, count + 1, AT_ONCE):
        last = min(first + AT_ONCE - 1, count)
        copier.copy(first, last)
        report(last - first + 1)
    copier.finish()


def _is_there_now(owner: psycopg.Connection, table: str) -> str:
    """Copies are of the same store, and are not copied again."""
    found = owner.execute(sql.SQL("SELECT coalesce(max(id), 0) FROM {}").format(sql.Identifier(table))).fetchone()
    return f"r.id <= {found[0] if found else 0}"
