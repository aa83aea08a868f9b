"""Where pages are: at the store's own host, and linked to by Wagtail as they are served."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from commerce.core.scope import tenant_scope
from commerce.tenants.models import Domain, Tenant
from tests.isolation.walls import without_row_security
from wasla_site.storefront.models import ContentPage, HomePage, StorePage
from wasla_site.storefront.request_memory import RequestMemoryMiddleware
from wasla_site.storefront.root_paths import root_paths_of


def test_pages_know_their_addresses(in_noor: Any) -> None:
    assert HomePage.objects.get().url == "/"
    assert ContentPage.objects.get(slug="about").url == "/about/"
    assert ContentPage.objects.get(slug="about").full_url == "http://noor.localhost/about/"


@pytest.mark.parametrize("is_primary", [True, False])
def test_an_address_takes_one_statement(in_noor: Any, django_assert_num_queries: Any, is_primary: bool) -> None:
    Domain.objects.filter(tenant_id=in_noor.pk).update(is_primary=is_primary)
    about = ContentPage.objects.get(slug="about")
    with django_assert_num_queries(1):
        assert about.url == ("/about/" if is_primary else None)
        assert bool(about.full_url) is is_primary


def test_a_request_asks_for_the_root_once(in_noor: Any, rf: RequestFactory, django_assert_num_queries: Any) -> None:
    pages = list(StorePage.objects.filter(depth__gt=1))
    assert len(pages) > 2

    def links(request: HttpRequest) -> HttpResponse:
        return HttpResponse(" ".join(page.url for page in pages))

    with django_assert_num_queries(1):
        RequestMemoryMiddleware(links)(rf.get("/"))
    with django_assert_num_queries(len(pages)):
        links(rf.get("/"))


@pytest.mark.parametrize(
    ("address", "status"),
    [("/", 200), ("/about/", 200), ("/en/about/", 200), ("/about", 302), ("/nowhere/", 404), ("/about/nowhere/", 404)],
)
def test_pages_are_served_where_they_say(db: None, address: str, status: int) -> None:
    assert Client(headers={"host": "noor.localhost"}).get(address).status_code == status


def test_pages_hang_below_their_own_stores_root_by_the_scope_alone(own_database: str, rf: RequestFactory) -> None:
    """Also where something that remembers a root, a request or a page, asks in another store's scope."""
    stores = {tenant.slug: tenant.pk for tenant in Tenant.objects.all()}

    remembering = HomePage()

    def look(request: HttpRequest) -> HttpResponse:
        for slug in ("noor", "souq", "noor"):
            with tenant_scope(stores[slug]), transaction.atomic():
                [root] = root_paths_of(remembering)
                assert root.root_path == HomePage.objects.get().url_path
                assert f"//{slug}.localhost" in root.root_url
        return HttpResponse()

    with without_row_security(own_database):
        look(rf.get("/"))
        RequestMemoryMiddleware(look)(rf.get("/"))
