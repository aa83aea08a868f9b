"""The cache: every key is a store's, and a Redis that does not answer makes pages slower and breaks none."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

from commerce.core import clock
from commerce.core.rests import Rest
from commerce.core.scope import scope_if_open

log = logging.getLogger(__name__)

REST = Rest(timedelta(seconds=5))


def key_of_scope(key: str, prefix: str, version: int) -> str:
    """Django's key with the open scope's tenant, or `-` for what is no store's."""
    scope = scope_if_open()
    tenant = "-" if scope is None or scope.tenant_id is None else scope.tenant_id
    return f"{prefix}:{version}:{tenant}:{key}"


def _no_such_key(key: str, delta: int) -> int:
    raise ValueError(f"Key {key!r} not found.")


# What a cache says that holds nothing and keeps nothing.
_EMPTY: Mapping[str, Callable[..., Any]] = {
    "add": lambda key, value, timeout: True,
    "get": lambda key, default: default,
    "set": lambda key, value, timeout: None,
    "touch": lambda key, timeout: False,
    "delete": lambda key: False,
    "get_many": lambda keys: {},
    "has_key": lambda key: False,
    "incr": _no_such_key,
    "set_many": lambda data, timeout: None,
    "delete_many": lambda keys: None,
    "clear": lambda: True,
}


class PatientClient:
    """Django's client of Redis; while Redis does not answer, an empty cache instead. One failure is logged, and for
    `REST` nobody asks again, so a page with a hundred keys waits once."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        self._redis = RedisCacheClient(servers, **options)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return partial(self._ask, getattr(self._redis, name), _EMPTY[name])

    @staticmethod
    def _ask(redis: Callable[..., Any], empty: Callable[..., Any], *args: Any) -> Any:
        if REST.is_on(clock.now()):
            return empty(*args)
        try:
            return redis(*args)
        except RedisError as error:
            REST.begin(clock.now())
            log.warning("the cache does not answer: %s: %s", type(error).__name__, error)
            return empty(*args)


class PatientRedisCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = PatientClient
