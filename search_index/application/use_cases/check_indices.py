"""Holding every store's index against what is written down of it, one after the other."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from commerce.core.scope import system_scope, tenant_scope
from commerce.tenants.application.queries import open_stores
from search_index.application.ports import SearchUnavailable
from search_index.application.use_cases.check_store_index import check_store_index
from search_index.domain.families import Family
from search_index.models import StorePlacement

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=15)


def check_indices(*, now: datetime, most: int = 25) -> int:
    """The indices that were not looked at for EVERY are put right, the one that waited longest first; returns how many
    were looked at. At most `most`, for other sweeps wait meanwhile. One store's defect is logged and stops no other's.
    A closed store's waits until it opens, for what is marked there is not written before.
    """
    looked_at = 0
    for tenant_id, family in _due(now, most):
        with tenant_scope(tenant_id):
            try:
                check_store_index(family=Family(family), now=now)
            except SearchUnavailable as error:
                log.warning("the index of store %s can't be looked at: %s", tenant_id, error)
                break
            except Exception:
                log.exception("the index of store %s was not looked at", tenant_id)
        looked_at += 1
    return looked_at


def _due(now: datetime, most: int) -> list[tuple[int, str]]:
    with system_scope(), transaction.atomic():
        waited = StorePlacement.objects.filter(Q(compared_at=None) | Q(compared_at__lte=now - EVERY))
        due = waited.filter(tenant__in=open_stores()).order_by(F("compared_at").asc(nulls_first=True))
        return list(due.values_list("tenant_id", "family")[:most])
