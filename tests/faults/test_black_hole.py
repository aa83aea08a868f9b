"""What does not answer costs one bounded wait: servers that take what comes and are silent, hang up, or are slow."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread
from typing import Any

import psycopg
import pytest
import redis
from celery import Celery
from celery.exceptions import OperationalError as RingFailed
from django.core.cache import caches
from django.db import connection, transaction
from django.db.utils import OperationalError
from django.test import Client

from commerce.accounts.domain.events import PasswordResetAsked
from commerce.core import bell, cache
from commerce.core.models import OutboxDelivery
from commerce.core.outbox import publish
from commerce.core.scope import tenant_scope
from tests.faults.conftest import ring_at
from tests.faults.hands import Hands
from tests.faults.hearing import BellRung
from tests.faults.proxy import PAUSES, FaultProxy, Manner, proxy_to
from tests.support.databases import admin_dsn
from wasla_site.launcher.redis_server import RedisServer

# A second to connect and one to be answered; and a machine that does other things besides.
RING_BOUND = 3
# While the bell rests nobody waits for it.
NO_WAIT = 0.5


@pytest.fixture
def proxy(redis_server: RedisServer) -> Iterator[FaultProxy]:
    with proxy_to(("127.0.0.1", redis_server.port)) as proxy:
        yield proxy


def through(proxy: FaultProxy, server: RedisServer) -> str:
    return server.url().replace(f":{server.port}/", f":{proxy.port}/")


def seconds_to_publish() -> float:
    began = time.monotonic()
    with tenant_scope(1), transaction.atomic():
        publish(BellRung(times=1))
    return time.monotonic() - began


@pytest.mark.parametrize("is_connected_before", [False, True])
@pytest.mark.parametrize("manner", [Manner.BLACK_HOLE, Manner.RESET, Manner.SLOW])
def test_who_publishes_waits_once_and_not_for_long(
    bell_rings: Hands, redis_server: RedisServer, proxy: FaultProxy, manner: Manner, is_connected_before: bool
) -> None:
    ring_at(through(proxy, redis_server))
    if is_connected_before:
        assert seconds_to_publish() < RING_BOUND
    proxy.manner = manner
    assert seconds_to_publish() < RING_BOUND
    assert seconds_to_publish() < NO_WAIT
    with tenant_scope(1), transaction.atomic():
        assert OutboxDelivery.objects.open().count() == 2 + is_connected_before


def seconds_for_the_second_who_rings_late(server: RedisServer, proxy: FaultProxy) -> float:
    ring_at(through(proxy, server))
    assert seconds_to_publish() < RING_BOUND
    proxy.manner = Manner.LATE
    assert seconds_to_publish() > 2 * PAUSES[Manner.LATE]
    return seconds_to_publish()


def test_a_bell_that_is_heard_late_is_left_alone_too(
    bell_rings: Hands, redis_server: RedisServer, proxy: FaultProxy
) -> None:
    assert seconds_for_the_second_who_rings_late(redis_server, proxy) < NO_WAIT


def test_the_control_everybody_would_wait_for_a_late_bell(
    bell_rings: Hands, redis_server: RedisServer, proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bell, "LATE", 60)
    assert seconds_for_the_second_who_rings_late(redis_server, proxy) > NO_WAIT


def test_the_bell_rings_again_after_its_rest(bell_rings: Hands, redis_server: RedisServer, proxy: FaultProxy) -> None:
    """And through the proxy it rings: what the test above waits for is a fault of the proxy's making."""
    ring_at(through(proxy, redis_server))
    proxy.manner = Manner.BLACK_HOLE
    seconds_to_publish()
    assert proxy.swallowed > 0
    proxy.manner = Manner.PASS
    seconds_to_publish()
    bell.REST.end()
    seconds_to_publish()
    with redis.Redis.from_url(redis_server.url()) as client:
        assert client.llen("wasla") == 1


