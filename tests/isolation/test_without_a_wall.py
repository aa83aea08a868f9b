"""The proof of the whole suite: it runs again with one wall away, each alone, and must fail."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.isolation.walls import WALLS
from tests.support.databases import ROOT

# A few files in which each wall is asked about, so that it is not the whole suite four times.
ASKING = ("each_wall", "keys_hold", "plain_sql", "walls_stand", "admin_crawl", "model_matrix")


@pytest.mark.long
@pytest.mark.parametrize("wall", WALLS)
def test_the_suite_fails_without(wall: str) -> None:
    files = [f"tests/isolation/test_{name}.py" for name in ASKING]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not long", "--maxfail=4", *files]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        command, cwd=ROOT, env={**environment, "WALL_AWAY": wall}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stdout[-3000:]
    failed = re.findall(r"^FAILED (\S+)", done.stdout, re.MULTILINE)
    assert failed, "it fails by tests, not by errors"
