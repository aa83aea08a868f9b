"""Holding every store's index against what is written down of it, one after the other."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Q

from commerce.core.scope import system_scope, tenant_scope
from commerce.tenants.application.queries import open_stores
from search_index.application.ports import SearchRefused, SearchUnavailable
from search_index.application.server import is_server_named
from search_index.application.use_cases.check_store_index import check_store_index
from search_index.application.use_cases.restore_indices import restore_indices
from search_index.domain.families import Family
from search_index.models import StorePlacement

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=15)


class _Due(NamedTuple):
    store: int
    family: str
    pool: int
    moving_to: int | None


def check_indices(*, now: datetime, most: int = 25) -> int:
    """The indices that were not looked at for EVERY are put right, the one that waited longest first; returns how many
    were looked at. At most `most`, for other sweeps wait meanwhile. One store's defect is logged and stops no other's.
    What the server lost of their pools it has anew before. A closed store's waits until it opens, for what is marked
    there is not written before. Where no server is named there is nothing to look at.
    """
    if not is_server_named():
        return 0
    looked_at = 0
    due = _due(now, most)
    _restore(due)
    for tenant_id, family, *_ in due:
        with tenant_scope(tenant_id):
            try:
                check_store_index(family=Family(family), now=now)
            except SearchRefused as error:
                log.warning("the index of store %s refuses to be looked at: %s", tenant_id, error)
            except SearchUnavailable as error:
                log.warning("the index of store %s can't be looked at: %s", tenant_id, error)
                break
            except Exception:
                log.exception("the index of store %s was not looked at", tenant_id)
        looked_at += 1
    return looked_at


def _restore(due: list[_Due]) -> None:
    """One pool's defect is logged and stops no other's."""
    for pool_id in sorted({pool for one in due for pool in (one.pool, one.moving_to) if pool is not None}):
        try:
            restore_indices(pool_id=pool_id)
        except SearchUnavailable as error:
            log.warning("the indices of pool %s can't be looked at: %s", pool_id, error)
        except Exception:
            log.exception("the indices of pool %s were not looked at", pool_id)


def _due(now: datetime, most: int) -> list[_Due]:
    with system_scope(), transaction.atomic():
        waited = StorePlacement.objects.filter(Q(compared_at=None) | Q(compared_at__lte=now - EVERY))
        due = waited.filter(tenant__in=open_stores()).order_by(F("compared_at").asc(nulls_first=True))
        return [_Due(*row) for row in due.values_list("tenant_id", "family", "pool_id", "moving_to_id")[:most]]
