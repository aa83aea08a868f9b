"""Thousands of stores in a minute: everything one store has, copied."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
from psycopg import sql

from wasla_site.bench.copying import Copier, Recipe

AT_ONCE = 500
TREES = ("storefront_storepage", "wagtailcore_collection")
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Four digits to the base 36: one step of a path of treebeard's.
STEP = " || ".join(f"substr('{DIGITS}', ({{number}}) / {36**power} % 36 + 1, 1)" for power in (3, 2, 1, 0))
# Copied entries of the activity log are marked by the database itself, and a seal is of one store's own numbers.
LEFT_OUT = frozenset({"core_unsealedentry", "core_auditseal"})
HOST = "regexp_replace(r.{column}, '^([^.]+)', '\\1-' || n)"
CHANGES = {
    ("tenants_tenant", "slug"): "r.slug || '-' || n",
    ("tenants_domain", "host"): HOST.format(column="host"),
    ("accounts_user", "email"): "n || '-' || r.email",
    ("wagtailcore_site", "hostname"): HOST.format(column="hostname"),
    (
        "wagtailcore_collection",
        "name",
    ): "lpad((r.tenant_id + {shift})::text, 12, '0') || substr(r.name, 13) || '-' || n",
    ("storefront_storepage", "slug"): "CASE WHEN r.depth = 2 THEN r.slug || '-' || n ELSE r.slug END",
    ("storefront_storepage", "url_path"): "regexp_replace(r.url_path, '^/([^/]+)', '/\\1-' || n)",
    ("wagtailcore_revision", "content"): (
        "r.content"
        " || jsonb_build_object('pk', (r.content->>'pk')::bigint + {shift}, 'tenant', r.tenant_id + {shift})"
        " || CASE WHEN r.content->>'depth' = '2'"
        " THEN jsonb_build_object('slug', r.content->>'slug' || '-' || n) ELSE '{{}}'::jsonb END"
    ),
}


def copy_store(
    owner: psycopg.Connection, slug: str, count: int, report: Callable[[int], object] = lambda copied: None
) -> None:
    """`count` further stores exist, each like the one of this slug: its people, pages, products, search words and all.

    They are called `slug-1`, `slug-2`, …, so a store is copied once. `owner` is the tables' owner, in autocommit;
    `report` is told after each batch how many copies it made.
    """
    copier = Copier(owner, recipe_of(owner, slug))
    for first in range(1, count + 1, AT_ONCE):
        last = min(first + AT_ONCE - 1, count)
        copier.copy(first, last)
        report(last - first + 1)
    for tree in TREES:
        owner.execute(
            sql.SQL("UPDATE {} SET numchild = numchild + {} WHERE depth = 1").format(sql.Identifier(tree), count)
        )
    copier.finish()


def recipe_of(owner: psycopg.Connection, slug: str) -> Recipe:
    """Every table with the store's rows, so that a module that comes later is copied as well."""
    tenant_id = _id_of(owner, slug)
    tables = owner.execute(
        "SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid "
        "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attname = 'tenant_id' ORDER BY relname"
    ).fetchall()
    own = {
        table: f"r.tenant_id = {tenant_id}"
        for (table,) in tables
        if table not in LEFT_OUT and _has_rows(owner, table, tenant_id)
    }
    members = f"r.id IN (SELECT user_id FROM accounts_membership WHERE tenant_id = {tenant_id})"  # noqa: S608 - a number
    rows = {"tenants_tenant": f"r.id = {tenant_id}", "accounts_user": members, **own}
    paths = {(tree, "path"): _path(_last_step(owner, tree)) for tree in TREES}
    return Recipe(rows, CHANGES | paths, frozenset({"tenant_id"}))


def _id_of(owner: psycopg.Connection, slug: str) -> int:
    row = owner.execute("SELECT id FROM tenants_tenant WHERE slug = %s", [slug]).fetchone()
    if row is None:
        raise LookupError(f"no store is called {slug}")
    return int(row[0])


def _has_rows(owner: psycopg.Connection, table: str, tenant_id: int) -> bool:
    found = sql.SQL("SELECT EXISTS (SELECT FROM {} WHERE tenant_id = {})").format(sql.Identifier(table), tenant_id)
    return owner.execute(found).fetchone() == (True,)


def _last_step(owner: psycopg.Connection, tree: str) -> int:
    last = sql.SQL("SELECT max(substr(path, 5, 4)) FROM {} WHERE depth = 2").format(sql.Identifier(tree))
    row = owner.execute(last).fetchone()
    return int(row[0], 36) if row else 0


def _path(last_step: int) -> str:
    """Under the root and after its last child, with what follows as it was."""
    return f"substr(r.path, 1, 4) || {STEP.format(number=f'{last_step} + n')} || substr(r.path, 9)"
