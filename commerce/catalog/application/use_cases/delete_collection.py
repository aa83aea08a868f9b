"""A collection that is not wanted any more."""

from django.db import transaction

from commerce.catalog.application.collections import collection_facts, named_products, picked
from commerce.catalog.application.shelf_marks import mark_goods
from commerce.catalog.models import Collection
from commerce.core.audit import Deed, record
from commerce.core.errors import NotFound


def delete_collection(*, collection_id: int) -> None:
    """The collection is gone and its address free; its products stay. Refuses NotFound."""
    with transaction.atomic():
        row = Collection.objects.select_for_update().filter(pk=collection_id).first()
        if row is None:
            raise NotFound(collection_id=collection_id)
        had = picked(collection_id)
        facts = collection_facts(row) | {"products": named_products(had)}
        row.delete()
        told = {name: value for name, value in facts.items() if value}
        record(Deed("collection", "deleted", collection_id, row.title, before=told))
        mark_goods(had)
