"""What every test stands on: the database as the application's role sees it, and two stores, Noor and Souq."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache
from django.db import transaction

from commerce.core.actors import Actor, ActorKind, acting_as
from commerce.core.scope import tenant_scope
from tests.support import databases, outside
from tests.support.distribution import ByFile, put_longest_first
from tests.support.sampling import put_off_the_rest

# How long drawing takes says how busy the machine is.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--cases", type=int, default=100, help="how many cases each invariant of prices is tried on")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile | None:
    return ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, Any, Any]:
    """All that is loaded stays until the end, so nobody looks through it for what was left behind: that took a quarter
    of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Generator[None, Any, Any]:
    """What is long is told before pytest leaves it out, and the order is ours after pytest-django has put what needs a
    database before all else."""
    put_off_the_rest(items)
    result = yield
    # One process runs what it is told in the order it is told, as the proof that walls count on does.
    if hasattr(config, "workerinput"):
        put_longest_first(items, config.rootpath)
    return result


@pytest.fixture(scope="session")
def template_database() -> str:
    return databases.make_template()


def database_name(purpose: str) -> str:
    """Of this run and this worker alone: several runs share the server."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:8]
    return f"wasla_{purpose}_{run}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: Any) -> Iterator[None]:
    """A clone of the template for this worker. Never Django's own: without migrations there are no walls."""
    name = database_name("test")
    databases.clone(template_database, name)
    with django_db_blocker.unblock(), databases.connected_to(name):
        yield
    databases.drop_database(name)


@pytest.fixture
def own_database(template_database: str, django_db_blocker: Any) -> Iterator[str]:
    """A database of this test's own, where it and its threads and processes may commit. Its name."""
    with connected_to_own(template_database, django_db_blocker) as name:
        yield name


@contextmanager
def connected_to_own(template: str, blocker: Any) -> Iterator[str]:
    name = database_name("own")
    databases.clone(template, name)
    with blocker.unblock(), databases.connected_to(name):
        yield name
    databases.drop_database(name)


@pytest.fixture
def noor(db: None) -> Any:
    from commerce.tenants.models import Tenant

    return Tenant.objects.get(slug="noor")


@pytest.fixture
def souq(db: None) -> Any:
    from commerce.tenants.models import Tenant

    return Tenant.objects.get(slug="souq")


def outermost_transaction() -> transaction.Atomic:
    """The test's own, as Django's test cases mark theirs: what may not stand in another transaction may in this one."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    return block


@pytest.fixture
def in_noor(noor: Any) -> Iterator[Any]:
    """The test stands in Noor's scope."""
    with tenant_scope(noor.pk), outermost_transaction(), outside.standing_here():
        yield noor


@pytest.fixture
def in_souq(souq: Any) -> Iterator[Any]:
    with tenant_scope(souq.pk), outermost_transaction(), outside.standing_here():
        yield souq


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    with outside.standing_here():
        yield


@pytest.fixture(scope="session", autouse=True)
def _others_are_called_outside(django_test_environment: None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        outside.watch(patch)
        patch.setattr("django.conf.settings.EMAIL_BACKEND", outside.MAILBOX)
        yield


@pytest.fixture(autouse=True)
def _nobody_is_called_inside_a_transaction() -> Iterator[None]:
    outside.calls_inside()
    yield
    assert outside.calls_inside() == []


TESTS = Actor(ActorKind.COMMAND, "tests")


@pytest.fixture(scope="session", autouse=True)
def _tests_act() -> Iterator[None]:
    """Somebody acts who is no edge's actor: what an edge forgot to say shows under this name."""
    with acting_as(TESTS):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    yield
    cache.clear()
