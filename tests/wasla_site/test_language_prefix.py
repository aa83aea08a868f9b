"""Routes carry no language; the path's prefix does, for each store in its own way."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.utils import translation

NOOR, SOUQ = "noor.localhost", "souq.localhost"


def product(request: HttpRequest, slug: str) -> HttpResponse:
    """Says the language, and where reversing leads to from here."""
    return HttpResponse(f"{translation.get_language()} {reverse('product', args=['oud'])}")


urlpatterns = [
    path("products/<str:slug>/", product, name="product"),
    path("manage/<str:slug>/", product, name="manage"),
]


@pytest.fixture
def site(db: None, settings: Any) -> Client:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [
        "commerce.tenants.interfaces.middleware.StoreMiddleware",
        "wasla_site.middleware.LanguagePrefixMiddleware",
    ]
    return Client()


@pytest.mark.parametrize(
    ("host", "address", "answer"),
    [
        (NOOR, "/products/oud/", "ar /products/oud/"),
        (NOOR, "/en/products/oud/", "en /en/products/oud/"),
        (SOUQ, "/products/oud/", "en /products/oud/"),
        (SOUQ, "/ar/products/oud/", "ar /ar/products/oud/"),
    ],
)
def test_the_prefix_is_the_second_languages(site: Client, host: str, address: str, answer: str) -> None:
    response = site.get(address, headers={"host": host})
    assert response.content.decode() == answer
    assert response["Content-Language"] == answer[:2]


def test_two_stores_interleaved_in_one_process_keep_their_own(site: Client) -> None:
    """The negative control of `i18n_patterns`, whose reverse cache keeps the first store's prefix for all."""
    for _ in range(3):
        assert site.get("/en/products/oud/", headers={"host": NOOR}).content == b"en /en/products/oud/"
        assert site.get("/products/oud/", headers={"host": SOUQ}).content == b"en /products/oud/"
        assert site.get("/ar/products/oud/", headers={"host": SOUQ}).content == b"ar /ar/products/oud/"
        assert site.get("/products/oud/", headers={"host": NOOR}).content == b"ar /products/oud/"
    assert reverse("product", args=["oud"]) == "/products/oud/"


@pytest.mark.parametrize(
    ("address", "target"),
    [("/ar/products/oud/?q=1", "/products/oud/?q=1"), ("/ar//evil.example/", "/evil.example/"), ("/ar", "/")],
)
def test_the_first_language_has_one_address(site: Client, address: str, target: str) -> None:
    response = site.get(address, headers={"host": NOOR})
    assert (response.status_code, response["Location"]) == (302, target)


def test_the_desk_has_no_language_in_its_address(site: Client) -> None:
    assert site.get("/manage/oud/", headers={"host": NOOR}).status_code == 200
    assert site.get("/en/manage/oud/", headers={"host": NOOR}).status_code == 404
