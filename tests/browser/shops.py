"""Two small shops with real pictures, for a browser to walk through."""

import csv
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import psycopg
from django.db import transaction

from commerce.core import clock
from commerce.core.bilingual import Bilingual
from commerce.core.scope import tenant_scope
from commerce.promotions.domain.actions import AmountOffOrder
from commerce.tenants.application.queries import get_tenant
from tests.commerce.promotions.builders import draft, published, shared
from tests.support.databases import admin_dsn
from wasla_site.demo.gateways import take_payments
from wasla_site.demo.pages import STORES
from wasla_site.demo.seeding import HERE, furnish
from wasla_site.launcher.roles import owner_dsn

PRODUCTS = 14
# Neighbours in the catalogue are of one category: every fifth product shows them all.
EVERY = 5
# Twenty off an order of two pieces.
CODE_FOR_TWO = "DAYF-20"


def furnish_small(slug: str, folder: Path) -> None:
    """The store sells a dozen or so products from all over the demo's catalogue and shows the demo's pages."""
    store, tenant = STORES[slug], get_tenant(slug)
    take_payments(tenant)
    with tenant_scope(tenant.pk):
        furnish(store, tenant, few_products(slug, folder), print)
        with transaction.atomic():
            gift = replace(
                draft(Bilingual("هدية الضيف", "Guest's gift"), minimum_pieces=2), actions=(AmountOffOrder(20_00),)
            )
            published(gift, coupons=[shared(CODE_FOR_TWO)], now=clock.now())


def few_products(slug: str, folder: Path) -> Path:
    with (HERE / f"{slug}.csv").open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        products = [list(rows) for _, rows in groupby(reader, key=lambda row: row["handle"])]
        columns = list(reader.fieldnames or [])
    path = folder / f"{slug}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for rows in products[::EVERY][:PRODUCTS]:
            writer.writerows(rows)
    return path


def ask(database: str, sql: str, *params: str) -> tuple[Any, ...]:
    """The one row that answers, asked as the owner, who sees every store."""
    with psycopg.connect(owner_dsn(admin_dsn(), database)) as owner:
        row = owner.execute(sql, params).fetchone()
    assert row is not None
    return row


def status_of(database: str, order_url: str) -> str:
    """The state of the order whose page this is."""
    token = order_url.rstrip("/").rsplit("/", 1)[1].split("?")[0]
    return str(ask(database, "SELECT status FROM orders_order WHERE token = %s", token)[0])


def stock_of(database: str, host: str, sku: str) -> tuple[int, int]:
    """(on hand, reserved) of a variant of the store at this host."""
    sql = """
        SELECT level.on_hand, level.reserved FROM catalog_stocklevel AS level
        JOIN catalog_variant AS variant ON variant.id = level.variant_id
        JOIN tenants_domain AS domain ON domain.tenant_id = level.tenant_id
        WHERE domain.host = %s AND variant.sku = %s
    """
    on_hand, reserved = ask(database, sql, host, sku)
    return on_hand, reserved


def webhook_tokens(database: str) -> list[tuple[str, str, str]]:
    """(store, gateway, token) of every account."""
    sql = """
        SELECT tenant.slug, account.provider, account.webhook_token FROM payments_gatewayaccount AS account
        JOIN tenants_tenant AS tenant ON tenant.id = account.tenant_id
    """
    with psycopg.connect(owner_dsn(admin_dsn(), database)) as owner:
        return list(owner.execute(sql))


def home_page_of(database: str, slug: str) -> int:
    return int(ask(database, "SELECT id FROM storefront_storepage WHERE depth = 2 AND slug = %s", slug)[0])
