"""Forgetting a store."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from commerce.core.models import ChangedObject
from commerce.media.application.picture_marks import PICTURE
from search_index.application.generations import generations
from search_index.application.placements import generation_of
from search_index.application.ports import search_index
from search_index.application.server import is_server_named
from search_index.application.sources import OTHERS_MARKS
from search_index.domain.families import Family
from search_index.domain.pools import Generation
from search_index.models import (
    AttributeName,
    DescribedPicture,
    DocumentState,
    Popularity,
    SearchGeneration,
    SearchPool,
    StorePlacement,
)


def forget_store_index() -> bool:
    """Nothing of the open scope's store is left in any index, nor its words, its descriptions of pictures, the names of
    its attributes, what sells in it, or what was written down of its documents; its pools have room for one more.

    No sweep makes it again as long as the store is closed. What stays marked is to be priced, which is no business of
    search: were that forgotten, a store that opens again would be listed by old prices.

    Its rankings stay: they are settings, with the history of who made them, which nobody may change or delete, and go
    as its orders and its activity do, with the store itself.

    What was written down of documents goes first: by that a worker on the way sees that the store is forgotten, and
    takes back what it wrote. For a store that is closed. The server remembers deletions for an hour: documents of a
    store that goes on would be refused as older until then. Raises SearchUnavailable; doing it again does the rest.

    False: no search server is named, and on one that was named before something is left. The store keeps its places
    there, so that doing it again when it is named does the rest.
    """
    with transaction.atomic():
        ChangedObject.objects.exclude(kind__in=set(OTHERS_MARKS) - {PICTURE}).delete()
        DocumentState.objects.all().delete()
        indices = _indices()
    search_index().forget_store()
    is_left = bool(indices) and not is_server_named()
    for generation in [] if is_left else indices:
        generations().forget_store(generation)
    with transaction.atomic():
        for kept in (DescribedPicture, AttributeName, Popularity):
            kept.objects.all().delete()
        if is_left:
            StorePlacement.objects.update(is_filled=False)
        else:
            _give_places_back()
    return not is_left


def _indices() -> list[Generation]:
    """All that the store may have been written into."""
    found = []
    for placement in StorePlacement.objects.all():
        rows = SearchGeneration.objects.filter(pool__in=_pools(placement), is_made=True).order_by("pk")
        found += [generation_of(Family(placement.family), row) for row in rows]
    return found


def _pools(placement: StorePlacement) -> list[int]:
    pools = (placement.pool_id, placement.moving_to_id, placement.leaving_id)
    return [pool for pool in pools if pool is not None]


def _give_places_back() -> None:
    for placement in StorePlacement.objects.order_by("pk").select_for_update():
        for pool_id in sorted(_pools(placement)):
            SearchPool.objects.filter(pk=pool_id).update(stores=F("stores") - 1)
        placement.delete()
