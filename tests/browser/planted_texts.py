"""Hostile texts in every text a person can write: found by the word that the crawl's store has in all of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import cycle
from typing import Any

import psycopg
from psycopg.errors import DeadlockDetected, UniqueViolation
from psycopg.types.json import Jsonb

from commerce.catalog.domain.descriptions import clean_description
from tests.browser.payloads import PAYLOADS
from tests.isolation.shops import Shop
from tests.support.databases import owner_of
from tests.support.rows import tenant_tables
from wasla_site.storefront.text_editor import ConverterForEachText

TEXTS = """
    SELECT a.attname, t.typname, a.atttypmod - 4 FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
      AND t.typname IN ('varchar', 'text', 'jsonb') ORDER BY 1
"""
# Made of a person's text by a rule that leaves nothing hostile: what addresses and keys are made of.
BY_RULE = ("slug", "url_path", "email", "_key", "key", "file", "username", "host", "hostname", "folded", "word", "sku")
RICH = ("description_ar", "description_en")
MOST_MEETINGS = 4


def plant(database: str, shop: Shop, first: int) -> int:
    """As `_plant`, anew where a worker of the site's that writes meanwhile stands in the way."""
    for _ in range(MOST_MEETINGS):
        with suppress(DeadlockDetected):
            return _plant(database, shop, first)
    return _plant(database, shop, first)


def _plant(database: str, shop: Shop, first: int) -> int:
    """Every text of the store's gets as many payloads as it holds, beginning with another one each time.

    Texts go the way the product gives them where it has one: descriptions and rich texts are cleaned as they are saved.
    Returns how many texts were changed.
    """
    supply = cycle((*PAYLOADS[first:], *PAYLOADS[:first]))
    changed = 0
    with owner_of(database) as owner:
        tables = tenant_tables(owner)
        for table in tables:  # append-only tables too; the database is this module's own
            owner.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        for table in tables:
            for column, kind, length in owner.execute(TEXTS, [table]).fetchall():
                if not column.endswith(BY_RULE) or column == "body":
                    changed += _plant_column(owner, table, column, kind, length, shop, supply)
        names = " ".join(next(supply) for _ in range(2))
        owner.execute("UPDATE accounts_user SET name = %s WHERE email LIKE %s", [names[:120], f"%{shop.marker}%"])
        owner.execute(
            "UPDATE tenants_tenant SET name_ar = left(%s, 80), name_en = left(%s, 80) WHERE id = %s",
            [next(supply), next(supply), shop.tenant_id],
        )
    return changed


def _plant_column(
    owner: psycopg.Connection[Any], table: str, column: str, kind: str, length: int, shop: Shop, supply: Iterator[str]
) -> int:
    rows = owner.execute(
        f'SELECT ctid::text, "{column}" FROM "{table}" WHERE tenant_id = %s AND position(%s IN "{column}"::text) > 0',
        [shop.tenant_id, shop.marker],
    ).fetchall()

    def hostile() -> str:
        return f"{shop.marker} {_filled(supply, (length if length > 0 else 2000) - len(shop.marker) - 1)}"

    for place, value in rows:
        if kind == "jsonb":
            new: Any = Jsonb(_in_json(value, shop.marker, hostile))
        elif column in RICH:
            new = clean_description(hostile())
        else:
            new = hostile()
        with suppress(UniqueViolation), owner.transaction():  # a name that another row has by chance
            owner.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE ctid = %s::tid', [new, place])
    return len(rows)


def _filled(supply: Iterator[str], length: int) -> str:
    """Payloads one after another, as many as fit; of one that does not fit, its beginning."""
    text = next(supply)
    while len(text) < length - 100:
        text += " " + next(supply)
    return text[:length]


def _in_json(value: Any, marker: str, hostile: Callable[[], str], rich: bool = False) -> Any:
    """Also in the JSON that stands as text in JSON, as in a page's revisions."""
    if isinstance(value, dict):
        is_rich = rich or value.get("type") == "rich_text"
        return {key: _in_json(part, marker, hostile, is_rich) for key, part in value.items() if key != "slug"} | {
            key: part for key, part in value.items() if key in {"slug", "url_path"}
        }
    if isinstance(value, list):
        return [_in_json(part, marker, hostile, rich) for part in value]
    if not isinstance(value, str) or marker not in value:
        return value
    if value.startswith(("[", "{")):
        return json.dumps(_in_json(json.loads(value), marker, hostile, rich))
    return _typed(hostile()) if rich else hostile()


def _typed(text: str) -> str:
    """The text as the rich text editor saves it."""
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return ConverterForEachText(["bold", "link"]).to_database_format(json.dumps({"blocks": [block], "entityMap": {}}))
