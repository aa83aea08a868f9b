"""Hundreds of stores in a moment: their rows written as the owner, with the paths treebeard would give them."""

import psycopg

from tests.support.databases import admin_dsn
from wasla_site.launcher.roles import owner_dsn

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def step(number: int) -> str:
    """Four digits to the base 36: one step of a treebeard path."""
    digits = ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits


def open_many(database: str, count: int) -> None:
    """`count` further stores with domain, home page and Wagtail's site row, copied from the first."""
    with psycopg.connect(owner_dsn(admin_dsn(), database)) as owner:
        for number in range(1000, 1000 + count):
            slug = f"store-{number}"
            changes: dict[str, object] = {"id": None, "slug": slug}
            tenant = _copy(owner, "tenants_tenant", "true", changes)
            owner.execute(
                "INSERT INTO tenants_domain (tenant_id, host, is_verified, is_primary, created_at) "
                "VALUES (%s, %s, true, true, now())",
                [tenant, f"{slug}.localhost"],
            )
            page = _copy(
                owner,
                "storefront_storepage",
                "depth = 2",
                {
                    "id": None,
                    "tenant_id": tenant,
                    "path": "0001" + step(number),
                    "slug": slug,
                    "numchild": 0,
                    "url_path": f"/{slug}/",
                    "translation_key": "gen",
                    "latest_revision_id": None,
                    "live_revision_id": None,
                },
            )
            _copy(owner, "storefront_homepage", "true", {"storepage_ptr_id": page, "tenant_id": tenant})
            _copy(
                owner,
                "wagtailcore_site",
                "true",
                {
                    "id": None,
                    "tenant_id": tenant,
                    "hostname": f"{slug}.localhost",
                    "root_page_id": page,
                },
            )
        owner.execute("UPDATE storefront_storepage SET numchild = numchild + %s WHERE depth = 1", [count])


def _copy(owner: psycopg.Connection, table: str, where: str, changes: dict[str, object]) -> int:
    """A copy of one row of the table with some columns changed; returns its key."""
    columns = [
        name
        for (name,) in owner.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [table],
        )
    ]
    kept = [name for name in columns if not (name == "id" and name in changes)]
    values = ", ".join(
        "gen_random_uuid()" if changes.get(name) == "gen" else "%s" if name in changes else f'"{name}"' for name in kept
    )
    names = ", ".join(f'"{name}"' for name in kept)
    parameters = [changes[name] for name in kept if name in changes and changes[name] != "gen"]
    key = "storepage_ptr_id" if table == "storefront_homepage" else "id"
    sql = f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {where} ORDER BY 1 LIMIT 1 RETURNING {key}"
    row = owner.execute(sql, parameters).fetchone()
    assert row is not None
    return int(row[0])
