"""What a worker can be asked."""

from __future__ import annotations

import gc
import io
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.util import setup_testing_defaults

import psutil
from django.db import transaction

from commerce.core.scope import tenant_scope
from wasla_site.bench.bare_connection import bare_database
from wasla_site.bench.indexing.answers import (
    bulk_prepared,
    edit_and_find,
    forget_indices,
    index_marked,
    is_caught_up,
    mark_products,
    marked,
)
from wasla_site.bench.neighbours.answers import ask_search, fill_neighbours, forget_pools
from wasla_site.bench.pages import DESK_LIST_PAGES, LIST_PAGES, AnswerWrong, Pages, measured_tenant_id
from wasla_site.bench.relevance.measuring import ask_judged, drop_judged, fill_judged
from wasla_site.bench.spent import cpu_ms
from wasla_site.bench.statements import slowest_statement, statements_of
from wasla_site.bench.stores import open_filled_store
from wasla_site.storefront.models import StorePage

_pages = Pages()
_bare_pages = Pages()  # signed in to the other database
_PUBLIC = ("/", "/products/", "/products/perfume-7/", "/about/", "/search/?q=musk")


def open_store(slug: str) -> int:
    return open_filled_store(slug)


def page_names() -> list[str]:
    return _pages.names


def look(page: str) -> dict[str, Any]:
    """The statements of a page that was asked for before, the slowest of them, and the page's bytes."""
    size_bytes = len(_pages.ask(page))
    statements = statements_of(lambda: _pages.ask(page))
    slowest: dict[str, Any] = {}
    with slowest_statement(slowest):
        _pages.ask(page)
    return {"statements": statements, "slowest": slowest, "bytes": size_bytes}


def times(page: str, count: int) -> list[tuple[float, float]]:
    """CPU and wall, in ms, of so many requests one after another."""
    gc.collect()
    return [_time(_pages, page) for _ in range(count)]


def overhead(page: str, count: int) -> list[tuple[float, float]]:
    """CPU, in ms, of so many requests with row security and as many without it, by turns; each begins as often."""
    with _swept_between():
        return [_walled_then_bare(page) if turn % 2 else _bare_then_walled(page) for turn in range(count)]


def _walled_then_bare(page: str) -> tuple[float, float]:
    walled = _walled(page)
    return walled, _bare(page)


def _bare_then_walled(page: str) -> tuple[float, float]:
    bare = _bare(page)
    return _walled(page), bare


def _walled(page: str) -> float:
    gc.collect()
    return cpu_ms(lambda: _pages.ask(page))


def _bare(page: str) -> float:
    gc.collect()
    with bare_database():
        return cpu_ms(lambda: _bare_pages.ask(page))


@contextmanager
def _swept_between() -> Iterator[None]:
    """Garbage is collected between requests only. Python collects after so many new objects: where that falls in step
    with the turns, one side always pays for both."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def overhead_statements(page: str) -> tuple[int, int]:
    """How many with row security and how many without it, of a page that was asked for before.

    The fewer of two: now and then a request also renews its session or forgets what is over.
    """
    _pages.ask(page)
    walled = min(len(statements_of(lambda: _pages.ask(page))) for _ in range(2))
    with bare_database():
        _bare_pages.ask(page)
        return walled, min(len(statements_of(lambda: _bare_pages.ask(page))) for _ in range(2))


def page_urls(count: int) -> list[float]:
    """ms of `page.url` with no request: the median of a store's pages just read, so many times."""
    return [_page_url() for _ in range(count)]


def lists(count: int) -> dict[str, dict[str, Any]]:
    """By list page, its slowest statement: the least of so many times, once warm."""
    return {name: _slowest(name, count) for name in (*LIST_PAGES, *DESK_LIST_PAGES)}


def memory(hosts: list[str], requests: int, warm_up: int) -> tuple[int, int]:
    """Resident bytes after the first `warm_up` public requests, and after all of them, round the hosts."""
    from wasla_site.wsgi import application  # noqa: PLC0415 - only this question has use for it

    process = psutil.Process(os.getpid())
    warm = 0
    for number in range(requests):
        if number == warm_up:
            warm = process.memory_info().rss
        path, _, query = _PUBLIC[number // len(hosts) % len(_PUBLIC)].partition("?")
        _serve(application, hosts[number % len(hosts)], path, query)
    return warm, process.memory_info().rss


def _time(pages: Pages, page: str) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    pages.ask(page)
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def _page_url() -> float:
    with tenant_scope(measured_tenant_id()), transaction.atomic():
        taken = []
        for page in StorePage.objects.filter(depth__gt=1):
            began = time.perf_counter()
            assert page.url
            taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def _slowest(name: str, count: int) -> dict[str, Any]:
    _pages.ask_list(name)
    best: dict[str, Any] = {}
    for _ in range(count):
        found: dict[str, Any] = {}
        with slowest_statement(found):
            _pages.ask_list(name)
        best = found if not best or found["ms"] < best["ms"] else best
    return best


def _serve(application: Any, host: str, path: str, query: str) -> None:
    environ: dict[str, Any] = {"HTTP_HOST": host, "PATH_INFO": path, "QUERY_STRING": query, "wsgi.input": io.BytesIO()}
    setup_testing_defaults(environ)
    begun: list[str] = []
    response = application(environ, lambda status, headers, exc_info=None: begun.append(status))
    try:
        for _ in response:
            pass
    finally:
        response.close()
    if not begun[0].startswith("200"):
        raise AnswerWrong(f"{host}{path}: {begun[0]}")


ANSWERS: dict[str, Callable[..., Any]] = {
    answer.__name__: answer
    for answer in (
        open_store,
        page_names,
        look,
        times,
        overhead,
        overhead_statements,
        page_urls,
        lists,
        memory,
        fill_judged,
        ask_judged,
        drop_judged,
        mark_products,
        index_marked,
        bulk_prepared,
        edit_and_find,
        is_caught_up,
        marked,
        forget_indices,
        fill_neighbours,
        ask_search,
        forget_pools,
    )
}
