"""Which kinds of objects the open scope's store has documents of."""

from search_index.application.sources import SOURCES
from search_index.domain.families import Family, family_of
from search_index.models import DocumentState


def kinds_of(family: Family) -> list[str]:
    """Those that have a source, and those of which something is written down."""
    kinds = {*SOURCES, *DocumentState.objects.values_list("kind", flat=True).distinct()}
    return sorted(kind for kind in kinds if family_of(kind) == family)
