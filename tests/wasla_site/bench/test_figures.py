"""The judgement can fail: one bound after another, each by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wasla_site.bench.figures import (
    SIGN_UP,
    Figures,
    Memory,
    Overhead,
    PageFigures,
    SlowestStatement,
    cpu_ratio,
    misses,
)
from wasla_site.bench.reporting import machine, report

QUICK = SlowestStatement(1.0, "SELECT")
HOME = PageFigures(("BEGIN", "SELECT", "COMMIT"), QUICK, 9000, [[(10.0, 15.0), (30.0, 70.0)]] * 3)
OPENING = PageFigures(("BEGIN", "INSERT", "COMMIT"), QUICK, 5000, [[(200.0, 300.0)]] * 3)


def good() -> Figures:
    return Figures(
        pages={tenants: {"home": HOME, SIGN_UP: OPENING} for tenants in (2, 10_000)},
        page_url_ms={2: 1.0, 10_000: 1.1},
        overheads={"home": Overhead(3, 2, [(10.3, 10.0)] * 5)},
        memory=Memory(100, 109),
        lists={"list": SlowestStatement(49.0, "SELECT")},
    )


def test_good_figures_miss_nothing() -> None:
    assert misses(good()) == []


def slower(page: PageFigures, times: float) -> PageFigures:
    rounds = [[(cpu * times, wall * times) for cpu, wall in asked] for asked in page.rounds]
    return replace(page, rounds=rounds)


def test_a_slower_page_is_a_miss() -> None:
    figures = good()
    figures.pages[10_000]["home"] = slower(HOME, 1.09)
    assert misses(figures) == []
    figures.pages[10_000]["home"] = slower(HOME, 1.11)
    assert misses(figures) == ["home: 1.11 times the CPU with 10,000 tenants (bound 1.10)"]


def test_a_statement_more_is_a_miss_and_so_is_one_less() -> None:
    for statements in (("BEGIN", "SELECT", "SELECT", "COMMIT"), ("BEGIN", "COMMIT")):
        figures = good()
        figures.pages[10_000]["home"] = replace(HOME, statements=statements)
        assert misses(figures) == [f"home: {len(statements)} statements with 10,000 tenants, 3 with 2"]


def test_a_slow_sign_up_is_a_miss_at_any_size() -> None:
    figures = good()
    for tenants in figures.pages:
        figures.pages[tenants][SIGN_UP] = slower(OPENING, 4 / 3)
    assert [line[:16] for line in misses(figures)] == ["sign-up: 400 ms "] * 2


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"page_url_ms": {2: 1.0, 10_000: 2.0}}, "page.url: 2.00 ms with 10,000 tenants (bound 2)"),
        ({"overheads": {"home": Overhead(3, 1, [(10.0, 10.0)])}}, "home: row security costs 2 statements (bound 1)"),
        (
            {"overheads": {"home": Overhead(3, 2, [(11.1, 10.0), (99.0, 10.0), (11.0, 99.0)])}},
            "home: row security costs 1.10 ms (bound 1)",
        ),
        ({"memory": Memory(100, 110)}, "memory: a worker grew by 10.0% (bound 10%)"),
        ({"lists": {"list": SlowestStatement(51.0, "SELECT x")}}, "list: a statement of 51 ms (bound 50): SELECT x"),
    ],
)
def test_each_other_bound_can_be_missed(change: dict[str, object], line: str) -> None:
    assert misses(replace(good(), **change)) == [line]  # type: ignore[arg-type]


def test_the_ratio_is_of_the_same_moments() -> None:
    """A busy minute slows a whole round, and no ratio."""
    few = replace(HOME, rounds=[[(10.0, 0.0)], [(40.0, 0.0)], [(10.0, 0.0)]])
    many = replace(HOME, rounds=[[(10.5, 0.0)], [(42.0, 0.0)], [(10.5, 0.0)]])
    assert cpu_ratio(few, many) == pytest.approx(1.05)


def test_the_report_shows_every_figure() -> None:
    text = "\n".join(report(good()))
    for word in ("home", "sign-up", "10,000", "9,000", "page.url", "+9.0%", "+0.30", "49.0"):
        assert word in text
    assert "Django 5.2" in machine()
