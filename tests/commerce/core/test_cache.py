"""What is cached is one store's, whoever forgets to say so; where Redis fails is told in tests/faults."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache, caches
from django.core.cache.backends.redis import RedisCacheClient
from django.test import override_settings

from commerce.core.cache import _EMPTY
from commerce.core.scope import system_scope, tenant_scope


def test_two_stores_with_one_key_have_two_values() -> None:
    with tenant_scope(1):
        cache.set("stars", 1)
    with tenant_scope(2):
        assert cache.get("stars") is None
        cache.set("stars", 2)
        cache.delete("moons")
    with tenant_scope(1):
        assert cache.get("stars") == 1
        assert cache.get_many(["stars"]) == {"stars": 1}


def test_what_is_no_stores_is_nobodys() -> None:
    cache.set("stars", 0)
    with tenant_scope(1):
        assert cache.get("stars") is None
    with system_scope():
        assert cache.get("stars") == 0


def test_with_djangos_own_keys_stores_would_meet(settings: Any) -> None:
    """The negative control of the tests above."""
    plain = {name: value for name, value in settings.CACHES["default"].items() if name != "KEY_FUNCTION"}
    with override_settings(CACHES={"default": {**plain, "LOCATION": "plain"}}):
        with tenant_scope(1):
            caches["default"].set("stars", 1)
        with tenant_scope(2):
            assert caches["default"].get("stars") == 1
        caches["default"].clear()


@pytest.mark.parametrize("name", sorted(name for name in vars(RedisCacheClient) if not name.startswith("_")))
def test_an_empty_cache_answers_whatever_redis_is_asked(name: str) -> None:
    assert name in _EMPTY or name == "get_client"
