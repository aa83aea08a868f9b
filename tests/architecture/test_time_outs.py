"""Every client of another server has an end to its waiting, to connect and to be answered."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.mail import get_connection

from tests.architecture.sources import ROOT, name_of, python_files, tree_of
from tests.architecture.test_packages import locked
from tests.support.databases import admin_dsn
from wasla_site.launcher.roles import app_dsn

# Libraries that open connections, whichever of them the project comes to use.
CLIENTS = {
    "aiohttp", "asyncpg", "boto3", "celery", "elasticsearch", "hiredis", "httpx", "kombu", "minio", "opensearch-py",
    "paramiko", "psycopg", "psycopg2", "pymongo", "redis", "requests", "urllib3",
}  # fmt: skip
# Nothing waits longer than this to connect, or for one answer.
LONGEST_CONNECT, LONGEST_ANSWER = 10, 15


def calls_of(names: set[str]) -> Iterator[tuple[str, set[str]]]:
    """Where clients are made by one of these names, with the keywords they are given."""
    for path in python_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and called(node) in names:
                yield f"{name_of(path)}:{node.lineno}", {word.arg for word in node.keywords if word.arg}


def called(node: ast.Call) -> str:
    """`redis.Redis.from_url(…)` is `Redis.from_url`, `Client(…)` is `Client`."""
    function = node.func
    if isinstance(function, ast.Name):
        return function.id
    if isinstance(function, ast.Attribute) and isinstance(function.value, (ast.Name, ast.Attribute)):
        owner = function.value
        return f"{owner.id if isinstance(owner, ast.Name) else owner.attr}.{function.attr}"
    return ""


def without(keywords: set[str], *names: str) -> list[str]:
    return [place for place, given in calls_of(set(names)) if not keywords <= given]


def broker() -> None:
    limits = settings_with(REDIS_URL="redis://127.0.0.1:9/0")["broker"]
    assert limits["broker_transport_options"]["socket_connect_timeout"] == 1
    assert limits["broker_transport_options"]["socket_timeout"] == 1
    assert limits["broker_connection_timeout"] == 1
    assert limits["broker_pool_acquire_timeout"] == 1
    assert limits["task_publish_retry"] is False
    assert limits["broker_transport_options"]["max_retries"] == 0
    assert 0 < limits["task_time_limit"] < limits["broker_transport_options"]["visibility_timeout"]


def cache_and_other_redis() -> None:
    options = settings_with(CACHE_URL="redis://127.0.0.1:9/0")["caches"]["default"]["OPTIONS"]
    assert 0 < options["socket_connect_timeout"] <= 1
    assert 0 < options["socket_timeout"] <= 1
    assert without({"socket_connect_timeout", "socket_timeout"}, "redis.Redis", "Redis.from_url", "Redis") == []


def database() -> None:
    options = settings.DATABASES["default"]["OPTIONS"]
    assert 0 < options["connect_timeout"] <= 3
    assert 0 < options["tcp_user_timeout"] <= LONGEST_ANSWER * 1000
    with psycopg.connect(app_dsn(admin_dsn(), "postgres")) as raw:
        for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            row = raw.execute("SELECT setting::int FROM pg_settings WHERE name = %s", [limit]).fetchone()
            assert row is not None
            assert 0 < row[0] <= LONGEST_ANSWER * 1000, limit


def calls_of_the_web() -> None:
    """Wagtail brings requests, for embeds and news of itself; both are off."""
    makers = {"Client", "AsyncClient", "Session", "PoolManager", "get", "post", "put", "delete", "request"}
    names = {f"{library}.{maker}" for library in ("httpx", "requests", "urllib3") for maker in makers}
    assert without({"timeout"}, *names) == []


def search_servers() -> None:
    assert without({"timeout"}, "OpenSearch", "opensearchpy.OpenSearch", "AsyncOpenSearch") == []


HELD_BY: dict[str, Callable[[], None]] = {
    "celery": broker,
    "kombu": broker,
    "redis": cache_and_other_redis,
    "psycopg": database,
    "httpx": calls_of_the_web,
    "requests": calls_of_the_web,
    "urllib3": calls_of_the_web,
    "opensearch-py": search_servers,
}


def settings_with(**environment: str) -> Any:
    """What a process with this environment is configured to."""
    code = (
        "import json, django; from django.conf import settings; django.setup()\n"
        "broker = {}\n"
        "if settings.REDIS_URL:\n"
        "    from wasla_site.celery import app\n"
        "    broker = {name: app.conf[name] for name in ('broker_transport_options', 'broker_connection_timeout', "
        "'broker_pool_acquire_timeout', 'task_publish_retry', 'task_time_limit')}\n"
        "print(json.dumps({'broker': broker, 'caches': settings.CACHES}))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, check=True
    )
    return json.loads(said.stdout)


def test_every_client_in_the_lock_is_looked_at() -> None:
    assert locked("requirements.lock") & CLIENTS <= set(HELD_BY)


@pytest.mark.sampled
@pytest.mark.parametrize("client", sorted(HELD_BY))
def test_a_client_has_an_end_to_its_waiting(client: str) -> None:
    HELD_BY[client]()


def test_letters_have_an_end_to_their_waiting() -> None:
    assert 0 < settings.EMAIL_TIMEOUT <= LONGEST_CONNECT
    smtp: Any = get_connection("django.core.mail.backends.smtp.EmailBackend")
    assert smtp.timeout == settings.EMAIL_TIMEOUT


def test_the_check_sees_a_client_without_limits() -> None:
    tree = ast.parse("redis.Redis.from_url(url, socket_timeout=1)")
    [call] = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert called(call) == "Redis.from_url"
    assert {word.arg for word in call.keywords} == {"socket_timeout"}
