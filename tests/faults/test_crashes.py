"""The crash harness in less than a minute: real processes, killed at every named point and at random."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.crashes.points import POINTS
from tests.support.databases import ROOT

# With these dice nobody has to pass the rarer points more than twice before one dies there.
SEED = 2100
PATIENCE = 400


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Of a run in processes of its own, on servers of its own."""
    path: Path = tmp_path_factory.mktemp("crashes") / "report.json"
    command = [sys.executable, "-m", "tests.faults.crashes", "--short", "--seed", str(SEED), "--report", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            words, _ = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.terminate()  # it stops its servers
            words, _ = process.communicate()
    assert path.exists(), words
    found: dict[str, Any] = json.loads(path.read_text())
    return found


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


def test_the_judge_sees_what_is_tampered_with(report: dict[str, Any]) -> None:
    assert report["unseen_tamperings"] == []


def test_without_a_reconciler_charges_are_forgotten(report: dict[str, Any]) -> None:
    """And with it they are found: it is what the first test rests on."""
    assert report["forgotten_without_reconciler"] > 0
    assert {name: figure for name, figure in report["figures_with_it_again"].items() if figure} == {}
