"""`python -m tests.faults.crashes`: the long run, or with --short the one of CI. Status 1 when anything is missed."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
from dataclasses import asdict
from pathlib import Path

from tests.faults.crashes.run import Plan, run
from tests.faults.crashes.telling import misses, told
from wasla_site.launcher.demo import stop_on_signals


def short_plan(seed: int, *, has_controls: bool) -> Plan:
    return Plan(
        seed,
        seconds=10,
        aftermath=2,
        rounds=1,
        most_rounds=2,
        kills=20,
        hits=1,
        deaths=1,
        pauses=(0.3, 0.9),
        patience=60,
        has_controls=has_controls,
        is_hunting=True,
    )


def long_plan(seed: int) -> Plan:
    return Plan(
        seed, seconds=70, aftermath=15, rounds=5, most_rounds=14, kills=400, hits=10, deaths=13, pauses=(0.4, 1.4)
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="the dice of a run to be repeated")
    parser.add_argument("--short", action="store_true", help="less than a minute, each point once")
    parser.add_argument("--controls", action="store_true", help="with --short too, go without what it rests on")
    parser.add_argument("--report", type=Path, help="where the figures go as JSON")
    parser.add_argument("--keep", type=Path, help="a folder for data and logs, which stay there")
    options = parser.parse_args()
    plan = short_plan(options.seed, has_controls=options.controls) if options.short else long_plan(options.seed)
    stop_on_signals()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wasla_site.settings.test")  # who makes the template needs some
    sys.stderr.write(f"Seed {plan.seed}\n")
    report = run(plan, options.keep)
    sys.stdout.write(told(report, plan) + "\n")
    if options.report:
        more = {"missed": misses(report, plan), "own_seconds": report.own_seconds}
        options.report.write_text(json.dumps(asdict(report) | more))
    return 1 if misses(report, plan) else 0


if __name__ == "__main__":
    sys.exit(main())
