"""Whose turn it is when one sweep serves all stores."""

from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber


def in_turn(rows: QuerySet[Any, Any], *order: str) -> QuerySet[Any, Any]:
    """In that order, but every store's first row before any store's second: none waits behind another's backlog."""
    place = Window(RowNumber(), partition_by=F("tenant_id"), order_by=order)
    return rows.annotate(turn=place).order_by("turn", *order)
