"""Noor sells everything that is judged, and PostgreSQL's planner knows its tables, as it does a minute after.

Every test of it is tried on both engines; beside OpenSearch the store's words lie in PostgreSQL, as in life.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction

from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from search_index.application.ports import SearchIndex
from search_index.infrastructure.failing_over import FailingOverIndex
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex
from tests.search_index.shelf import NOON
from tests.support import databases
from tests.support.outside import standing_here
from wasla_site.bench.relevance.asking import fill
from wasla_site.bench.relevance.catalogue import JudgedProduct, read_catalogue
from wasla_site.bench.relevance.queries import JudgedQuery, read_queries
from wasla_site.launcher.places import CHECKOUT
from wasla_site.launcher.roles import owner_dsn

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def products() -> Sequence[JudgedProduct]:
    return read_catalogue(HERE, CHECKOUT / "wasla_site" / "demo")


@pytest.fixture(scope="session")
def queries() -> Sequence[JudgedQuery]:
    return read_queries(HERE / "queries.txt")


@pytest.fixture(params=["postgresql", "opensearch"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def index(
    engine: str, own_database: str, products: Sequence[JudgedProduct], request: pytest.FixtureRequest
) -> Iterator[SearchIndex]:
    """An adapter, filled; the test stands in Noor's scope and in a transaction of its own."""
    if engine == "opensearch":
        request.getfixturevalue("opensearch")
    filled: SearchIndex = FailingOverIndex() if engine == "opensearch" else PostgresSearchIndex()
    tenant_id = Tenant.objects.get(slug="noor").pk
    with tenant_scope(tenant_id), transaction.atomic(), standing_here():
        fill(filled, products, NOON)
    with psycopg.connect(owner_dsn(databases.admin_dsn(), own_database), autocommit=True) as owner:
        owner.execute("ANALYZE search_index_searchword")
    with tenant_scope(tenant_id), transaction.atomic(), standing_here():
        with connection.cursor() as cursor:
            # The measuring between two statements may take longer than a request is allowed to think.
            cursor.execute("SELECT set_config('idle_in_transaction_session_timeout', '0', true)")
        yield filled
