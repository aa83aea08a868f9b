"""A store alone on a search server and among many, asked the same things by turns."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tqdm import tqdm

from wasla_site.bench.databases import Databases
from wasla_site.bench.neighbours.figures import Asked, Neighbours
from wasla_site.bench.processes import Worker
from wasla_site.bench.product_copies import copy_products
from wasla_site.bench.store_copies import copy_store
from wasla_site.bench.stores import MEASURED, PATTERN, PRODUCTS
from wasla_site.launcher.opensearch_server import OpenSearchServer

# Named, in either script, unfinished, misspelt, by code, and one of which there is nothing.
QUESTIONS = ("مسك", "عود 7", "عنبر", "وردة", "musk 12", "oud", "rose 100", "ambr", "مسق 3", "P7-50", "عطور", "ضصثقف")
BEGINNINGS = ("مس", "عو", "عنب", "ور", "mus", "ou", "ros", "amb", "عط", "P7")
PATHS = {
    "search": tuple(f"/search/?q={quote(text)}" for text in QUESTIONS),
    "suggest": tuple(f"/api/store/suggest/?q={quote(text)}" for text in BEGINNINGS),
}


@dataclass(frozen=True, slots=True)
class Effort:
    """`stores` with so many `products` each; every question is put `rounds` times to either side."""

    stores: int
    products: int
    rounds: int


def measure_neighbours(
    databases: Databases, template: str, judged: Path, server: OpenSearchServer, effort: Effort
) -> Neighbours:
    """The server is used by nobody else meanwhile; of the indices that are made none is left."""
    sides = {"alone": 1, "among": effort.stores}
    with ExitStack() as stack:
        workers = {}
        for side, stores in sides.items():
            name = _build(databases, template, side, stores, effort.products)
            prefix = f"wasla-bench-{os.getpid()}-{side}"
            environment = {"OPENSEARCH_URL": server.url(), "OPENSEARCH_PREFIX": prefix}
            workers[side] = stack.enter_context(Worker({**databases.environment(name), **environment}))
        try:
            for worker in workers.values():
                worker.ask("mark_products", most=None)
                worker.ask("index_marked")
            documents = workers["among"].ask("fill_neighbours", folder=str(judged), products=effort.products)
            asked = _ask(workers, effort.rounds)
            burden = server.burden()
        finally:
            for worker in workers.values():
                worker.ask("forget_pools")
    return Neighbours(effort.stores, documents + effort.products, burden, asked)


def _build(databases: Databases, template: str, side: str, stores: int, products: int) -> str:
    name = databases.clone(template, side)
    with Worker(databases.environment(name)) as worker:
        if stores > 1:
            worker.ask("open_store", slug=PATTERN)
            with databases.as_owner(name) as owner, tqdm(total=stores - 2, desc=side, unit="store") as bar:
                copy_store(owner, PATTERN, stores - 2, bar.update)
        worker.ask("open_store", slug=MEASURED)
    with databases.as_owner(name) as owner:
        copy_products(owner, MEASURED, products // PRODUCTS - 1)
        owner.execute("ANALYZE")
    return name


def _ask(workers: Mapping[str, Worker], rounds: int) -> dict[str, Asked]:
    order = random.Random(7)  # noqa: S311 - the same order each time
    times: dict[str, dict[str, list[float]]] = {kind: {side: [] for side in workers} for kind in PATHS}
    for number in tqdm(range(rounds + 1), desc="Questions", unit="round"):
        for kind, paths in PATHS.items():
            for path in order.sample(paths, len(paths)):
                for side in order.sample(list(workers), len(workers)):
                    ms = workers[side].ask("ask_search", path=path)
                    if number:  # the first round warms up
                        times[kind][side].append(ms)
    return {kind: Asked(sides["alone"], sides["among"]) for kind, sides in times.items()}
