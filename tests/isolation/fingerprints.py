"""Whether anything of a store is another than before: one statement over all its rows, whatever the tables are."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import IntegrityError, connection, transaction

from commerce.core.scope import system_scope
from tests.isolation.exceptions import GLOBAL_TABLES
from tests.isolation.shops import Shop
from tests.support.rows import TENANT_TABLES

# The platform's own rows about a store and its people.
ABOUT_A_STORE = (
    "SELECT md5(t::text) FROM tenants_tenant t WHERE id = $1",
    "SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM tenants_domain t WHERE tenant_id = $1",
    "SELECT md5(string_agg(u::text, '' ORDER BY id)) FROM accounts_user u WHERE position($2 IN email) > 0",
)


@cache
def tables_of_tenants() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TENANT_TABLES)
        return [name for (name,) in cursor.fetchall() if name not in GLOBAL_TABLES]


def fingerprint(shop: Shop) -> list[str]:
    """One hash for each table, in the table's order."""
    with system_scope(), transaction.atomic(), connection.cursor() as cursor:
        _prepare(cursor)
        cursor.execute("EXECUTE fingerprint (%s, %s)", [shop.tenant_id, shop.marker])
        return [hashed for (hashed,) in cursor.fetchall()]


def _prepare(cursor: Any) -> None:
    """Once for each connection: to plan the statement takes five times as long as to run it."""
    cursor.execute("SELECT 1 FROM pg_prepared_statements WHERE name = 'fingerprint'")
    if cursor.fetchone() is None:
        parts = [
            f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM \"{table}\" t WHERE tenant_id = $1"
            for table in tables_of_tenants()
        ]
        cursor.execute(f"PREPARE fingerprint (bigint, text) AS {' UNION ALL '.join([*parts, *ABOUT_A_STORE])}")


def tables_naming(shop: Shop, number: int, pattern: str = r"\y%s\y") -> list[str]:
    """The tables in which a row of the store has this number anywhere, or only as the pattern says.

    Keys to another store's row raise here rather than at commit.
    """
    with system_scope(), transaction.atomic(), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except IntegrityError as planted:
            return [str(planted)]
        parts = [
            f"SELECT '{table}' FROM \"{table}\" t WHERE tenant_id = %(tenant)s AND t::text ~ %(number)s"
            for table in tables_of_tenants()
        ]
        cursor.execute(" UNION ".join(parts), {"tenant": shop.tenant_id, "number": pattern.replace("%s", str(number))})
        return [table for (table,) in cursor.fetchall()]
