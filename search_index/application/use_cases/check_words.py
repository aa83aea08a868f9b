"""Holding what PostgreSQL keeps of every store against what is written down of it, a few stores at a time."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db.models import F

from commerce.core.scope import tenant_scope
from commerce.tenants.application.queries import open_stores
from search_index.application.ports import SearchUnavailable
from search_index.application.use_cases.check_store_words import check_store_words

log = logging.getLogger(__name__)

# Each store has its minute of a day: all its words are read for it, so ten thousand stores are seven a minute.
MINUTES = 24 * 60


def check_words(*, now: datetime) -> int:
    """The words of the stores whose minute it is are put right; returns how many stores were looked at. Called every
    minute; a store whose minute was missed has its turn a day later. One store's defect is logged and stops no
    other's. A closed store's wait until it opens, for what is marked there is not written before."""
    minute = int(now.timestamp()) // 60 % MINUTES
    stores = open_stores().alias(turn=F("pk") % MINUTES).filter(turn=minute).order_by("pk")
    return sum(_is_looked_at(pk) for pk in stores.values_list("pk", flat=True))


def _is_looked_at(tenant_id: int) -> bool:
    with tenant_scope(tenant_id):
        try:
            check_store_words()
        except SearchUnavailable as error:
            log.warning("the words of store %s can't be put right: %s", tenant_id, error)
            return False
        except Exception:
            log.exception("the words of store %s were not looked at", tenant_id)
            return False
    return True
