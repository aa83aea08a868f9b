"""Where a batch's products stand, what they are marked with, and what shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from commerce.catalog.application.product_import.categories import CategoryWays
from commerce.catalog.application.product_import.plans import Batch, Plan
from commerce.catalog.application.tagging import tags_named
from commerce.catalog.domain.imports import Remark
from commerce.catalog.domain.slugs import slug_from
from commerce.catalog.models import ProductCategory, ProductImage, ProductTag
from commerce.core.errors import Refusal


def write_places(batch: Batch, ways: CategoryWays) -> None:
    """Products stand in the file's category too; where else the merchant put them they stay."""
    plans = batch.products()
    present: dict[int, list[int]] = defaultdict(list)
    for product_id, category_id in ProductCategory.objects.filter(product__in=plans).values_list("product", "category"):
        present[product_id].append(category_id)
    rows = []
    for product_id, plan in plans.items():
        if not plan.wanted.category:
            continue
        try:
            category_id = ways.id_at_end_of(plan.wanted.category)
        except Refusal:
            batch.tell(Remark(plan.wanted.row, "category_too_deep", is_note=True))
            continue
        places = present[product_id]
        if category_id not in places:
            rows.append(ProductCategory(product_id=product_id, category_id=category_id, position=len(places)))
            plan.has_changed = True
    ProductCategory.objects.bulk_create(rows, ignore_conflicts=True)


def write_tags(batch: Batch) -> None:
    """Products whose tags the file names have exactly these."""
    tagged = {product_id: plan for product_id, plan in batch.products().items() if plan.wanted.tags}
    tags = tags_named(name for plan in tagged.values() for name in plan.wanted.tags)
    present: dict[int, set[int]] = defaultdict(set)
    for product_id, tag_id in ProductTag.objects.filter(product__in=tagged).values_list("product", "tag"):
        present[product_id].add(tag_id)
    rows = []
    for product_id, plan in tagged.items():
        slugs = [slug_from(name.en, name.ar) for name in plan.wanted.tags]
        wanted = {tags[slug].pk for slug in slugs if slug}
        if surplus := present[product_id] - wanted:
            ProductTag.objects.filter(product=product_id, tag__in=surplus).delete()
        rows += [ProductTag(product_id=product_id, tag_id=tag_id) for tag_id in sorted(wanted - present[product_id])]
        plan.has_changed |= wanted != present[product_id]
    ProductTag.objects.bulk_create(rows, ignore_conflicts=True)


def write_pictures(batch: Batch, image_ids: Mapping[str, int]) -> list[int]:
    """Products show the file's pictures after those they have; returns the ids of the images that are new to them."""
    plans = batch.products()
    shown: dict[int, set[int]] = defaultdict(set)
    for product_id, image_id in ProductImage.objects.filter(product__in=plans).values_list("product", "image"):
        shown[product_id].add(image_id)
    rows = []
    for product_id, plan in plans.items():
        new = _new_pictures(batch, plan, image_ids, shown[product_id])
        for position, (image_id, variant_id) in enumerate(new.items(), start=len(shown[product_id])):
            rows.append(
                ProductImage(product_id=product_id, image_id=image_id, variant_id=variant_id, position=position)
            )
        plan.has_changed |= bool(new)
    ProductImage.objects.bulk_create(rows, ignore_conflicts=True)
    batch.tally.pictures_added += len(rows)
    return list({row.image_id: None for row in rows})


def _new_pictures(batch: Batch, plan: Plan, image_ids: Mapping[str, int], shown: set[int]) -> dict[int, int | None]:
    """Images the product does not show yet, each with the first variant that names it; where the variants that name
    images all name the same, these are the product's and of no variant in particular."""
    variants = plan.wanted.variants
    are_shared = len({variant.images for variant in variants if variant.images}) == 1
    new: dict[int, int | None] = {}
    for variant in variants:
        for name in variant.images:
            image_id = image_ids.get(name)
            if image_id is not None and image_id not in shown:
                new.setdefault(image_id, None if are_shared else batch.variant_id(variant))
    return new
