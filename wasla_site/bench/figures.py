"""What was measured, and which bounds it misses. Times in ms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

MOST_CPU_RATIO = 1.10
MOST_PAGE_URL_MS = 2.0
MOST_SIGN_UP_MS = 400.0
MOST_MEMORY_GROWTH = 0.10
MOST_OVERHEAD_MS = 1.0
MOST_OVERHEAD_STATEMENTS = 1
MOST_LIST_STATEMENT_MS = 50.0
SIGN_UP = "sign-up"

Times = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class SlowestStatement:
    ms: float
    sql: str


@dataclass(frozen=True, slots=True)
class PageFigures:
    """One page with so many tenants. `rounds` hold (CPU, wall) of each request, round by round."""

    statements: Sequence[str]
    slowest: SlowestStatement
    size_bytes: int
    rounds: Sequence[Times]

    @property
    def cpu_ms(self) -> float:
        """The median of the rounds' least: what the machine's other work adds is left out."""
        return median(min(cpu for cpu, _ in times) for times in self.rounds)

    @property
    def wall_ms(self) -> float:
        return median(min(wall for _, wall in times) for times in self.rounds)


def cpu_ratio(few: PageFigures, many: PageFigures) -> float:
    """The median of the rounds' ratios: both sizes of a round were measured in the same moments."""
    pairs = zip(few.rounds, many.rounds, strict=True)
    return median(min(cpu for cpu, _ in more) / min(cpu for cpu, _ in less) for less, more in pairs)


@dataclass(frozen=True, slots=True)
class Overhead:
    """One page with row security and without: statements, and the CPU of requests by turns."""

    walled_statements: int
    bare_statements: int
    requests: Times

    @property
    def statements(self) -> int:
        return self.walled_statements - self.bare_statements

    @property
    def ms(self) -> float:
        """The median of what the two requests of a turn differ: they share the state of the machine at that moment."""
        return median(walled - bare for walled, bare in self.requests)


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident bytes of a worker after the first requests, and at the end."""

    warm: int
    end: int

    @property
    def growth(self) -> float:
        return self.end / self.warm - 1


@dataclass(slots=True)
class Figures:
    """`pages` by number of tenants and page, `page_url_ms` by number of tenants, `lists` by list page."""

    pages: dict[int, dict[str, PageFigures]] = field(default_factory=dict)
    page_url_ms: dict[int, float] = field(default_factory=dict)
    overheads: dict[str, Overhead] = field(default_factory=dict)
    memory: Memory | None = None
    lists: dict[str, SlowestStatement] = field(default_factory=dict)


def misses(figures: Figures) -> list[str]:
    """A line for every bound that is missed; empty when all hold."""
    return [
        *_growing_pages(figures),
        *_slow_addresses(figures),
        *_slow_sign_ups(figures),
        *_dear_walls(figures),
        *_growing_memory(figures),
        *_slow_lists(figures),
    ]


def _growing_pages(figures: Figures) -> Iterator[str]:
    fewest = min(figures.pages)
    for tenants, pages in figures.pages.items():
        for name, page in pages.items():
            reference = figures.pages[fewest][name]
            if len(page.statements) != len(reference.statements):
                yield (
                    f"{name}: {len(page.statements)} statements with {tenants:,} tenants, "
                    f"{len(reference.statements)} with {fewest:,}"
                )
            ratio = cpu_ratio(reference, page)
            if ratio > MOST_CPU_RATIO:
                yield f"{name}: {ratio:.2f} times the CPU with {tenants:,} tenants (bound {MOST_CPU_RATIO:.2f})"


def _slow_addresses(figures: Figures) -> Iterator[str]:
    for tenants, ms in figures.page_url_ms.items():
        if ms >= MOST_PAGE_URL_MS:
            yield f"page.url: {ms:.2f} ms with {tenants:,} tenants (bound {MOST_PAGE_URL_MS:g})"


def _slow_sign_ups(figures: Figures) -> Iterator[str]:
    for tenants, pages in figures.pages.items():
        if (ms := pages[SIGN_UP].wall_ms) >= MOST_SIGN_UP_MS:
            yield f"{SIGN_UP}: {ms:.0f} ms with {tenants:,} tenants (bound {MOST_SIGN_UP_MS:g})"


def _dear_walls(figures: Figures) -> Iterator[str]:
    for name, overhead in figures.overheads.items():
        if overhead.ms > MOST_OVERHEAD_MS:
            yield f"{name}: row security costs {overhead.ms:.2f} ms (bound {MOST_OVERHEAD_MS:g})"
        if overhead.statements > MOST_OVERHEAD_STATEMENTS:
            yield f"{name}: row security costs {overhead.statements} statements (bound {MOST_OVERHEAD_STATEMENTS})"


def _growing_memory(figures: Figures) -> Iterator[str]:
    if figures.memory and figures.memory.growth >= MOST_MEMORY_GROWTH:
        yield f"memory: a worker grew by {figures.memory.growth:.1%} (bound {MOST_MEMORY_GROWTH:.0%})"


def _slow_lists(figures: Figures) -> Iterator[str]:
    for name, slowest in figures.lists.items():
        if slowest.ms > MOST_LIST_STATEMENT_MS:
            yield f"{name}: a statement of {slowest.ms:.0f} ms (bound {MOST_LIST_STATEMENT_MS:g}): {slowest.sql[:300]}"
