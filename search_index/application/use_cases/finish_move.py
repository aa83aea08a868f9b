"""Finding a store in the pool it moved to."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from search_index.domain.families import Family
from search_index.models import StorePlacement


def finish_move(*, family: Family, now: datetime) -> None:
    """The open scope's store is found, and from now on written, in the pool it was on its way to; nothing happens where
    it is on none.

    There it is filled, whether it was before or not. What lies in the old one is forgotten later
    (`clear_left_indices`): requests that are under way may still read it.
    """
    with transaction.atomic():
        StorePlacement.objects.filter(family=family, moving_to__isnull=False).update(
            leaving=F("pool"), left_at=now, pool=F("moving_to"), moving_to=None, is_filled=True
        )
