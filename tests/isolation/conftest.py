"""What the proofs of isolation stand on, and how many probes they made."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import override_settings

from tests.conftest import database_name
from tests.isolation.shops import Shop, fill_stores
from tests.isolation.walls import WALLS, switch_scope_off
from tests.support import databases
from tests.support.rows import Planted, plant_rows

Tried = Callable[..., None]
COUNTED = pytest.StashKey[Counter[str]]()


@pytest.fixture(scope="session", autouse=True)
def wall_away() -> Iterator[None]:
    """`WALL_AWAY` names a wall this whole run does without: the proof that the tests see it (test_without_a_wall)."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        if wall := os.environ.get("WALL_AWAY"):
            WALLS[wall](monkeypatch)
        yield


@pytest.fixture(scope="session")
def planted_database(template_database: str) -> Iterator[tuple[str, Planted, Planted]]:
    name = database_name("planted")
    databases.clone(template_database, name)
    try:
        yield name, *plant_rows(name)
    finally:
        databases.drop_database(name)


@pytest.fixture(scope="module")
def planted(
    planted_database: tuple[str, Planted, Planted], django_db_blocker: Any
) -> Iterator[tuple[Planted, Planted]]:
    """Noor and Souq, with a row each in every tenant table. Tests undo what they do."""
    name, noor, souq = planted_database
    with django_db_blocker.unblock(), databases.connected_to(name):
        yield noor, souq


@pytest.fixture
def scope_off(monkeypatch: pytest.MonkeyPatch) -> None:
    switch_scope_off(monkeypatch)


@pytest.fixture(scope="session")
def filled_database(
    template_database: str, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str, Shop, Shop]]:
    """The name of a database in which both stores are at work, the folder of their files, Noor and Souq."""
    name, folder = database_name("filled"), str(tmp_path_factory.mktemp("media"))
    databases.clone(template_database, name)
    try:
        with django_db_blocker.unblock(), databases.connected_to(name), override_settings(MEDIA_ROOT=folder):
            stores = fill_stores(name)
        yield name, folder, *stores
    finally:
        databases.drop_database(name)


@pytest.fixture
def stores(
    filled_database: tuple[str, str, Shop, Shop], django_db_blocker: Any, settings: Any
) -> Iterator[tuple[Shop, Shop]]:
    """Noor and Souq at work. What a test does not undo stays for the next one."""
    name, folder, noor, souq = filled_database
    settings.MEDIA_ROOT = folder
    with django_db_blocker.unblock(), databases.connected_to(name):
        yield noor, souq
    gc.collect()  # Wagtail leaves files of renditions open; what is said of them is said here and ignored here.


@pytest.fixture
def tried(request: pytest.FixtureRequest) -> Tried:
    """`tried(what, number, at_least=…)` counts probes, which are printed at the end; too few are a failure."""
    counted = counted_by(request.config)

    def count(what: str, number: int, at_least: int = 1) -> None:
        assert number >= at_least, f"only {number} probes, {what}"
        counted[what] += number

    return count


def counted_by(config: pytest.Config) -> Counter[str]:
    return config.stash.setdefault(COUNTED, Counter())


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells its numbers to the run that started it."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["probes"] = dict(counted_by(session.config))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    counted_by(node.config).update(getattr(node, "workeroutput", {}).get("probes", {}))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for name, number in sorted(counted_by(config).items()):
        terminalreporter.write_line(f"isolation: {number:6,} probes, {name}")
