"""The crash harness in less than a minute: real processes, killed at every named point and at random."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.crashes.controls import TAMPERINGS
from tests.faults.crashes.points import POINTS
from tests.faults.crashes.reaper import ALL_AT_ONCE
from tests.faults.crashes.unreconciled import CHARGED, ONLY_ITS_OWN
from tests.faults.crashes.verdict import QUESTIONS
from tests.support.databases import ROOT

SEED = 5
PATIENCE = 400
# Of an idle machine's clock it is less than a minute (docs/benchmarks.md); of any machine's so much CPU.
ROUNDS, RANDOM_KILLS, CPU_SECONDS = 2, 20, 75


def reported(folder: Path, *more: str) -> dict[str, Any]:
    """Of a run in processes of its own, on servers of its own."""
    path = folder / "report.json"
    command = [sys.executable, "-m", "tests.faults.crashes", "--short", "--seed", str(SEED), "--report", str(path)]
    with subprocess.Popen(
        [*command, *more], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            words, _ = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.terminate()  # it stops its servers
            words, _ = process.communicate()
    assert path.exists(), words
    found: dict[str, Any] = json.loads(path.read_text())
    return found


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return reported(tmp_path_factory.mktemp("crashes"))


@pytest.fixture(scope="module")
def controls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Of a run that ends without what it rests on; `make faults` always ends so."""
    return reported(tmp_path_factory.mktemp("crashes"), "--controls")


def test_nothing_is_lost_and_nothing_is_taken_twice(report: dict[str, Any]) -> None:
    assert report["missed"] == []
    assert {name: figure for name, figure in report["figures"].items() if figure} == {}
    assert report["drained_after"] < 60


def test_every_named_point_killed_somebody(report: dict[str, Any]) -> None:
    assert {name for name, number in report["hits"].items() if number} == {point.name for point in POINTS}
    assert len(POINTS) >= 12


def test_there_was_something_to_lose(report: dict[str, Any]) -> None:
    assert report["counts"]["charges"] >= 3
    assert report["counts"]["refunds"] >= 1
    assert sum(report["kills"].values()) >= 20
    assert {name.split()[0] for name in report["crashes"]} == {"PostgreSQL", "Redis", "power"}


def test_the_short_form_is_short(report: dict[str, Any]) -> None:
    """Whoever else is at work on the machine: so much happens and no more, and so much work is it."""
    assert report["rounds"] <= ROUNDS
    assert sum(number for role, number in report["kills"].items() if role != ALL_AT_ONCE) == RANDOM_KILLS
    assert sum(report["hits"].values()) == len(POINTS)
    assert report["cpu_seconds"] <= CPU_SECONDS, report["seconds"]


def test_each_question_of_the_judge_is_tried() -> None:
    assert {each.finds for each in TAMPERINGS} == set(QUESTIONS)


def test_the_judge_sees_what_is_tampered_with(report: dict[str, Any]) -> None:
    assert report["unseen_tamperings"] == []


@pytest.mark.long
def test_nobody_is_charged_twice_because_the_shop_remembers(controls: dict[str, Any]) -> None:
    """The same shoppers in their two tabs are, by a shop that forgets what it has begun."""
    assert controls["charged_twice"]["by_the_shop"] == 0
    assert controls["charged_twice"]["by_a_careless_one"] > 0


@pytest.mark.long
def test_without_the_reconciler_alone_money_is_lost(controls: dict[str, Any]) -> None:
    """All others are at work; and with it again it is found, which is what the first test rests on."""
    lost = controls["lost_without_reconciler"]
    assert lost["at_once"][CHARGED] > 0
    assert set(lost["for_good"]) >= ONLY_ITS_OWN
    assert {name: figure for name, figure in controls["figures_with_it_again"].items() if figure} == {}
