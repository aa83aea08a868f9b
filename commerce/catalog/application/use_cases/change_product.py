"""A product is made what the merchant wants it to be."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.catalog.application.activity import changed, product_facts
from commerce.catalog.application.price_history import noting_prices
from commerce.catalog.application.publishing import check_publishable
from commerce.catalog.application.refusals import DraftRefused, SlugTaken
from commerce.catalog.application.shelf_marks import mark_goods
from commerce.catalog.application.variant_grid import write_grid
from commerce.catalog.domain.descriptions import clean_description
from commerce.catalog.domain.drafts import ProductDraft, draft_problem
from commerce.catalog.domain.values import Status
from commerce.catalog.models import Product, Variant
from commerce.core.audit import record
from commerce.core.errors import NotFound


def change_product(*, product_id: int, draft: ProductDraft, now: datetime) -> None:
    """Texts, address, options and variants are the draft's; an empty slug keeps the one there is.

    Refuses NotFound, DraftRefused, SlugTaken, SkuTaken, and CannotPublish when a published product would no longer be
    fit for shoppers.
    """
    if problem := draft_problem(draft):
        raise DraftRefused(problem=problem)
    with transaction.atomic():
        product = Product.objects.select_for_update().filter(pk=product_id).first()
        if product is None:
            raise NotFound(product_id=product_id)
        slug = draft.slug or product.slug
        if Product.objects.filter(slug=slug).exclude(pk=product_id).exists():
            raise SlugTaken(slug=slug)
        before = product_facts(product)
        product.slug = slug
        product.title_ar, product.title_en = draft.title.ar, draft.title.en
        rewritten = _rewrite(product, draft)
        product.changed_at = now
        product.save()
        with noting_prices(Variant.objects.filter(product_id=product_id), now):
            deeds = write_grid(product, draft)
        record(*changed(product, before, rewritten), *deeds)
        if product.status == Status.PUBLISHED:
            check_publishable(product)
        mark_goods([product_id])


def _rewrite(product: Product, draft: ProductDraft) -> list[str]:
    """The names of the descriptions that are others now."""
    texts = {
        "description_ar": clean_description(draft.description.ar),
        "description_en": clean_description(draft.description.en),
    }
    rewritten = [name for name, text in texts.items() if getattr(product, name) != text]
    for name, text in texts.items():
        setattr(product, name, text)
    return rewritten
