"""Products picked by hand, shown together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from commerce.catalog.application.collections import check_collection, collection_facts, named_products, write_picks
from commerce.catalog.application.shelf_addresses import check_address, free_address, hold_addresses
from commerce.catalog.application.shelf_marks import mark_goods
from commerce.catalog.domain.slugs import slug_from
from commerce.catalog.models import Collection
from commerce.core.audit import Deed, record
from commerce.core.bilingual import Bilingual


def create_collection(*, title: Bilingual, product_ids: Sequence[int], now: datetime, slug: str = "") -> int:
    """The store has the collection with these products in this order; returns its id. An empty slug is made.

    Refuses CollectionRefused, SlugTaken (by a category too), and NotFound for products that are not the store's.
    """
    wanted = list(dict.fromkeys(product_ids))
    check_collection(title, slug, wanted)
    with transaction.atomic():
        hold_addresses()
        if slug:
            check_address(slug)
        row = Collection.objects.create(
            slug=slug or free_address(slug_from(title.en, title.ar) or "collection"),
            title_ar=title.ar,
            title_en=title.en,
            created_at=now,
        )
        facts = collection_facts(row) | {"products": named_products(wanted)}
        write_picks(row.pk, wanted)
        told = {name: value for name, value in facts.items() if value}
        record(Deed("collection", "created", row.pk, row.title, after=told))
        mark_goods(wanted)
    return row.pk
