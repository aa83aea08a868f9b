"""Prices that are not wanted any more."""

from datetime import datetime

from django.db import transaction

from commerce.catalog.application.price_history import noting_prices
from commerce.catalog.application.price_lists import held_price_list, price_list_facts, prices_by_sku
from commerce.catalog.application.shelf_marks import mark_goods
from commerce.catalog.models import ListedPrice, Variant
from commerce.core.audit import Deed, record


def delete_price_list(*, price_list_id: int, now: datetime) -> None:
    """The variants cost what they cost without the list, at once if it was in force. Refuses NotFound."""
    with transaction.atomic():
        row = held_price_list(price_list_id)
        listed = dict(ListedPrice.objects.filter(price_list=row).values_list("variant_id", "price_minor"))
        variants = Variant.objects.filter(pk__in=list(listed))
        facts = price_list_facts(row) | {"prices": prices_by_sku(listed)}
        with noting_prices(variants, now):
            row.delete()
        told = {name: value for name, value in facts.items() if value}
        record(Deed("price_list", "deleted", price_list_id, row.name, before=told))
        mark_goods(variants.values_list("product_id", flat=True))