def test_without_limits_a_ring_waits_for_ever(redis_server: RedisServer, proxy: FaultProxy) -> None:
    """The negative control: Celery's own settings, through the same proxy."""
    proxy.manner = Manner.BLACK_HOLE

    def publish_without_limits() -> None:
        app = Celery("unlimited", broker=through(proxy, redis_server), set_as_current=False)
        with suppress(RingFailed):
            app.send_task("told", queue="wasla")
        app.close()

    waiting = Thread(target=publish_without_limits, daemon=True)
    waiting.start()
    waiting.join(RING_BOUND + 2)
    assert waiting.is_alive()
    proxy.manner = Manner.RESET


def test_a_request_that_publishes_is_answered(
    bell_rings: Hands, redis_server: RedisServer, proxy: FaultProxy, settings: Any
) -> None:
    settings.EVENT_HANDLERS = "wasla_site.events.HANDLERS"
    ring_at(through(proxy, redis_server))
    browser = Client(HTTP_HOST="noor.localhost")
    browser.get("/account/password/forgotten/")  # what is loaded once is loaded
    proxy.manner = Manner.BLACK_HOLE
    began = time.monotonic()
    answer = browser.post("/account/password/forgotten/", {"email": "huda@example.com"})
    assert answer.status_code == 302
    assert proxy.swallowed > 0
    assert time.monotonic() - began < RING_BOUND + 1
    with tenant_scope(1), transaction.atomic():
        assert OutboxDelivery.objects.open().get().event == PasswordResetAsked.name()


@pytest.fixture
def cache_through(proxy: FaultProxy, redis_server: RedisServer, settings: Any) -> Iterator[Any]:
    settings.CACHES = {
        "default": {
            "BACKEND": "commerce.core.cache.PatientRedisCache",
            "LOCATION": through(proxy, redis_server),
            "KEY_FUNCTION": "commerce.core.cache.key_of_scope",
            "OPTIONS": {"socket_connect_timeout": 0.25, "socket_timeout": 0.25},
        }
    }
    cache.REST.end()
    yield caches["default"]
    cache.REST.end()


@pytest.mark.parametrize("manner", [Manner.BLACK_HOLE, Manner.RESET])
def test_a_cache_that_does_not_answer_is_an_empty_one(cache_through: Any, proxy: FaultProxy, manner: Manner) -> None:
    """A hundred keys of a page wait once."""
    cache_through.set("stars", 5)
    assert cache_through.get("stars") == 5
    proxy.manner = manner
    began = time.monotonic()
    assert [cache_through.get("stars", number) for number in range(100)] == list(range(100))
    assert time.monotonic() - began < 1.5
    assert cache_through.get_many(["stars"]) == {}
    assert cache_through.add("moons", 1) is True
    assert cache_through.has_key("stars") is False
    assert cache_through.touch("stars") is False
    assert cache_through.delete("stars") is False
    assert cache_through.set_many({"moons": 2}) == []
    assert cache_through.get_or_set("moons", 3) == 3
    cache_through.set("moons", 4)
    cache_through.delete_many(["moons"])
    with pytest.raises(ValueError, match="not found"):
        cache_through.incr("stars")
    cache_through.clear()
    proxy.manner = Manner.PASS
    assert cache_through.get("stars") is None, "it rests"
    cache.REST.end()
    assert cache_through.get("stars") == 5


def test_a_database_that_does_not_answer_is_given_up(own_database: str) -> None:
    server = psycopg.conninfo.conninfo_to_dict(admin_dsn())
    host, port = str(server["host"]), int(server.get("port") or 5432)
    address: Any = f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host, port)
    with proxy_to(address) as proxy:
        connection.close()
        before = {name: connection.settings_dict[name] for name in ("HOST", "PORT")}
        connection.settings_dict.update(HOST="127.0.0.1", PORT=str(proxy.port))
        try:
            connection.ensure_connection()
            connection.close()
            proxy.manner = Manner.BLACK_HOLE
            began = time.monotonic()
            with pytest.raises(OperationalError, match="timeout"):
                connection.ensure_connection()
            assert time.monotonic() - began < 4
        finally:
            connection.close()
            connection.settings_dict.update(before)
