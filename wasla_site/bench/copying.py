"""Copies of rows, one statement a table: in copy number n every key to a copied row is greater by n times a stride.

Written by the tables' owner with all constraints on, so a copy that breaks a key is refused at its commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import psycopg
from django.apps import apps
from psycopg import sql

# Keys of which neither a model nor a constraint tells.
LOOSE_NUMBERS = {
    ("core_changedobject", "object_id"),
    ("search_index_searchdocument", "object_id"),
    ("search_index_searchword", "object_id"),
}
LOOSE_TEXTS = {
    ("wagtailcore_referenceindex", "object_id"),
    ("wagtailcore_referenceindex", "to_object_id"),
    ("wagtailcore_revision", "object_id"),
    ("wagtailsearch_indexentry", "object_id"),
}
HASHES = {("wagtailcore_referenceindex", "content_path_hash")}
COLUMNS = """
    SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""


@dataclass(frozen=True, slots=True)
class Recipe:
    """By table, which rows are copied; by column, what else differs. In both `r` is the row and `n` the copy's number.

    Keys are shifted where they lead to a table of `rows`; `keys` are columns that are such keys in every table.
    """

    rows: Mapping[str, str]
    changes: Mapping[tuple[str, str], str]
    keys: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True)
class Copier:
    """`owner` is the tables' owner's connection, in autocommit."""

    owner: psycopg.Connection
    recipe: Recipe

    def copy(self, first: int, last: int) -> None:
        """Copies number `first` to `last` exist, committed together; the rows of a copy lie beside each other."""
        with self.owner.transaction():
            for table, condition in self.recipe.rows.items():
                columns: dict[str, str] = dict(self.owner.execute(COLUMNS, [table]).fetchall())
                values = [self._value(table, name, kind) for name, kind in columns.items()]
                self.owner.execute(
                    sql.SQL(
                        "INSERT INTO {table} ({names}) SELECT {values} FROM {table} AS r "
                        "CROSS JOIN generate_series({first}, {last}) AS copies(n) WHERE {condition} ORDER BY n"
                    ).format(
                        table=sql.Identifier(table),
                        names=sql.SQL(", ").join(sql.Identifier(name) for name in columns),
                        values=sql.SQL(", ").join(sql.SQL(value) for value in values),
                        first=first,
                        last=last,
                        condition=sql.SQL(condition),
                    )
                )

    def finish(self) -> None:
        """Rows written from now on get keys beyond the copies', and the planner knows what is there.

        VACUUM, because autovacuum does so within a minute of such an import, and counting from an index alone needs it.
        """
        for table in self._tables_with_id:
            self.owner.execute(
                sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), max(id)) FROM {}").format(
                    table, sql.Identifier(table)
                )
            )
        self.owner.execute("VACUUM (ANALYZE)")

    def _value(self, table: str, name: str, kind: str) -> str:
        shift = f"n * {self._stride}"
        if (table, name) in self.recipe.changes:
            return self.recipe.changes[table, name].format(shift=shift)
        if name == "id" or name in self.recipe.keys or self._leads_to_a_copy(table, name):
            return f'r."{name}" + {shift}'
        if (table, name) in LOOSE_TEXTS:
            return f'(r."{name}"::bigint + {shift})::text'
        if kind == "uuid" and (table, name) not in HASHES:
            return "gen_random_uuid()"
        return f'r."{name}"'

    def _leads_to_a_copy(self, table: str, name: str) -> bool:
        return (table, name) in LOOSE_NUMBERS or self._targets.get((table, name)) in self.recipe.rows

    @cached_property
    def _stride(self) -> int:
        """Beyond every key that is in use, so that no copy meets another or what was there before."""
        highest = 0
        for table in self._tables_with_id:
            found = self.owner.execute(sql.SQL("SELECT max(id) FROM {}").format(sql.Identifier(table))).fetchone()
            highest = max(highest, (found and found[0]) or 0)
        return highest + 1

    @cached_property
    def _tables_with_id(self) -> list[str]:
        return [table for table in self.recipe.rows if "id" in dict(self.owner.execute(COLUMNS, [table]).fetchall())]

    @cached_property
    def _targets(self) -> dict[tuple[str, str], str]:
        """By table and column, the table that a key of Django's models leads to."""
        return {
            (model._meta.db_table, str(field.column)): field.related_model._meta.db_table
            for model in apps.get_models(include_auto_created=True)
            for field in model._meta.local_concrete_fields
            if field.is_relation and field.related_model is not None
        }
