"""Trying again what was given up."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from django.db import transaction

from commerce.core.changes import mark_changed
from search_index.application.given_up import given_up_rows
from search_index.models import DocumentState


def retry_documents(*, keys: Collection[int] | None = None) -> int:
    """Documents of the open scope's store that were given up are tried again, as often as at first: all of them, or
    those of these states. Returns how many."""
    with transaction.atomic():
        rows = given_up_rows().order_by("kind", "object_id").select_for_update()
        chosen = [row for row in rows if keys is None or row.pk in keys]
        DocumentState.objects.filter(pk__in=[row.pk for row in chosen]).update(given_up_at=None, attempts=0, refusals=0)
        for kind, of_kind in groupby(chosen, lambda row: row.kind):
            mark_changed(kind, [row.object_id for row in of_kind])
    return len(chosen)
