"""A new product."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.catalog.application.activity import created
from commerce.catalog.application.refusals import DraftRefused, SlugTaken
from commerce.catalog.application.shelf_marks import mark_goods
from commerce.catalog.application.variant_grid import write_grid
from commerce.catalog.domain.descriptions import clean_description
from commerce.catalog.domain.drafts import ProductDraft, draft_problem
from commerce.catalog.domain.slugs import free_slug, slug_from
from commerce.catalog.models import Product
from commerce.core.audit import record
from commerce.core.money import Money


def create_product(*, draft: ProductDraft, now: datetime) -> int:
    """The store has the product as a draft nobody sees, with its options and variants; returns its id.

    Refuses DraftRefused, SlugTaken for an address asked for by name, SkuTaken.
    """
    if problem := draft_problem(draft):
        raise DraftRefused(problem=problem)
    with transaction.atomic():
        product, is_new = Product.objects.get_or_create(
            slug=draft.slug or _slug_for(draft),
            defaults={
                "title_ar": draft.title.ar,
                "title_en": draft.title.en,
                "description_ar": clean_description(draft.description.ar),
                "description_en": clean_description(draft.description.en),
                "created_at": now,
                "changed_at": now,
            },
        )
        if not is_new:
            raise SlugTaken(slug=product.slug)
        write_grid(product, draft)
        currency = product.tenant.currency
        record(created(product, {row.sku.strip(): Money(row.price_minor, currency) for row in draft.variants}))
        mark_goods([product.pk])
    return product.pk


def _slug_for(draft: ProductDraft) -> str:
    wanted = slug_from(draft.title.en, draft.title.ar) or "product"
    taken = Product.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    return free_slug(wanted, frozenset(taken))
