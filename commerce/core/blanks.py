"""Places in a statement that are filled in when it is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Expression

_are_left: ContextVar[bool] = ContextVar("blanks_are_left", default=False)


class Blank(Expression):
    """Stands in a queryset for a value that is not known yet. Of its name, and it is nothing but a parameter."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)


# The store whose rows are meant. Nobody says it: it is the open scope's when the statement is sent.
TENANT = Blank("tenant")


def filled(parameters: tuple[Any, ...], values: Mapping[str, Any]) -> tuple[Any, ...]:
    """The parameters with a value in each blank; raises KeyError for one that has none."""
    return tuple(values[each.name] if isinstance(each, Blank) else each for each in parameters)


@contextmanager
def leaving_blanks() -> Iterator[None]:
    """Inside, SQL is made with a blank for the tenant."""
    token = _are_left.set(True)
    try:
        yield
    finally:
        _are_left.reset(token)


def are_left() -> bool:
    return _are_left.get()
