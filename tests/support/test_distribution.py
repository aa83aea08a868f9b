"""What wants the processors to itself begins when nobody else has anything left; what needs no database goes first."""

from __future__ import annotations

from copy import copy
from types import SimpleNamespace
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.support.distribution import ALONE, ByFile

FILES = {"tests/commerce/test_rose.py": 2, "tests/commerce/test_oud.py": 4, "tests/commerce/test_musk.py": 12}
STANDS_ALONE = f"{ALONE[0]}::test_nothing_is_lost"
COLLECTION = [f"{file}::test_{number}" for file, tests in FILES.items() for number in range(tests)] + [STANDS_ALONE]


class Worker:
    """As xdist sees one: what it was told to run, and whether it was sent home."""

    def __init__(self) -> None:
        self.gateway = SimpleNamespace(id=id(self))
        self.given: list[int] = []
        self.shutting_down = False

    def send_runtest_some(self, numbers: list[int]) -> None:
        self.given += numbers

    def shutdown(self) -> None:
        self.shutting_down = True


def run(scheduler: ByFile, workers: list[Worker]) -> list[tuple[str, int]]:
    """Every worker by turns does one test; what was done, and how many others had something to do."""
    done = []
    while any(worker.given for worker in workers):
        for worker in workers:
            if not worker.given:
                continue
            number = worker.given.pop(0)
            others = sum(bool(other.given) for other in workers if other is not worker)
            done.append((scheduler.collection[number], others))
            scheduler.mark_test_complete(worker, number)
    return done


def three_workers() -> Any:
    """What xdist asks of pytest's configuration."""
    return SimpleNamespace(getvalue=lambda _: ["3*popen"], option=SimpleNamespace(loadscopereorder=False))


def done_by(kind: type[ByFile]) -> list[tuple[str, int]]:
    workers: list[Any] = [Worker(), Worker(), Worker()]
    scheduler = kind(three_workers())
    for worker in workers:
        scheduler.add_node(worker)
        scheduler.add_node_collection(worker, COLLECTION)
    scheduler.schedule()
    return run(scheduler, workers)


def test_it_comes_last_and_to_the_last_worker() -> None:
    done = done_by(ByFile)
    assert sorted(name for name, _ in done) == sorted(COLLECTION)
    assert done[-1] == (STANDS_ALONE, 0)


class Plain(ByFile):
    """The control: work is handed out as xdist does."""

    _reschedule = LoadScopeScheduling._reschedule


def test_without_waiting_others_are_still_at_work() -> None:
    assert dict(done_by(Plain))[STANDS_ALONE] > 0


class Item:
    """As a plugin sees a test while it puts them in order."""

    cls = None

    def __init__(self, root: Any, file: str, *fixtures: str) -> None:
        self.file, self.path, self.fixturenames = file, root / file, fixtures

    def get_closest_marker(self, _: str) -> None:
        """It has none."""


def test_what_needs_no_database_fills_the_time_in_which_there_is_none(request: pytest.FixtureRequest) -> None:
    """Whatever pytest-django says, which would have all that need one go first."""
    config: Any = copy(request.config)
    config.workerinput = {}
    files = [("tests/commerce/test_rose.py", "db"), ("tests/commerce/carts/pricing/test_oud.py",), (ALONE[0], "db")]
    items = [Item(config.rootpath, *file) for file in files]
    plugins = config.pluginmanager
    asked = {plugins.getplugin("django"), plugins.getplugin(str(config.rootpath / "tests/conftest.py"))}
    others = [plugin for plugin in plugins.get_plugins() if plugin not in asked]
    order = plugins.subset_hook_caller("pytest_collection_modifyitems", others)
    order(session=request.session, config=config, items=items)
    assert [item.file for item in items] == [files[1][0], files[0][0], files[2][0]]
