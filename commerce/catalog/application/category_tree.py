"""The tree of categories: who may stand below whom, and the way from the top to each."""

from __future__ import annotations

from commerce.catalog.application.refusals import CategoryRefused
from commerce.catalog.domain.policies import category_problem
from commerce.catalog.models import Category
from commerce.core.errors import NotFound
from commerce.media.models import StoreImage


def lineage_below(parent: Category | None, category_id: int) -> str:
    return f"{parent.lineage if parent else '/'}{category_id}/"


def checked_parent(category_id: int | None, parent_id: int | None) -> Category | None:
    """The parent, if the category (None: a new one) may stand below it. Locks the store's tree.

    Refuses NotFound, and CategoryRefused for a cycle or a tree too deep.
    """
    # Two moves at once could each be harmless and together make a circle.
    rows = {row.pk: row for row in Category.objects.order_by("pk").select_for_update()}
    if parent_id is None:
        return None
    if parent_id not in rows:
        raise NotFound(category_id=parent_id)
    parent = rows[parent_id]
    problem = category_problem(category_id=category_id, parent_lineage=parent.lineage_ids)
    if problem:
        raise CategoryRefused(problem=problem)
    return parent


def checked_picture(picture_id: int | None) -> int | None:
    """The id again. Refuses NotFound unless it is an image of this store."""
    if picture_id is not None and not StoreImage.objects.filter(pk=picture_id).exists():
        raise NotFound(image_id=picture_id)
    return picture_id
