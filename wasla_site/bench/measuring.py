"""Building the databases, and asking the workers round by round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from psycopg import sql
from tqdm import tqdm

from wasla_site.bench.bare_connection import BARE_DATABASE
from wasla_site.bench.databases import Databases
from wasla_site.bench.figures import SIGN_UP, Figures, Memory, Overhead, PageFigures, SlowestStatement, Times
from wasla_site.bench.processes import Worker
from wasla_site.bench.product_copies import copy_products
from wasla_site.bench.store_copies import copy_store
from wasla_site.bench.stores import MEASURED, PATTERN, PRODUCTS

MOST_HOSTS = 1000
# Row security costs a hundredth of a page: one turn scatters by more, and of so few the median still does.
TURNS = 15


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured. `requests` of a round to each page and size; `memory_requests` in all."""

    sizes: Sequence[int]
    products: int
    rounds: int = 12
    requests: int = 3
    memory_requests: int = 2000
    memory_warm_up: int = 200


def measure(databases: Databases, template: str, effort: Effort) -> Figures:
    """The figures of each size; `template` is migrated and nobody is using it."""
    figures = Figures()
    names = build(databases, template, effort.sizes)
    middle = sorted(effort.sizes)[len(effort.sizes) // 2]
    fewest = min(effort.sizes)
    bare = _without_row_security(databases, names[fewest])
    with ExitStack() as stack:
        workers = {
            size: stack.enter_context(Worker({**databases.environment(name), BARE_DATABASE: bare}))
            for size, name in names.items()
        }
        figures.pages = _measure_pages(workers, effort)
        for size, worker in workers.items():
            figures.page_url_ms[size] = min(worker.ask("page_urls", count=effort.rounds))
        figures.overheads = _measure_overheads(workers[fewest], effort)
        _fill_shelves(databases, names[middle], effort.products)
        figures.lists = _measure_lists(workers[middle], effort)
    figures.memory = _measure_memory(databases, names[max(names)], effort)
    return figures


def build(databases: Databases, template: str, sizes: Sequence[int]) -> dict[int, str]:
    """By size, the name of a database with so many tenants: two real ones, the measured one opened last, and copies."""
    pattern = databases.clone(template, PATTERN)
    _open(databases, pattern, PATTERN)
    names = {}
    for size in sizes:
        names[size] = databases.clone(pattern, str(size))
        _copy(databases, names[size], size)
        _open(databases, names[size], MEASURED)
    return names


def _open(databases: Databases, name: str, slug: str) -> None:
    with Worker(databases.environment(name)) as worker:
        worker.ask("open_store", slug=slug)


def _copy(databases: Databases, name: str, size: int) -> None:
    with databases.as_owner(name) as owner, tqdm(total=size, desc=f"{size:,} stores", unit="store") as bar:
        row = owner.execute("SELECT count(*) + 1 FROM tenants_tenant").fetchone()
        there = int(row[0]) if row else 0
        bar.update(there)
        copy_store(owner, PATTERN, size - there, bar.update)


def _without_row_security(databases: Databases, original: str) -> str:
    """A copy in which every table is open, and columns that fill themselves get the measured store's key.

    Of the database with the fewest stores: what Wagtail asks names no store, so the open side would else read and build
    every store's rows and seem the dearer.
    """
    name = databases.clone(original, "bare")
    with databases.as_owner(name) as owner:
        row = owner.execute("SELECT id FROM tenants_tenant WHERE slug = %s", [MEASURED]).fetchone()
        walled = owner.execute("SELECT relname FROM pg_class WHERE relrowsecurity").fetchall()
        for (table,) in walled:
            owner.execute(sql.SQL("ALTER TABLE {} DISABLE ROW LEVEL SECURITY").format(sql.Identifier(table)))
        owner.execute("ANALYZE")
    databases.set_tenant(name, int(row[0]) if row else 0)
    return name


def _measure_pages(workers: dict[int, Worker], effort: Effort) -> dict[int, dict[str, PageFigures]]:
    page_names = next(iter(workers.values())).ask("page_names")
    looks = {size: {page: worker.ask("look", page=page) for page in page_names} for size, worker in workers.items()}
    rounds: dict[int, dict[str, list[Times]]] = {size: {page: [] for page in page_names} for size in workers}
    for number in tqdm(range(effort.rounds), desc="Pages", unit="round"):
        for page in page_names:
            for size in _turn(list(workers), number):
                rounds[size][page].append(workers[size].ask("times", page=page, count=effort.requests))
    return {
        size: {
            page: PageFigures(
                look["statements"], SlowestStatement(**look["slowest"]), look["bytes"], rounds[size][page]
            )
            for page, look in pages.items()
        }
        for size, pages in looks.items()
    }


def _turn(sizes: list[int], number: int) -> Iterator[int]:
    """Each round begins with another size."""
    begin = number % len(sizes)
    yield from sizes[begin:] + sizes[:begin]


def _measure_overheads(worker: Worker, effort: Effort) -> dict[str, Overhead]:
    found = {}
    pages = [page for page in worker.ask("page_names") if page != SIGN_UP]
    for page in tqdm(pages, desc="Row security", unit="page"):
        walled, bare = worker.ask("overhead_statements", page=page)
        requests = worker.ask("overhead", page=page, count=effort.rounds * effort.requests * TURNS)
        found[page] = Overhead(walled, bare, requests)
    return found


def _measure_memory(databases: Databases, name: str, effort: Effort) -> Memory:
    with databases.as_owner(name) as owner:
        found = owner.execute(
            "SELECT host FROM tenants_domain WHERE host LIKE %s ORDER BY id LIMIT %s", [f"{PATTERN}%", MOST_HOSTS]
        ).fetchall()
    facts = {"requests": effort.memory_requests, "warm_up": effort.memory_warm_up}
    with Worker(databases.environment(name)) as worker:
        return Memory(*worker.ask("memory", hosts=[host for (host,) in found], **facts))


def _measure_lists(worker: Worker, effort: Effort) -> dict[str, SlowestStatement]:
    return {name: SlowestStatement(**found) for name, found in worker.ask("lists", count=effort.rounds).items()}


def _fill_shelves(databases: Databases, name: str, products: int) -> None:
    with databases.as_owner(name) as owner, tqdm(total=products, desc="Products of one store", unit="product") as bar:
        copy_products(owner, MEASURED, products // PRODUCTS - 1, lambda copies: bar.update(copies * PRODUCTS))
