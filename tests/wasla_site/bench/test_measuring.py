"""A short run of the whole benchmark, and a shorter one of what it asks a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command

from tests.support.databases import admin_dsn
from wasla_site.bench.databases import Databases
from wasla_site.bench.figures import MOST_OVERHEAD_STATEMENTS, SIGN_UP
from wasla_site.bench.measuring import Effort, measure
from wasla_site.bench.processes import Worker
from wasla_site.bench.stores import MEASURED

# The tests' template has two stores already.
SHORT = Effort(sizes=(4, 9), products=40, rounds=1, requests=1, memory_requests=30, memory_warm_up=10)


@pytest.fixture
def databases() -> Iterator[Databases]:
    made = Databases(admin_dsn())
    yield made
    made.drop_all()


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "wasla_site.settings.test")


@pytest.mark.long
@pytest.mark.usefixtures("environment")
def test_a_worker_opens_a_store_and_looks_at_its_pages(databases: Databases, template_database: str) -> None:
    name = databases.clone(template_database, MEASURED)
    with Worker(databases.environment(name)) as worker:
        worker.ask("open_store", slug=MEASURED)
        assert set(worker.ask("page_names")) >= {"home", "list", "product", "desk home", "explorer", "page edit"}
        home = worker.ask("look", page="home")
        assert len(home["statements"]) > 3
        assert all(cpu_ms > 0 for cpu_ms, _ in worker.ask("times", page="home", count=1))


@pytest.mark.long
@pytest.mark.usefixtures("environment")
def test_a_short_run_measures_everything(databases: Databases, template_database: str) -> None:
    figures = measure(databases, template_database, SHORT)
    few, many = figures.pages[4], figures.pages[9]
    assert set(few) == set(many) >= {"home", "list", "product", "desk home", "explorer", "page edit", SIGN_UP}
    for name, page in few.items():
        assert len(page.statements) == len(many[name].statements) > 3, name
        assert page.cpu_ms > 0
    assert figures.page_url_ms.keys() == {4, 9}
    assert {overhead.statements for overhead in figures.overheads.values()} == {MOST_OVERHEAD_STATEMENTS}
    assert figures.memory is not None
    assert figures.memory.warm > 10_000_000
    assert all(slowest.sql for slowest in figures.lists.values())


def test_without_a_server_the_command_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_ADMIN_DSN")
    with pytest.raises(CommandError, match="make bench"):
        call_command("bench_tenants")


@pytest.mark.parametrize("sizes", ["2", "1,10", "2,many", ""])
def test_odd_sizes_are_refused(sizes: str) -> None:
    with pytest.raises(CommandError, match="--sizes"):
        call_command("bench_tenants", "--sizes", sizes)
