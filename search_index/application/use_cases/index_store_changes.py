"""Making the documents again of what changed in one store."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction

from commerce.core.changes import forget_changes
from commerce.core.models import ChangedObject
from search_index.application.sources import OTHERS_MARKS
from search_index.application.turns import take_turn
from search_index.application.writing import write_documents

log = logging.getLogger(__name__)

# When the document of an object can't be made, the next try waits so long, so that it holds nothing else up.
PAUSE_AFTER_DEFECT = timedelta(minutes=1)


def index_store_changes(*, now: datetime, most: int) -> int:
    """The index knows at most `most` of the open scope's changes; 0 when none waits or another process is at them."""
    with transaction.atomic():
        if not take_turn(wait=False):
            return 0
        claimed = list(
            ChangedObject.objects.filter(changed_at__lte=now)
            .exclude(kind__in=OTHERS_MARKS)
            .order_by("changed_at", "id")[:most]
        )
        claimed.sort(key=lambda change: (change.kind, change.object_id))
        for kind, changes in groupby(claimed, key=lambda change: change.kind):
            _index(kind, list(changes), now)
    return len(claimed)


def _index(kind: str, changes: Sequence[ChangedObject], now: datetime) -> None:
    """All at once, which is quick; one by one when one of them has a defect."""
    try:
        with transaction.atomic():
            write_documents(kind, [change.object_id for change in changes], now=now)
            forget_changes(changes)
    except Exception:
        log.exception("the document of %s %s can't be made", kind, [change.object_id for change in changes])
        if len(changes) == 1:
            ChangedObject.objects.filter(pk=changes[0].pk).update(changed_at=now + PAUSE_AFTER_DEFECT)
        else:
            for change in changes:
                _index(kind, [change], now)
