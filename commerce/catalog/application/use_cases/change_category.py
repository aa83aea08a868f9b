"""A category gets another name, place, picture or address."""

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from commerce.catalog.application.activity import category_facts
from commerce.catalog.application.category_tree import checked_parent, checked_picture, lineage_below
from commerce.catalog.application.refusals import CategoryRefused
from commerce.catalog.application.shelf_addresses import check_address, hold_addresses
from commerce.catalog.application.shelf_marks import CATEGORY
from commerce.catalog.domain.policies import MOST_LEVELS
from commerce.catalog.domain.slugs import is_slug
from commerce.catalog.models import Category
from commerce.core.audit import Deed, difference, record
from commerce.core.bilingual import Bilingual
from commerce.core.changes import mark_changed
from commerce.core.errors import NotFound


def change_category(
    *, category_id: int, name: Bilingual, slug: str, parent_id: int | None, picture_id: int | None, position: int
) -> None:
    """The category is like this, and everything below it moved with it; its products are marked changed soon
    (`spread_category_changes`): there may be many.

    Refuses NotFound, CategoryRefused (no name, a cycle, too deep), SlugTaken (by a collection too).
    """
    if not name or not is_slug(slug):
        raise CategoryRefused(problem="slug_malformed" if name else "name_missing")
    with transaction.atomic():
        parent = checked_parent(category_id, parent_id)
        category = Category.objects.filter(pk=category_id).select_related("parent").first()
        if category is None:
            raise NotFound(category_id=category_id)
        hold_addresses()
        check_address(slug, category_id=category_id)
        before = category_facts(category, category.parent) | {"position": category.position}
        category.name_ar, category.name_en, category.slug = name.ar, name.en, slug
        category.parent, category.position = parent, position
        category.picture_id = checked_picture(picture_id)
        category.save()
        was, is_now = difference(before, category_facts(category, parent) | {"position": position})
        if is_now:
            record(Deed("category", "changed", category_id, category.name, was, is_now))
        _move_below(category, lineage_below(parent, category_id))
        mark_changed(CATEGORY, [category_id])


def _move_below(category: Category, lineage: str) -> None:
    old = category.lineage
    if old == lineage:
        return
    below = Category.objects.filter(lineage__startswith=old)
    deepest = max(len(row.lineage_ids) for row in below) - len(category.lineage_ids)
    if deepest + len([part for part in lineage.split("/") if part]) > MOST_LEVELS:
        raise CategoryRefused(problem="category_too_deep")
    below.update(lineage=Concat(Value(lineage), Substr(F("lineage"), len(old) + 1)))
