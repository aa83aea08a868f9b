"""Tags by their names."""

from collections.abc import Iterable

from commerce.catalog.domain.slugs import slug_from
from commerce.catalog.models import Tag
from commerce.core.bilingual import Bilingual


def tags_named(names: Iterable[Bilingual]) -> dict[str, Tag]:
    """The store's tags of these names by slug, new ones made; names that give no slug (only signs) are left out.

    Two names with one slug are one tag, which keeps the name it has.
    """
    wanted: dict[str, Bilingual] = {}
    for name in names:
        if slug := slug_from(name.en, name.ar):
            wanted.setdefault(slug, name)
    rows = [Tag(slug=slug, name_ar=name.ar[:80], name_en=name.en[:80]) for slug, name in sorted(wanted.items())]
    Tag.objects.bulk_create(rows, ignore_conflicts=True)
    return {tag.slug: tag for tag in Tag.objects.filter(slug__in=wanted)}
