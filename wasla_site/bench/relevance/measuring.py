"""What search finds of the judged set, measured in a database of its own by a worker with a store of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from commerce.core import clock
from commerce.core.scope import tenant_scope
from commerce.tenants.application.queries import find_tenant
from commerce.tenants.application.use_cases.open_store import open_store
from search_index.application.ports import SearchIndex
from wasla_site.bench.databases import Databases
from wasla_site.bench.processes import Worker
from wasla_site.bench.relevance.asking import ask_all, fill
from wasla_site.bench.relevance.catalogue import JudgedProduct, read_catalogue
from wasla_site.bench.relevance.figures import Relevance, by_class
from wasla_site.bench.relevance.queries import read_queries
from wasla_site.bench.stores import opening_of
from wasla_site.launcher.places import CHECKOUT

STORE = "judged"
DEMO = CHECKOUT / "wasla_site" / "demo"


def measure_relevance(databases: Databases, template: str, judged: Path, index: str = "") -> dict[str, Relevance]:
    """The figures by class; `index` names an adapter, that of the settings where it is empty."""
    name = databases.clone(template, STORE)
    with Worker(databases.environment(name)) as worker:
        worker.ask("fill_judged", folder=str(judged), index=index)
        with databases.as_owner(name) as owner:
            owner.execute("ANALYZE")
        found = worker.ask("ask_judged", folder=str(judged), index=index)
    return {kind: Relevance(**figures) for kind, figures in found.items()}


def fill_judged(folder: str, index: str) -> int:
    """The worker's part: the store sells what is judged. How many products that are."""
    products = _products(folder)
    tenant = open_store(opening=opening_of(STORE))
    with tenant_scope(tenant.pk), transaction.atomic():
        fill(_index(index), products, clock.now())
    return len(products)


def ask_judged(folder: str, index: str) -> dict[str, Any]:
    tenant = find_tenant(STORE)
    assert tenant is not None
    queries = read_queries(Path(folder) / "queries.txt")
    with tenant_scope(tenant.pk), transaction.atomic():
        answered = list(ask_all(_index(index), _products(folder), queries))
    return {kind: figures.as_dict() for kind, figures in by_class(answered).items()}


def _products(folder: str) -> list[JudgedProduct]:
    return read_catalogue(Path(folder), DEMO)


def _index(path: str) -> SearchIndex:
    index: SearchIndex = import_string(path or settings.SEARCH_INDEX)()
    return index
