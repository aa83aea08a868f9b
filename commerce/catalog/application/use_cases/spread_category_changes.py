"""What changed with a category changed for everything below it, however much that is."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from commerce.catalog.application.shelf_marks import CATEGORY, mark_goods
from commerce.catalog.models import ProductCategory
from commerce.core.changes import forget_changes
from commerce.core.models import ChangedObject
from commerce.core.scope import system_scope, tenant_scope
from commerce.tenants.application.queries import open_stores

log = logging.getLogger(__name__)

CHUNK = 1000


def spread_category_changes(*, now: datetime) -> int:
    """The products in and below every changed category are marked, in every open store; returns how many.

    A chunk a transaction, so that nobody who changes a product waits long; who dies on the way has it done again from
    the beginning, which does no harm. One store's defect is logged and stops no other's.
    """
    with system_scope(), transaction.atomic():
        waiting = ChangedObject.objects.filter(kind=CATEGORY, changed_at__lte=now, tenant__in=open_stores())
        tenant_ids = sorted(set(waiting.values_list("tenant_id", flat=True)))
    return sum(_spread_in(tenant_id, now) for tenant_id in tenant_ids)


def _spread_in(tenant_id: int, now: datetime) -> int:
    marked = 0
    with tenant_scope(tenant_id):
        try:
            with transaction.atomic():
                changes = list(ChangedObject.objects.filter(kind=CATEGORY, changed_at__lte=now).order_by("pk"))
            for change in changes:
                marked += sum(_chunks_marked(change.object_id))
                with transaction.atomic():
                    forget_changes([change])
        except Exception:
            log.exception("the changed categories of store %s were not spread", tenant_id)
    return marked


def _chunks_marked(category_id: int) -> Iterator[int]:
    last = 0
    while True:
        with transaction.atomic():
            ids = list(_below(category_id).filter(product_id__gt=last)[:CHUNK])
            mark_goods(ids)
        yield len(ids)
        if len(ids) < CHUNK:
            return
        last = ids[-1]


def _below(category_id: int) -> QuerySet[ProductCategory, int]:
    """Products, each once, by id."""
    places = ProductCategory.objects.filter(category__lineage__contains=f"/{category_id}/")
    rows: QuerySet[ProductCategory, int] = places.order_by("product_id").values_list("product_id", flat=True).distinct()
    return rows
