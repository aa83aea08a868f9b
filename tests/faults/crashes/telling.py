"""A run as one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.faults.crashes.points import POINTS
from tests.faults.crashes.run import CALM_PACE, DRAINED_WITHIN, PACE, Plan, Report


def misses(report: Report, plan: Plan) -> list[str]:
    """What was to hold and does not; empty when all is well."""
    found = [f"{name}: {figure}" for name, figure in report.figures.items() if figure]
    rare = {name: number for name, number in report.hits.items() if number < plan.hits}
    found += [f"{name}: hit {number} of {plan.hits} times" for name, number in rare.items()]
    found += [f"the judge does not see it when there are {name}" for name in report.unseen_tamperings]
    if not report.forgotten_without_reconciler:
        found.append("without a reconciler nothing was missed")
    found += [f"with it again, {name}: {figure}" for name, figure in report.figures_with_it_again.items() if figure]
    if report.random_kills < plan.kills:
        found.append(f"random kills: {report.random_kills} of {plan.kills}")
    if report.drained_after > DRAINED_WITHIN:
        found.append(f"not drained after {DRAINED_WITHIN:.0f} s")
    return found


def told(report: Report, plan: Plan) -> str:
    calm = report.drained_after * CALM_PACE / 60
    facts = {
        "random kills": report.random_kills,
        "deaths at points": sum(report.hits.values()),
        **{f"killed at random: {role}": number for role, number in sorted(report.kills.items())},
        **report.crashes,
        **report.counts,
    }
    when = {point.name: f"{point.when} {_short(point.targets[0])}" for point in POINTS}
    parts = [
        f"Seed {report.seed}. A second here was {PACE:.0f} s in the shops, and {CALM_PACE:.0f} s at the end.",
        _table("Where processes died", {name: (number, when[name]) for name, number in report.hits.items()}),
        _table("What happened", {name: (number, "") for name, number in facts.items()}),
        _table("How visits ended", {name: (number, "") for name, number in sorted(report.visits.items())}),
        _table("What must be nought", {name: (number, "") for name, number in report.figures.items()}),
        f"Without a reconciler {report.forgotten_without_reconciler} charges were missed, and with it again none.",
        "Seconds: " + ", ".join(f"{phase} {seconds}" for phase, seconds in report.seconds.items()),
        f"Drained in {report.drained_after:.1f} s ({calm:.1f} minutes of the shops').",
    ]
    missed = misses(report, plan)
    parts.append("Nothing was lost." if not missed else "MISSED\n" + "\n".join(f"  {line}" for line in missed))
    return "\n\n".join(parts)


def _short(target: str) -> str:
    module, _, name = target.partition(":")
    return name if "." in name else f"{module.rsplit('.', 1)[1]}.{name}"


def _table(title: str, rows: Mapping[str, tuple[Any, str]]) -> str:
    return "\n".join([title, *_lines(rows.items())])


def _lines(rows: Iterable[tuple[str, tuple[Any, str]]]) -> Iterable[str]:
    for name, (figure, more) in rows:
        yield f"  {name:<52}{figure:>9}   {more}".rstrip()
