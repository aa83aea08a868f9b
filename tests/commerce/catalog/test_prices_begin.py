"""What stores that were open before prices had VAT and a history are given by the migration."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from tests.commerce.catalog.test_reserve_race import Shop
from tests.support.databases import owner_of

pytestmark = pytest.mark.usefixtures("own_database")

MIGRATION: Any = import_module("commerce.catalog.migrations.0005_prices_begin")
OF_VAT = "SELECT tenant_id, code, rate, is_default FROM catalog_vatcategory ORDER BY tenant_id, code"
OF_HISTORY = "SELECT variant_id, price_minor FROM catalog_shelfprice ORDER BY variant_id"


def test_open_stores_get_vat_and_their_prices_a_first_entry(own_database: str) -> None:
    Shop(own_database, stock=[1])
    with owner_of(own_database) as owner:
        vat, history = (owner.execute(sql).fetchall() for sql in (OF_VAT, OF_HISTORY))
        stores = owner.execute("SELECT count(*) FROM tenants_tenant").fetchone()
        assert stores is not None
        assert (len(vat), len(history)) == (2 * stores[0], 2)
        owner.execute("DELETE FROM catalog_vatcategory")
        owner.execute("DELETE FROM catalog_shelfprice")
        for _ in range(2):
            owner.execute(MIGRATION.SEED_VAT)
        owner.execute(MIGRATION.BEGIN_HISTORY)
        assert owner.execute(OF_VAT).fetchall() == vat, "as a new store is furnished"
        assert owner.execute(OF_HISTORY).fetchall() == history
