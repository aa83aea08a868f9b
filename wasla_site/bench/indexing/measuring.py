"""How quick indexing is, measured in a database of its own on the tests' search server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from tqdm import tqdm

from wasla_site.bench.databases import Databases
from wasla_site.bench.indexing.figures import Indexing, Round
from wasla_site.bench.processes import Worker
from wasla_site.bench.product_copies import copy_products
from wasla_site.bench.stores import MEASURED, PRODUCTS
from wasla_site.launcher.opensearch_server import OpenSearchServer
from wasla_site.launcher.places import CHECKOUT
from wasla_site.launcher.testing import opensearch_for_tests

ALONE = "search_index.infrastructure.opensearch.adapter.OpenSearchIndex"
# As long as those of the demo are.
DESCRIPTIONS = (
    "<p>ورد الهدا والشفا في أول قطافه: رطب، عسلي قليلًا، وفي آخره خضرة ورقة. وضعنا تحته مسكًا أبيض خفيفًا حتى يبقى "
    "الورد في المقدمة ولا يتحوّل إلى صابون. يثبت على القماش يومًا كاملًا، وعلى الجلد نحو ست ساعات.</p>",
    "<p>The first roses of Al Hada and Al Shafa: wet, faintly honeyed, with a green leaf at the end. A light white "
    "musk sits underneath so the rose stays a rose and never turns soapy. A full day on fabric, about six hours on "
    "skin.</p>",
)
# The worker has met the server's absence by then, and leaves it alone.
AWAY_SECONDS = 20.0
MOST_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Effort:
    """`products` of the store, that many changes while the server is away, and so many rounds and edits."""

    products: int
    rounds: int
    edits: int
    every: float = 0.25


def measure_indexing(databases: Databases, template: str, effort: Effort) -> Indexing:
    server = opensearch_for_tests()
    name = databases.clone(template, "indexing")
    environment = {
        **databases.environment(name),
        "OPENSEARCH_URL": server.url(),
        "OPENSEARCH_PREFIX": f"wasla-bench-{os.getpid()}",
    }
    with Worker(environment) as worker:
        worker.ask("open_store", slug=MEASURED)
        with databases.as_owner(name) as owner:
            owner.execute("UPDATE catalog_product SET description_ar = %s, description_en = %s", DESCRIPTIONS)
            copy_products(owner, MEASURED, effort.products // PRODUCTS - 1)
            # What was copied with the products has versions that nobody drew: it would outdo what is measured.
            owner.execute("DELETE FROM search_index_searchword")
            owner.execute("DELETE FROM search_index_searchdocument")
            owner.execute("ANALYZE")
        try:
            _piped(worker)  # the store is there; what is measured are edits
            worker.ask("bulk_prepared", number=0)
            with databases.as_owner(name) as owner:
                owner.execute("VACUUM (ANALYZE)")  # or PostgreSQL tidies up after the filling while rounds are measured
            rounds = list(_rounds(worker, effort))
            _piped(worker)  # `_bulk` drew versions of which nobody wrote down what became: the check would take them up
            with _indexer(environment):
                lags = worker.ask("edit_and_find", edits=effort.edits, every=effort.every)
                seconds = _catch_up(worker, server, effort.products)
        finally:
            worker.ask("forget_indices")
    return Indexing(rounds, effort.edits, lags, effort.products, seconds)


def _rounds(worker: Worker, effort: Effort) -> Iterator[Round]:
    """The pipeline goes first in one round and `_bulk` in the next: a server that was just started grows quicker with
    every write."""
    for number in tqdm(range(1, effort.rounds + 1), desc="Indexing", unit="round"):
        measures: dict[str, Callable[[], tuple[int, float]]] = {
            "whole": partial(_piped, worker),
            "alone": partial(_piped, worker, index=ALONE),
            "raw": partial(worker.ask, "bulk_prepared", number=number),
        }
        order = measures if number % 2 else reversed(measures)
        yield Round(**{name: _rate(measures[name]()) for name in order})


def _piped(worker: Worker, **asked: str) -> tuple[int, float]:
    worker.ask("mark_products", most=None)
    measured: tuple[int, float] = worker.ask("index_marked", **asked)
    return measured


def _rate(measured: tuple[int, float]) -> float:
    documents, seconds = measured
    return documents / seconds


def _catch_up(worker: Worker, server: OpenSearchServer, changes: int) -> float:
    """From the moment the server answers again."""
    server.stop()
    try:
        worker.ask("mark_products", most=changes)
        time.sleep(AWAY_SECONDS)
    finally:
        server.start()
    begun = time.perf_counter()
    with tqdm(total=changes, desc="Catching up", unit="change") as bar:
        while time.perf_counter() - begun < MOST_SECONDS:
            bar.update(changes - worker.ask("marked") - bar.n)
            if worker.ask("is_caught_up"):
                return time.perf_counter() - begun
            time.sleep(0.5)
    return float("inf")


@contextmanager
def _indexer(environment: Mapping[str, str]) -> Iterator[None]:
    """The worker of a machine without Celery runs, with all of its sweeps."""
    command = [sys.executable, "manage.py", "run_outbox"]
    with subprocess.Popen(command, cwd=CHECKOUT, env=environment, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own words
        try:
            yield
        finally:
            process.terminate()
