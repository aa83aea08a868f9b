"""Documents that are not in the index because it refuses them, or because none can be made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from search_index.models import DocumentState

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class GivenUp:
    """`pk` for trying it again; `reason` is the engine's, in its own words."""

    pk: int
    kind: str
    object_id: int
    reason: str
    given_up_at: datetime | None


def given_up_rows() -> QuerySet[DocumentState]:
    return DocumentState.objects.filter(given_up_at__isnull=False)


def given_up_documents() -> list[GivenUp]:
    """Of the open scope's store, the latest first; at most MOST_SHOWN."""
    with transaction.atomic(savepoint=False):
        rows = given_up_rows().order_by("-given_up_at", "pk")
        fields = rows.values_list("pk", "kind", "object_id", "reason", "given_up_at")
        return [GivenUp(*row) for row in fields[:MOST_SHOWN]]
