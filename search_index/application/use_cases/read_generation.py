"""Reading a pool from another of its indices."""

from datetime import datetime

from django.db import transaction

from search_index.application.generations import generations
from search_index.domain.pools import Generation
from search_index.models import SearchGeneration


def read_generation(*, generation: Generation, now: datetime) -> None:
    """The pool is read from this index, from one moment to the next; the one before goes on being written, and can be
    gone back to for a day.

    The server is told first: who dies between the two has only to do it again.
    """
    generations().read_from(generation)
    with transaction.atomic():
        of_pool = SearchGeneration.objects.filter(pool=generation.pool).select_for_update()
        before = of_pool.filter(is_read=True).exclude(number=generation.number)
        before.update(is_read=False, retired_at=now)
        of_pool.filter(number=generation.number).update(is_read=True, retired_at=None)
