"""A real Redis of the run's own, empty before each test; and workers on a database of the test's own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from commerce.core import bell
from tests.browser.server import free_port
from tests.faults.hands import Hands
from wasla_site.launcher.redis_server import BROKER, RedisServer


@pytest.fixture(scope="session")
def redis_of_the_run() -> Iterator[RedisServer]:
    folder = Path(tempfile.mkdtemp(prefix="wasla-redis-"))
    folder.chmod(0o755)  # Redis has an account of its own when root runs the tests
    server = RedisServer(folder / "redis", BROKER, free_port())
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture
def redis_server(redis_of_the_run: RedisServer) -> RedisServer:
    redis_of_the_run.start()
    with redis.Redis.from_url(redis_of_the_run.url()) as client:
        client.flushall()
    return redis_of_the_run


@pytest.fixture
def hands(own_database: str, redis_server: RedisServer, tmp_path: Path, settings: Any) -> Hands:
    settings.EVENT_HANDLERS = "tests.faults.hearing.HANDLERS"
    return Hands(own_database, redis_server.url(), tmp_path)


@pytest.fixture
def bell_rings(hands: Hands, settings: Any) -> Iterator[Hands]:
    """This process rings for the workers, as a web process does."""
    settings.REDIS_URL = hands.redis_url
    settings.OUTBOX_BELL = "wasla_site.celery.ring"
    ring_at(hands.redis_url)
    yield hands
    ring_at(hands.redis_url)


def ring_at(redis_url: str) -> None:
    """From now on rings go there, over fresh connections, and what failed before is forgotten."""
    from wasla_site.celery import app

    app._after_fork()
    app.conf.broker_url = redis_url
    bell.REST.end()
