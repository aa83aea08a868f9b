"""A site of one page behind the store's middleware: says whose home pages it sees, and fails when asked to."""

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from commerce.core.scope import current_tenant_id


def seen(request: HttpRequest) -> HttpResponse:
    """The tenants of all rows that plain SQL finds. With `?fail`, a row is written and then the view raises."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenant_id FROM storefront_homepage")
        found: list[Any] = [tenant_id for (tenant_id,) in cursor.fetchall()]
        if "fail" in request.GET:
            cursor.execute(
                "INSERT INTO core_idempotencykey (tenant_id, actor, key, fingerprint, created_at) "
                "VALUES (%s, 'pool', gen_random_uuid()::text, '', now())",
                [current_tenant_id()],
            )
            raise RuntimeError("in the middle of the request")
    return HttpResponse(" ".join(map(str, found)))


urlpatterns = [path("", seen)]
