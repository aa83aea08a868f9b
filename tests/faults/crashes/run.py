"""One run, from an empty folder to the judge's word."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from tqdm import tqdm

from tests.faults.crashes import arming
from tests.faults.crashes.careless import ChargedTwice, charged_twice
from tests.faults.crashes.controls import unseen
from tests.faults.crashes.draining import drained, judged, outside
from tests.faults.crashes.facts import HOLDING, ROLES
from tests.faults.crashes.points import POINTS
from tests.faults.crashes.reaper import ALL_AT_ONCE, Reaper
from tests.faults.crashes.shoppers import Shopper, Told
from tests.faults.crashes.stage import Stage, standing_stage
from tests.faults.crashes.unreconciled import Loss, lost_without_reconciler
from tests.support.databases import make_template

# Of every hundred requests the gateways drop so many, some before and most after the money moved, and answer so many
# with an error after it did. Some of their webhooks come twice, late or never.
FAULTS: tuple[tuple[str, str, float, str], ...] = (
    ("drop_after", "", 0.05, ""),
    ("drop_before", "", 0.01, ""),
    ("error_after", "", 0.04, ""),
    ("webhook_duplicate", "webhook", 0.25, "2"),
    ("webhook_late", "webhook", 0.15, "40"),
    ("webhook_never", "webhook", 0.1, ""),
)
PACE = 10.0
TEMPLATE = "making the template"
# What nobody paid for is late after it.
NIGHT = 3600.0
_COUNTED = {
    "events": ("count(*)", "core_outboxdelivery"),
    "events delivered again": ("coalesce(sum(attempts - 1), 0)", "core_outboxdelivery"),
    "webhooks kept": ("count(*)", "payments_gatewayevent"),
    "holds": ("count(*)", "payments_ledgertransaction WHERE entry = 'held'"),
    "refunds told to a person": ("count(*)", "payments_discrepancy WHERE finding = 'not_returned'"),
    "holds told to a person": ("count(*)", "payments_discrepancy WHERE finding = 'not_moved'"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A round: so many `seconds` of shopping and dying, then the power fails, and an hour later an `aftermath` of late
    orders and of deaths still; each lasts by `patience` longer where a slow machine has not come so far as wanted. So
    many `rounds`, and more until there were so many random `kills` and as many `hits` of each point as wanted, but
    `most_rounds`. `deaths` are those planned at each point. `is_hunting`: every second shopper goes where money is held
    first, for as long as a point that only holds pass has not been hit. `has_controls`: at its end the reconciler is
    done without for an hour, and shoppers pay in two tabs at a shop that forgets."""

    seed: int
    seconds: float
    rounds: int
    most_rounds: int
    kills: int
    hits: int
    deaths: int
    aftermath: float = 6
    shoppers: int = 8
    pauses: tuple[float, float] = (0.2, 1.0)
    patience: float = 0
    has_controls: bool = True
    is_hunting: bool = False


@dataclass
class Report:
    seed: int
    hits: dict[str, int] = field(default_factory=dict)
    kills: dict[str, int] = field(default_factory=dict)
    crashes: dict[str, int] = field(default_factory=dict)
    visits: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    ended_otherwise: list[str] = field(default_factory=list)
    figures: Mapping[str, int] = field(default_factory=dict)
    drained_after: float = 0
    drained_after_in_the_shops: float = 0
    slept_in_the_shops: float = 0
    lasted: Mapping[str, float] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    load_before: float = 0
    rounds: int = 0
    cpu_seconds: float = 0
    unseen_tamperings: list[str] = field(default_factory=list)
    lost_without_reconciler: Loss = field(default_factory=Loss)
    figures_with_it_again: Mapping[str, int] = field(default_factory=dict)
    charged_twice: ChargedTwice = field(default_factory=ChargedTwice)

    @property
    def deaths(self) -> int:
        return sum(self.hits.values())

    @property
    def random_kills(self) -> int:
        return sum(number for role, number in self.kills.items() if role != ALL_AT_ONCE)

    @property
    def own_seconds(self) -> float:
        """Of the whole run, but for the template of databases, which tests share."""
        return round(sum(seconds for phase, seconds in self.seconds.items() if phase != TEMPLATE), 1)


def run(plan: Plan, keeps: Path | None = None) -> Report:
    report, began = Report(plan.seed, load_before=round(os.getloadavg()[0], 1)), time.monotonic()

    def note(phase: str) -> None:
        report.seconds[phase] = round(time.monotonic() - began - sum(report.seconds.values()), 1)

    make_template()
    note(TEMPLATE)
    worked = _cpu_seconds()
    with standing_stage(seed=plan.seed, deaths=plan.deaths, pace=PACE, roles=ROLES, keeps=keeps) as stage:
        for kind, operation, share, value in FAULTS:
            stage.gateways.fault(kind, "", operation, times=-1, share=share, value=value)
        note("building the stage")
        stage.nursery.say("light")
        stage.wait_until_up()
        told, reaper = Told(), Reaper(stage, plan.seed, plan.pauses, plan.kills)
        reaper.begin()
        report.rounds = _live(stage, plan, told, reaper)
        reaper.end()
        note("shopping and dying")
        (stage.facts.folder / arming.TRUCE).touch()
        _drain(stage, told, reaper, report)
        _count(stage, told, reaper, report)
        note("draining")
        if not any(report.figures.values()):
            _try_the_judge(stage, told, report)
            note("tampering")
        if plan.has_controls and not any(report.figures.values()):
            told.is_closing.clear()
            _do_without(stage, told, reaper, report)
            note("doing without a reconciler")
            report.charged_twice = charged_twice(stage, told, lambda: judged(stage, told, with_webhooks=False))
            note("paying in two tabs")
    note("clearing up")
    report.cpu_seconds = round(_cpu_seconds() - worked, 1)
    return report


