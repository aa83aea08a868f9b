"""A collection gets another title, address, or other products."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from commerce.catalog.application.collections import (
    check_collection,
    collection_facts,
    named_products,
    picked,
    write_picks,
)
from commerce.catalog.application.shelf_addresses import check_address, hold_addresses
from commerce.catalog.application.shelf_marks import mark_goods
from commerce.catalog.models import Collection
from commerce.core.audit import Deed, difference, record
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound


def change_collection(*, collection_id: int, title: Bilingual, slug: str, product_ids: Sequence[int]) -> None:
    """The collection is like this, with these products in this order; an empty slug keeps the one there is.

    Refuses NotFound, CollectionRefused, SlugTaken (by a category too).
    """
    wanted = list(dict.fromkeys(product_ids))
    check_collection(title, slug, wanted)
    with transaction.atomic():
        hold_addresses()
        row = Collection.objects.select_for_update().filter(pk=collection_id).first()
        if row is None:
            raise NotFound(collection_id=collection_id)
        check_address(slug or row.slug, collection_id=collection_id)
        had = picked(collection_id)
        before = collection_facts(row) | {"products": named_products(had)}
        row.title_ar, row.title_en, row.slug = title.ar, title.en, slug or row.slug
        row.save()
        was, is_now = difference(before, collection_facts(row) | {"products": named_products(wanted)})
        if had != wanted:
            write_picks(collection_id, wanted)
            mark_goods({*had} ^ {*wanted})
        if was or is_now:
            record(Deed("collection", "changed", collection_id, row.title, was, is_now))
