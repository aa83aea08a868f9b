"""Making the documents again of what changed, in every store."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Min

from commerce.core.models import ChangedObject
from commerce.core.scope import system_scope, tenant_scope
from search_index.application.sources import OTHERS_MARKS
from search_index.application.use_cases.index_store_changes import index_store_changes

log = logging.getLogger(__name__)


def index_changes(*, now: datetime, most: int = 300) -> int:
    """The index knows what changed in every store, the store that waited longest first, `most` objects of each.

    Returns how many objects were looked at. A change made meanwhile is kept for the next run. One store's defect, or
    one object's, is logged and stops no other's.
    """
    with system_scope(), transaction.atomic():
        waiting = ChangedObject.objects.filter(changed_at__lte=now).exclude(kind__in=OTHERS_MARKS).values("tenant_id")
        tenant_ids = list(
            waiting.annotate(oldest=Min("changed_at")).order_by("oldest").values_list("tenant_id", flat=True)
        )
    looked_at = 0
    for tenant_id in tenant_ids:
        with tenant_scope(tenant_id):
            try:
                looked_at += index_store_changes(now=now, most=most)
            except Exception:
                log.exception("the changes of store %s were not indexed", tenant_id)
    return looked_at
