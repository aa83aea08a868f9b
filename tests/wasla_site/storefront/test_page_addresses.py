"""Where pages are: at the store's own host, and linked to by Wagtail as they are served."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from wasla_site.storefront.models import ContentPage, HomePage


def test_pages_know_their_addresses(in_noor: Any) -> None:
    assert HomePage.objects.get().url == "/"
    assert ContentPage.objects.get(slug="about").url == "/about/"
    assert ContentPage.objects.get(slug="about").full_url == "http://noor.localhost/about/"


@pytest.mark.parametrize(
    ("address", "status"),
    [("/", 200), ("/about/", 200), ("/en/about/", 200), ("/about", 302), ("/nowhere/", 404), ("/about/nowhere/", 404)],
)
def test_pages_are_served_where_they_say(db: None, address: str, status: int) -> None:
    assert Client(headers={"host": "noor.localhost"}).get(address).status_code == status
