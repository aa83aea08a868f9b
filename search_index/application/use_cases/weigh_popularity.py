"""What sells well, worked out in every store, a few stores at a time."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db.models import F

from commerce.core.scope import tenant_scope
from commerce.tenants.application.queries import open_stores
from search_index.application.use_cases.weigh_store_popularity import weigh_store_popularity

log = logging.getLogger(__name__)

# Each store has its minute of six hours, so that other sweeps never wait for all of them.
MINUTES = 360


def weigh_popularity(*, now: datetime) -> int:
    """The open stores whose minute it is know what sells; returns how many products are marked. Called every minute; a
    store whose minute was missed has its turn six hours later. One store's defect is logged and stops no other's."""
    minute = int(now.timestamp()) // 60 % MINUTES
    stores = open_stores().alias(turn=F("pk") % MINUTES).filter(turn=minute).order_by("pk")
    return sum(_weighed(pk, now) for pk in stores.values_list("pk", flat=True))


def _weighed(tenant_id: int, now: datetime) -> int:
    with tenant_scope(tenant_id):
        try:
            return weigh_store_popularity(now=now)
        except Exception:
            log.exception("what sells well in store %s was not worked out", tenant_id)
            return 0
