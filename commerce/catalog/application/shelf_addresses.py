"""The addresses below /collections/, which categories and collections share."""

from __future__ import annotations

from django.db import connection

from commerce.catalog.application.refusals import SlugTaken
from commerce.catalog.domain.slugs import free_slug
from commerce.catalog.models import Category, Collection
from commerce.core.scope import current_tenant_id

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def hold_addresses() -> None:
    """Nobody else gives a category or collection of the store an address until the open transaction ends.

    Each table keeps its own addresses unique; between two tables no constraint can.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"catalog.shelf_addresses:{current_tenant_id()}"])


def check_address(slug: str, *, category_id: int = 0, collection_id: int = 0) -> None:
    """Refuses SlugTaken where another category or collection than these stands there. The addresses are held."""
    if (
        Category.objects.filter(slug=slug).exclude(pk=category_id).exists()
        or Collection.objects.filter(slug=slug).exclude(pk=collection_id).exists()
    ):
        raise SlugTaken(slug=slug)


def free_address(wanted: str) -> str:
    """`wanted`, or with the first number that makes it nobody's. The addresses are held."""
    categories = Category.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    collections = Collection.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    return free_slug(wanted, frozenset([*categories, *collections]))
