"""Making sure of an index before it is read."""

from commerce.core.scope import tenant_scope
from search_index.application.filling import make_alike
from search_index.application.pool_stores import stores_in
from search_index.domain.pools import Generation


def verify_generation(*, generation: Generation) -> int:
    """The index holds of every store in its pool what is written down of it; what differs is written anew. Returns the
    number of documents. Raises StillDifferent."""
    documents = 0
    for tenant_id in stores_in(generation.pool):
        with tenant_scope(tenant_id):
            documents += make_alike(generation)
    return documents
