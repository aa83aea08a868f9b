"""Counting sees what Django's own log does not: the scope, and transaction control."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from wasla_site.bench.statements import slowest_statement, statements_of
from wasla_site.storefront.models import HomePage

pytestmark = pytest.mark.usefixtures("own_database")


def test_every_statement_is_seen_as_it_leaves() -> None:
    noor = Tenant.objects.get(slug="noor").pk

    def act() -> None:
        with tenant_scope(noor), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT\n1")
            cursor.execute("SELECT %s", ["two\nlines"])

    sent = statements_of(act)
    assert len(sent) == 5
    assert "BEGIN" in sent[0].upper()
    assert "set_config" in sent[1]
    assert "two" in sent[3]
    assert "COMMIT" in sent[4].upper()


def test_one_query_more_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    shopper = Client(headers={"host": "noor.localhost"})
    shopper.get("/")
    usual = statements_of(lambda: shopper.get("/"))
    assert len(statements_of(lambda: shopper.get("/"))) == len(usual)

    as_before = HomePage.get_context

    def ask_besides(page: HomePage, *args: Any, **kwargs: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 'besides'")
        return as_before(page, *args, **kwargs)

    monkeypatch.setattr(HomePage, "get_context", ask_besides)
    assert len(statements_of(lambda: shopper.get("/"))) == len(usual) + 1


def test_the_slowest_statement_is_found() -> None:
    found: dict[str, float | str] = {}
    with slowest_statement(found), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.03)")
        cursor.execute("SELECT 1")
    assert "pg_sleep" in str(found["sql"])
    assert float(found["ms"]) >= 30
