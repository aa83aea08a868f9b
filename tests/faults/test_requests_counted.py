"""Requests counted in the Redis that all processes share; while it is away nobody is refused for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import redis

from commerce.core.limits import Limit, TooManyTries
from commerce.core.request_limits import count_request
from commerce.core.rests import Rest
from commerce.core.scope import tenant_scope
from wasla_site.launcher.redis_server import RedisServer

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
TWO = Limit("two", 2, timedelta(minutes=1))


@pytest.fixture
def shared(redis_server: RedisServer, settings: Any, monkeypatch: pytest.MonkeyPatch) -> RedisServer:
    monkeypatch.setattr("commerce.core.cache.REST", Rest(timedelta(seconds=5)))
    settings.CACHES = {
        "default": {
            "BACKEND": "commerce.core.cache.PatientRedisCache",
            "KEY_FUNCTION": "commerce.core.cache.key_of_scope",
            "LOCATION": redis_server.url(),
            "OPTIONS": {"socket_connect_timeout": 0.25, "socket_timeout": 0.25},
        }
    }
    return redis_server


def asks(times: int) -> int:
    """How many of them pass."""
    passed = 0
    for _ in range(times):
        try:
            count_request([(TWO, "a")], now=NOON)
        except TooManyTries:
            continue
        passed += 1
    return passed


def test_redis_counts_each_stores_requests_and_forgets_them(shared: RedisServer) -> None:
    with tenant_scope(1):
        assert asks(4) == 2
    with tenant_scope(2):
        assert asks(1) == 1
    with redis.Redis.from_url(shared.url()) as client:
        keys = [key.decode() for key in client.keys("*requests:two*")]
        assert sorted(key.split(":")[2] for key in keys) == ["1", "2"]
        assert all(0 < client.ttl(key) <= 120 for key in keys)


def test_without_redis_nobody_is_refused(shared: RedisServer) -> None:
    shared.stop()
    with tenant_scope(1):
        assert asks(4) == 4
