"""What sells well in one store, worked out from its orders."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.db import transaction

from commerce.core.changes import mark_changed
from commerce.orders.application.sales_queries import pieces_sold
from commerce.tenants.application.queries import is_held_open
from search_index.application.product_source import KIND
from search_index.domain.popularity import COUNTED, popularity_of
from search_index.models import Popularity

NOON = time(12, tzinfo=UTC)


def weigh_store_popularity(*, now: datetime) -> int:
    """Every product of the open scope's store is as popular as it sells now; those of which that changed are marked,
    and how many returned. Nothing happens where the store is closed. Safe to run twice."""
    with transaction.atomic():
        if not is_held_open():
            return 0
        sold = pieces_sold(since=now - COUNTED)
        ago = ((product_id, now - datetime.combine(day, NOON), pieces) for product_id, day, pieces in sold)
        popular = popularity_of(ago)
        known = dict(Popularity.objects.values_list("product_id", "hundredths"))
        changed = {one for one in known.keys() | popular if known.get(one) != popular.get(one)}
        Popularity.objects.filter(product_id__in=changed - popular.keys()).delete()
        rows = [Popularity(product_id=one, hundredths=popular[one]) for one in sorted(changed & popular.keys())]
        Popularity.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["tenant", "product_id"], update_fields=["hundredths"]
        )
        mark_changed(KIND, changed)
    return len(changed)