def _cpu_seconds() -> float:
    """Of the harness, the gateways, and the nursery with all that it saw die; not of PostgreSQL and Redis."""
    return sum(os.times()[:4])


def _drain(stage: Stage, told: Told, reaper: Reaper, report: Report) -> None:
    drain = drained(stage, told, reaper)
    report.figures, report.lasted = drain.verdict.figures, drain.lasted
    report.drained_after, report.drained_after_in_the_shops = drain.seconds, drain.shop_seconds
    report.slept_in_the_shops = drain.slept


def _try_the_judge(stage: Stage, told: Told, report: Report) -> None:
    with psycopg.connect(stage.postgres.judge_dsn) as connection:
        report.unseen_tamperings = unseen(connection, outside(stage, told))
        connection.rollback()


def _do_without(stage: Stage, told: Told, reaper: Reaper, report: Report) -> None:
    report.lost_without_reconciler = lost_without_reconciler(
        stage, told, lambda: judged(stage, told, with_webhooks=False), lambda: reaper.fail_power(NIGHT)
    )
    report.figures_with_it_again = drained(stage, told, reaper).verdict.figures


def _live(stage: Stage, plan: Plan, told: Told, reaper: Reaper) -> int:
    """Returns how many rounds there were."""
    number = 0
    with tqdm(total=plan.kills, unit="kill", desc="Killed", disable=None) as bar:
        while number < plan.rounds or (number < plan.most_rounds and not _is_enough(stage, plan, reaper)):
            with _shopping(stage, plan, told, number):
                _one_round(plan, reaper, number, lambda: _show(bar, reaper, told, stage))
                _wait(plan.patience, lambda: _is_enough(stage, plan, reaper, late_too=False))
            # Shoppers have gone home, so that nothing is asked of anybody when the hour passes.
            reaper.fail_power(NIGHT)
            time.sleep(plan.aftermath)
            _wait(plan.patience / 2, lambda: _is_enough(stage, plan, reaper))
            number += 1
    return number


def _is_enough(stage: Stage, plan: Plan, reaper: Reaper, *, late_too: bool = True) -> bool:
    hits = arming.hits(stage.facts.folder)
    wanted = [point.name for point in POINTS if late_too or not point.is_late]
    return reaper.random_kills >= plan.kills and all(hits.get(name, 0) >= plan.hits for name in wanted)


def _lacks_holds(stage: Stage, plan: Plan) -> bool:
    hits = arming.hits(stage.facts.folder)
    return any(hits.get(point.name, 0) < plan.hits for point in POINTS if point.is_of_holds)


def _wait(seconds: float, is_enough: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not is_enough():
        time.sleep(0.1)


def _one_round(plan: Plan, reaper: Reaper, number: int, show: Callable[[], None]) -> None:
    dice = random.Random(f"{plan.seed}:{number}")  # noqa: S311 - instants, no secrets
    began = time.monotonic()
    acts = sorted(
        [
            (dice.uniform(0.2, 0.5), reaper.crash_postgres),
            (dice.uniform(0.5, 0.8), lambda: reaper.kill_redis(is_data_lost=number % 4 == 3)),
        ],
        key=lambda act: act[0],
    )
    for share, act in [*acts, (1.0, lambda: None)]:
        while time.monotonic() < began + share * plan.seconds:
            time.sleep(0.1)
            show()
        act()


@contextmanager
def _shopping(stage: Stage, plan: Plan, told: Told, number: int) -> Iterator[None]:
    told.is_closing.clear()

    def come(door: int) -> None:
        visit = 0
        while not told.is_closing.is_set():
            is_sent = plan.is_hunting and visit % 2 == door % 2 and _lacks_holds(stage, plan)
            shop, way = HOLDING if is_sent else ("", "")
            Shopper(stage, told, f"{plan.seed}:{number}:{door}:{visit}", shop=shop, way=way).visit()
            visit += 1

    threads = [threading.Thread(target=come, args=(door,), daemon=True) for door in range(plan.shoppers)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        told.is_closing.set()
        for thread in threads:
            thread.join(60)


def _show(bar: tqdm[Any], reaper: Reaper, told: Told, stage: Stage) -> None:
    bar.n = reaper.random_kills
    points = arming.hits(stage.facts.folder)
    bar.set_postfix(orders=len(told.tokens), points=f"{len(points)}/{len(POINTS)}", hits=sum(points.values()))


def _count(stage: Stage, told: Told, reaper: Reaper, report: Report) -> None:
    report.hits = {point.name: arming.hits(stage.facts.folder).get(point.name, 0) for point in POINTS}
    report.kills, report.crashes, report.visits = dict(reaper.kills), dict(reaper.crashes), dict(told.ends)
    report.ended_otherwise = list(stage.nursery.ended)
    journal = stage.gateways.journal()
    with psycopg.connect(stage.postgres.judge_dsn) as connection:
        for status, number in connection.execute("SELECT status, count(*) FROM orders_order GROUP BY 1 ORDER BY 1"):
            report.counts[f"orders {status}"] = number
        for name, (what, where) in _COUNTED.items():
            row = connection.execute(f"SELECT {what} FROM {where}").fetchone()
            report.counts[name] = int((row or [0])[0])
    report.counts["webhooks sent"] = len(stage.gateways.deliveries())
    report.counts["charges"] = sum(entry["kind"] in {"sale", "capture"} for entry in journal)
    report.counts["holds taken"] = sum(entry["kind"] == "capture" for entry in journal)
    report.counts["refunds"] = sum(entry["kind"] in {"refund", "void"} for entry in journal)
    report.counts["letters"] = len(stage.letters)
