"""A new category."""

from django.db import transaction

from commerce.catalog.application.activity import category_facts
from commerce.catalog.application.category_tree import checked_parent, checked_picture, lineage_below
from commerce.catalog.application.refusals import CategoryRefused
from commerce.catalog.application.shelf_addresses import check_address, free_address, hold_addresses
from commerce.catalog.domain.slugs import is_slug, slug_from
from commerce.catalog.models import Category
from commerce.core.audit import Deed, record
from commerce.core.bilingual import Bilingual


def create_category(
    *, name: Bilingual, slug: str = "", parent_id: int | None = None, picture_id: int | None = None, position: int = 0
) -> int:
    """The store has the category below the parent, or at the top; returns its id. An empty slug is made from the name.

    Refuses NotFound for a parent or picture that is not the store's, CategoryRefused, SlugTaken (by a collection too).
    """
    if not name or (slug and not is_slug(slug)):
        raise CategoryRefused(problem="slug_malformed" if name else "name_missing")
    with transaction.atomic():
        parent = checked_parent(None, parent_id)
        hold_addresses()
        if slug:
            check_address(slug)
        category = Category.objects.create(
            slug=slug or free_address(slug_from(name.en, name.ar) or "category"),
            parent=parent,
            name_ar=name.ar,
            name_en=name.en,
            picture_id=checked_picture(picture_id),
            position=position,
        )
        category.lineage = lineage_below(parent, category.pk)
        category.save(update_fields=["lineage"])
        facts = {name: value for name, value in category_facts(category, parent).items() if value}
        record(Deed("category", "created", category.pk, category.name, after=facts))
    return category.pk
