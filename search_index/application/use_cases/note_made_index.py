"""Writing down that the search server has an index."""

from django.db import transaction

from search_index.domain.pools import Generation
from search_index.models import SearchGeneration


def note_made_index(*, generation: Generation) -> None:
    """Whoever writes into this generation from now on need not make its index."""
    with transaction.atomic():
        SearchGeneration.objects.filter(pool_id=generation.pool, number=generation.number).update(is_made=True)
