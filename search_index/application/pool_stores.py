"""Which stores lie in a pool."""

from django.db import transaction
from django.db.models import Q

from commerce.core.scope import system_scope
from search_index.models import StorePlacement


def stores_in(pool_id: int) -> list[int]:
    """The stores that are written there, in order, those on their way there among them."""
    with system_scope(), transaction.atomic():
        there = StorePlacement.objects.filter(Q(pool=pool_id) | Q(moving_to=pool_id))
        return list(there.order_by("tenant_id").values_list("tenant_id", flat=True))
