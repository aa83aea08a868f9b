"""A store's products can be copied within it."""

import psycopg
import pytest
from django.db import transaction
from django.test import Client

from commerce.catalog.models import Product, StockLevel, Variant
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from wasla_site.bench import product_copies
from wasla_site.bench.product_copies import copy_products
from wasla_site.bench.stores import PRODUCTS, open_filled_store


@pytest.mark.long
def test_a_store_sells_many_times_what_it_sold(owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(product_copies, "AT_ONCE", 2)
    tenant_id = open_filled_store("desert")
    told: list[int] = []
    copy_products(owner, "desert", 3, told.append)
    assert told == [2, 1]
    with tenant_scope(tenant_id), transaction.atomic():
        assert Product.objects.count() == 4 * PRODUCTS
        copy = Product.objects.get(slug="perfume-7-2")
        assert copy.places.count() == 1
        assert [variant.sku for variant in Variant.objects.filter(product=copy).in_order()] == ["P7-50-2", "P7-100-2"]
        assert StockLevel.objects.filter(variant__product=copy).count() == 2
    shopper = Client(headers={"host": "desert.localhost"})
    assert shopper.get("/products/perfume-7-2/").status_code == 200
    assert shopper.get("/search/?q=musk").context["slice"].total == PRODUCTS
    with tenant_scope(Tenant.objects.get(slug="souq").pk), transaction.atomic():
        assert not Product.objects.exists()
