"""The figures as text."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from importlib.metadata import version

from wasla_site.bench.figures import Figures, cpu_ratio


def machine() -> str:
    """What the figures depend on. The server's version is told by whoever asked it."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("Django", "wagtail", "psycopg"))
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {packages}"


def report(figures: Figures) -> Iterator[str]:
    """Lines for a terminal."""
    yield from _pages(figures)
    yield ""
    for tenants, ms in figures.page_url_ms.items():
        yield f"page.url without a request, {tenants:,} tenants: {ms:.2f} ms"
    if figures.memory is not None:
        warm, end = (size / 1024**2 for size in (figures.memory.warm, figures.memory.end))
        yield f"memory of a worker: {warm:.1f} MiB warm, {end:.1f} MiB at the end ({figures.memory.growth:+.1%})"
    yield ""
    yield f"{'row security':<14}{'statements':>11}{'without':>9}{'ms more':>9}"
    for name, overhead in figures.overheads.items():
        yield f"{name:<14}{overhead.walled_statements:>11}{overhead.bare_statements:>9}{overhead.ms:>+9.2f}"
    yield ""
    yield f"{'one large store':<26}{'slowest statement, ms':>22}"
    for name, slowest in figures.lists.items():
        yield f"{name:<26}{slowest.ms:>22.1f}"


def _pages(figures: Figures) -> Iterator[str]:
    yield "".join(
        (
            f"{'page':<14}{'tenants':>8}{'statements':>11}{'slowest':>9}",
            f"{'CPU ms':>9}{'ratio':>7}{'wall ms':>9}{'bytes':>9}",
        )
    )
    fewest = min(figures.pages)
    for name, reference in figures.pages[fewest].items():
        for tenants, pages in figures.pages.items():
            page = pages[name]
            yield (
                f"{name:<14}{tenants:>8,}{len(page.statements):>11}{page.slowest.ms:>9.1f}{page.cpu_ms:>9.1f}"
                f"{cpu_ratio(reference, page):>7.2f}{page.wall_ms:>9.1f}{page.size_bytes:>9,}"
            )
