"""A run as one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.faults.crashes.draining import DRAINED_WITHIN
from tests.faults.crashes.points import POINTS
from tests.faults.crashes.run import PACE, Plan, Report
from tests.faults.crashes.unreconciled import CHARGED, ONLY_ITS_OWN


def misses(report: Report, plan: Plan) -> list[str]:
    """What was to hold and does not; empty when all is well."""
    found = [f"{name}: {figure}" for name, figure in report.figures.items() if figure]
    rare = {name: number for name, number in report.hits.items() if number < plan.hits}
    found += [f"{name}: hit {number} of {plan.hits} times" for name, number in rare.items()]
    found += [f"the judge does not see it when there are {name}" for name in report.unseen_tamperings]
    if plan.has_controls:
        found += _missed_by_controls(report)
    if report.random_kills < plan.kills:
        found.append(f"random kills: {report.random_kills} of {plan.kills}")
    if report.drained_after > DRAINED_WITHIN:
        found.append(f"not drained after {DRAINED_WITHIN:.0f} s")
    return found


def _missed_by_controls(report: Report) -> list[str]:
    found = []
    without = report.lost_without_reconciler
    if not without.at_once.get(CHARGED):
        found.append(f"without a reconciler none was {CHARGED}")
    found += [f"without a reconciler no {name}" for name in sorted(ONLY_ITS_OWN) if not without.for_good.get(name)]
    if report.charged_twice.by_the_shop:
        found.append(f"charged twice in two tabs: {report.charged_twice.by_the_shop}")
    if not report.charged_twice.by_a_careless_one:
        found.append("nobody was charged twice by a shop that forgets what it has begun")
    found += [f"with it again, {name}: {figure}" for name, figure in report.figures_with_it_again.items() if figure]
    return found


def told(report: Report, plan: Plan) -> str:
    facts = {
        "random kills": report.random_kills,
        "deaths at points": report.deaths,
        "rounds": report.rounds,
        **{f"killed at random: {role}": number for role, number in sorted(report.kills.items())},
        **report.crashes,
        **report.counts,
    }
    when = {point.name: f"{point.when} {_short(point.targets[0])}" for point in POINTS}
    parts = [
        f"Seed {report.seed}. A second here was {PACE:.0f} s in the shops.",
        _table("Where processes died", {name: (number, when[name]) for name, number in report.hits.items()}),
        _table("What happened", {name: (number, "") for name, number in facts.items()}),
        _table("How visits ended", {name: (number, "") for name, number in sorted(report.visits.items())}),
        _table("What must be nought", {name: (number, "") for name, number in report.figures.items()}),
        _table("Drained, the last of each after so many seconds of the shops'", _plain(report.lasted)),
        *(_of_controls(report) if plan.has_controls else []),
        "Seconds: " + ", ".join(f"{phase} {seconds}" for phase, seconds in report.seconds.items()),
        f"{report.own_seconds:.0f} s in all but the template, {report.cpu_seconds:.0f} s of CPU but for the servers';"
        f" load before: {report.load_before}.",
        f"Drained in {report.drained_after:.1f} s here, which were {report.drained_after_in_the_shops / 60:.1f} minutes"
        f" of the shops', {report.slept_in_the_shops / 60:.0f} of them slept through.",
    ]
    missed = misses(report, plan)
    parts.append("Nothing was lost." if not missed else "MISSED\n" + "\n".join(f"  {line}" for line in missed))
    return "\n\n".join(parts)


def _of_controls(report: Report) -> list[str]:
    return [
        _table("Without a reconciler, at once", _plain(report.lost_without_reconciler.at_once)),
        _table("and when the night was over", _plain(report.lost_without_reconciler.for_good)),
        _table(
            "and with it again",
            _plain({name: figure for name, figure in report.figures_with_it_again.items() if figure}),
        ),
        _table(
            "Charged twice, of those who paid in two tabs",
            _plain(
                {
                    "by the shop": report.charged_twice.by_the_shop,
                    "by a shop that forgets": report.charged_twice.by_a_careless_one,
                }
            ),
        ),
    ]


def _short(target: str) -> str:
    module, _, name = target.partition(":")
    return name if "." in name else f"{module.rsplit('.', 1)[1]}.{name}"


def _plain(figures: Mapping[str, Any]) -> Mapping[str, tuple[Any, str]]:
    return {name: (figure, "") for name, figure in figures.items()} or {"nothing": ("", "")}


def _table(title: str, rows: Mapping[str, tuple[Any, str]]) -> str:
    return "\n".join([title, *_lines(rows.items())])


def _lines(rows: Iterable[tuple[str, tuple[Any, str]]]) -> Iterable[str]:
    for name, (figure, more) in rows:
        yield f"  {name:<52}{figure:>9}   {more}".rstrip()
