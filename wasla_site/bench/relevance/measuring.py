"""What search finds of the judged set, measured in a database of its own by a worker with a store of its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.module_loading import import_string

from commerce.core import clock
from commerce.core.scope import tenant_scope
from commerce.tenants.application.queries import find_tenant
from commerce.tenants.application.use_cases.open_store import open_store
from search_index.application import waiting
from search_index.application.placements import placement_of
from search_index.application.ports import SearchIndex
from search_index.domain.families import Family
from search_index.infrastructure.opensearch import deadlines
from search_index.infrastructure.opensearch import gateway as gateways
from search_index.infrastructure.opensearch.gateway import gateway
from wasla_site.bench.databases import Databases
from wasla_site.bench.processes import Worker
from wasla_site.bench.relevance.asking import ask_all, fill
from wasla_site.bench.relevance.catalogue import JudgedProduct, read_catalogue
from wasla_site.bench.relevance.figures import Relevance, by_class
from wasla_site.bench.relevance.queries import read_queries
from wasla_site.bench.stores import opening_of
from wasla_site.launcher.places import CHECKOUT

STORE = "judged"
PATIENCE_SECONDS = 30.0
DEMO = CHECKOUT / "wasla_site" / "demo"


def measure_relevance(
    databases: Databases, template: str, judged: Path, index: str, server: Mapping[str, str] | None = None
) -> dict[str, Relevance]:
    """The figures by class. `index` is the dotted path of an adapter, `server` the environment that leads to its own
    server, where it has one."""
    name = databases.clone(template, STORE)
    try:
        with Worker({**databases.environment(name), **(server or {})}) as worker:
            worker.ask("fill_judged", folder=str(judged), index=index)
            with databases.as_owner(name) as owner:
                owner.execute("ANALYZE")
            found = worker.ask("ask_judged", folder=str(judged), index=index)
            worker.ask("drop_judged")
    finally:
        databases.drop(name)
    return {kind: Relevance(**figures) for kind, figures in found.items()}


def fill_judged(folder: str, index: str) -> int:
    """The worker's part: the store sells what is judged. How many products that are."""
    _wait_as_long_as_it_takes()
    products = _products(folder)
    tenant = open_store(opening=opening_of(STORE))
    with tenant_scope(tenant.pk):
        fill(_index(index), products, clock.now())
    return len(products)


def ask_judged(folder: str, index: str) -> dict[str, Any]:
    tenant = find_tenant(STORE)
    assert tenant is not None
    queries = read_queries(Path(folder) / "queries.txt")
    with tenant_scope(tenant.pk):
        answered = list(ask_all(_index(index), _products(folder), queries))
    return {kind: figures.as_dict() for kind, figures in by_class(answered).items()}


def drop_judged() -> int:
    """No index of this run is left on the search server. How many there were."""
    tenant = find_tenant(STORE)
    assert tenant is not None
    with tenant_scope(tenant.pk):
        placements = [placement for family in Family if (placement := placement_of(family)) is not None]
        made = [generation for placement in placements for generation in placement.written if generation.is_made]
        for generation in made:
            gateway().drop(generation)
    return len(made)


def _wait_as_long_as_it_takes() -> None:
    """What is found does not depend on how busy the machine is."""
    deadlines.INTERACTIVE_SECONDS = waiting.ANSWER_SECONDS = gateways.SERVER_SECONDS = PATIENCE_SECONDS


def _products(folder: str) -> list[JudgedProduct]:
    return read_catalogue(Path(folder), DEMO)


@cache
def _index(path: str) -> SearchIndex:
    index: SearchIndex = import_string(path)()
    return index
