"""What the rooms above add to a new store."""

from collections.abc import Iterator
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from commerce.tenants.domain.values import Opening
from commerce.tenants.models import Tenant


class Furnishing(Protocol):
    """One thing every new store has: its owner, its media collection, its pages, its stock location.

    Called in the opening's transaction and in the new store's scope; raises a Refusal to stop the opening.
    """

    def __call__(self, tenant: Tenant, opening: Opening) -> None: ...


def furnishings() -> Iterator[Furnishing]:
    """In the order of `STORE_FURNISHINGS` (dotted paths)."""
    for path in settings.STORE_FURNISHINGS:
        yield import_string(path)
