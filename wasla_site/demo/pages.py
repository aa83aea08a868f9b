"""The demo's stores by slug."""

from wasla_site.demo.content import Store
from wasla_site.demo.noor_pages import NOOR
from wasla_site.demo.souq_pages import SOUQ

STORES: dict[str, Store] = {store.slug: store for store in (NOOR, SOUQ)}
