"""What shoppers see keeps its revision, whatever Wagtail's maintenance takes for old."""

from __future__ import annotations

from typing import Any

from django.db.models import SET_NULL, ProtectedError


def keep_unless_page_goes(collector: Any, field: Any, pages: Any, using: str) -> None:
    """An `on_delete`. Raises ProtectedError for a revision that is deleted by itself while a page shows it.

    Wagtail spares the latest only: of a live page with a later draft it would delete what the page shows.
    """
    origin = collector.origin
    deleted = origin.model if hasattr(origin, "model") else type(origin)
    if deleted is field.remote_field.model and (shown := set(pages)):
        raise ProtectedError("a live page keeps the revision that it shows", shown)
    SET_NULL(collector, field, pages, using)


# As of SET_NULL: who the pages are is asked only where it matters.
keep_unless_page_goes.lazy_sub_objs = True  # type: ignore[attr-defined]
