"""Querysets that are built once.

To build one with many annotations takes Python several times what PostgreSQL takes to answer it, and it is the same
each time but for what is asked. Whose rows are meant is said when it becomes SQL, so it serves every store.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import local
from typing import Any, TypeVar

from django.db.models import QuerySet

Q = TypeVar("Q", bound=QuerySet[Any])


def built_once(build: Callable[[], Q]) -> Callable[[], Q]:
    """Gives a fresh copy of what `build` made, which it is asked for once in each thread: to make SQL of a queryset
    changes those within it for that long, so threads may not share them.

    `build` takes nothing and knows nothing of the request: no instant, no language, no ids.
    """
    kept = local()

    def copy() -> Q:
        if not hasattr(kept, "queryset"):
            kept.queryset = build()
        queryset: Q = kept.queryset.all()
        return queryset

    return copy
