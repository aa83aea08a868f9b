"""Hundreds of stores in a moment."""

from tests.support.databases import owner_of
from wasla_site.bench.store_copies import copy_store


def open_many(database: str, count: int) -> None:
    """Stores like Souq, which has no products."""
    with owner_of(database) as owner:
        owner.autocommit = True
        copy_store(owner, "souq", count)
