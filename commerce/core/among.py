"""Rows by many values of a column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import F, Lookup

from commerce.core.blanks import Blank


class Among(Lookup):
    """What this column holds is one of these: to `filter()` by, in the place of `column__in=ids`.

    They go to PostgreSQL as one parameter. With one for each, hundreds take Python longer to put together
    than PostgreSQL to answer, and each number of them makes a statement that nobody has seen before.
    """

    lookup_name = "exact"
    prepare_rhs = False

    def __init__(self, column: str, ids: Iterable[int] | Iterable[str] | Blank) -> None:
        super().__init__(F(column), ids if isinstance(ids, Blank) else list(ids))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        if not self.rhs:
            raise EmptyResultSet
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY (%s)", (*parameters, self.rhs)
