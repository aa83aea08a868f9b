"""Connections that many stores' requests share: nothing of one request is left on a connection for the next."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client, override_settings

from commerce.core.scope import SYSTEM_ROLE, Scope
from commerce.tenants.models import Domain
from tests.isolation.conftest import Tried
from tests.support.databases import owner_of
from tests.support.many_stores import open_many
from tests.support.pooler import pgbouncer

STORES = 10
THREADS = 20
POOL_SIZE = {"django": 4, "pgbouncer": 2}


@dataclass(slots=True)
class Findings:
    """`foreign`: rows a store saw that are not its own. `left`: what a connection still said when it was taken."""

    asked: int = 0
    raised: int = 0
    foreign: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def __iadd__(self, other: Findings) -> Findings:
        self.asked += other.asked
        self.raised += other.raised
        self.foreign += other.foreign
        self.left += other.left
        return self


@contextmanager
def pooled(kind: str, database: str) -> Iterator[None]:
    """Django's connections share few of the database's."""
    if kind == "django":
        size = POOL_SIZE[kind]
        pool = {"pool": {"min_size": size, "max_size": size, "timeout": 60}}
        connection.close()
        before = dict(connection.settings_dict)
        connection.settings_dict.update(CONN_MAX_AGE=0, OPTIONS={**before["OPTIONS"], **pool})
        try:
            yield
        finally:
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's own
            connection.settings_dict.update(before)
        return
    with pgbouncer(database, POOL_SIZE[kind]) as port:
        connection.close()
        before = dict(connection.settings_dict)
        connection.settings_dict.update(HOST="127.0.0.1", PORT=str(port))
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(before)


def what_is_left() -> list[str]:
    """Of a connection just taken, asked by SQL that no guard sees: its tenant, its role, and the rows it shows."""
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('app.tenant', true), ''), current_user, "
            "(SELECT count(*) FROM storefront_homepage)"
        )
        tenant, role, count = cursor.fetchone()
    return [f"tenant {tenant!r}, role {role}, {count} rows"] if tenant or count or role != "wasla_app" else []


def visit(number: int, requests: int, hosts: list[tuple[str, int]]) -> Findings:
    """One thread's requests, a store after the other; every twentieth raises in the middle."""
    found, client = Findings(), Client(raise_request_exception=False)
    for turn in range(requests):
        host, tenant_id = hosts[(number + turn) % len(hosts)]
        found.left += what_is_left()
        connection.close()
        raises = (number + turn) % 20 == 7
        answer = client.get("/", {"fail": "1"} if raises else {}, headers={"host": host})
        connection.close()
        found.asked += 1
        found.raised += raises
        if answer.status_code != (500 if raises else 200):
            found.foreign.append(f"{host} answers {answer.status_code}")
        elif not raises and answer.content.decode() != str(tenant_id):
            found.foreign.append(f"{host} sees {answer.content.decode()}")
    return found


def visit_all(requests: int, hosts: list[tuple[str, int]]) -> Findings:
    found = Findings()
    with ThreadPoolExecutor(THREADS) as threads:
        for part in threads.map(lambda number: visit(number, requests, hosts), range(THREADS)):
            found += part
    return found


@pytest.fixture
def hosts(own_database: str) -> list[tuple[str, int]]:
    """Ten stores with a home page each."""
    open_many(own_database, STORES - 2)
    found = list(Domain.objects.filter(is_verified=True).order_by("pk").values_list("host", "tenant_id"))
    assert len(found) == STORES
    return found


@pytest.fixture(autouse=True)
def one_page_site() -> Iterator[None]:
    middleware = ["commerce.tenants.interfaces.middleware.StoreMiddleware"]
    with override_settings(ROOT_URLCONF="tests.isolation.pool_site", MIDDLEWARE=middleware):
        yield


@pytest.mark.sampled
@pytest.mark.parametrize("kind", POOL_SIZE)
@pytest.mark.parametrize("requests", [30, pytest.param(500, marks=pytest.mark.long)])
def test_a_connection_keeps_nothing_of_a_request(
    kind: str, requests: int, own_database: str, hosts: list[tuple[str, int]], tried: Tried
) -> None:
    with pooled(kind, own_database):
        found = visit_all(requests, hosts)
    assert (found.foreign, found.left) == ([], [])
    assert found.raised >= found.asked // 25
    with owner_of(own_database) as owner:
        kept = owner.execute("SELECT count(*) FROM core_idempotencykey WHERE actor = 'pool'").fetchone()
        assert kept == (0,), "a request that raised leaves no row"
    tried(f"requests over few connections, {kind}", found.asked, at_least=THREADS * requests)


def stamp_session(raw_connection: psycopg.Connection, scope: Scope | None) -> None:
    """The tenant said for the whole session, as is often advised."""
    role = SYSTEM_ROLE if scope is not None and scope.is_system else "none"
    tenant = "" if scope is None or scope.tenant_id is None else str(scope.tenant_id)
    with raw_connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', %s, false), set_config('app.tenant', %s, false)", (role, tenant))


@pytest.mark.sampled
@pytest.mark.parametrize("kind", POOL_SIZE)
def test_a_tenant_said_to_the_session_would_leak(
    kind: str, own_database: str, hosts: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof of the test above: whoever takes the connection next finds the last store's rows."""
    for place in ("commerce.core.scope", "commerce.core.database.base"):
        monkeypatch.setattr(f"{place}.stamp_transaction", stamp_session)
    with pooled(kind, own_database):
        found = visit_all(5, hosts)
    assert any("1 rows" in left for left in found.left)


@pytest.mark.sampled
@pytest.mark.parametrize("kind", POOL_SIZE)
def test_a_callback_after_the_commit_has_no_tenant(kind: str, own_database: str, hosts: list[tuple[str, int]]) -> None:
    """PostgreSQL forgets with the transaction; a callback must open a scope of its own, and raises when it does not."""
    from commerce.core.scope import tenant_scope

    told: list[Any] = []
    with pooled(kind, own_database), tenant_scope(hosts[0][1]), transaction.atomic():
        transaction.on_commit(lambda: told.append(what_is_left()))
    assert told == [[]]
