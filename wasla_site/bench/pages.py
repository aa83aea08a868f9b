"""The pages that are measured, asked of the measured store through all of the site's middleware."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from itertools import count
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client

from commerce.core.scope import tenant_scope
from commerce.tenants.application.queries import find_tenant
from wasla_site.bench.stores import MEASURED, PASSWORD, opening_of
from wasla_site.storefront.models import ContentPage, HomePage

SIGN_UP = "sign-up"
LIST_PAGES = {
    "list": "/products/",
    "list, page 9": "/products/?page=9",
    "list, by price": "/products/?sort=price",
    "list, by title": "/products/?sort=title",
    "category": "/collections/perfumes/",
    "search": "/search/?q=musk",
}
DESK_LIST_PAGES = {
    "desk: products": "/manage/products/",
    "desk: products, page 9": "/manage/products/?p=9",
    "desk: products searched": "/manage/products/?q=musk",
    "desk: orders": "/manage/orders/",
    "desk: home": "/manage/",
}


class AnswerWrong(RuntimeError):
    """A page of the benchmark did not answer as it does when all is well."""


class Pages:
    """What a shopper, the owner and a newcomer ask for, by name."""

    def __init__(self) -> None:
        self._new_stores = count(1)

    @property
    def names(self) -> list[str]:
        return list(self._askers)

    def ask(self, name: str) -> bytes:
        """The page's bytes; refused when the answer is not 200."""
        response = self._askers[name]()
        if response.status_code != 200:
            raise AnswerWrong(f"{name}: {response.status_code}")
        content: bytes = response.content
        return content

    @cached_property
    def _askers(self) -> dict[str, Callable[[], Any]]:
        home, about = self._page_ids()
        return {
            "home": lambda: self._shopper.get("/"),
            "list": lambda: self._shopper.get("/products/"),
            "product": lambda: self._shopper.get("/products/perfume-7/"),
            "desk home": lambda: self._owner.get("/manage/"),
            "explorer": lambda: self._owner.get(f"/manage/pages/{home}/"),
            "desk products": lambda: self._owner.get("/manage/products/"),
            "page edit": lambda: self._owner.get(f"/manage/pages/{about}/edit/"),
            SIGN_UP: self._sign_up,
        }

    def ask_list(self, name: str) -> None:
        client, path = (
            (self._owner, DESK_LIST_PAGES[name]) if name in DESK_LIST_PAGES else (self._shopper, LIST_PAGES[name])
        )
        response = client.get(path)
        if response.status_code != 200:
            raise AnswerWrong(f"{name}: {response.status_code}")

    @cached_property
    def _shopper(self) -> Client:
        return Client(headers={"host": _host()})

    @cached_property
    def _owner(self) -> Client:
        owner = Client(headers={"host": _host()})
        words = {"username": opening_of(MEASURED).owner_email, "password": PASSWORD}
        if owner.post("/manage/login/", words).status_code != 302:
            raise AnswerWrong("the owner can't sign in")
        return owner

    def _sign_up(self) -> Any:
        """Opens one store more, as a newcomer does on the platform's own host; each comes from an address of their own,
        for one address opens few."""
        number = next(self._new_stores)
        slug = f"new-{number}"
        words = {
            "name_ar": "متجر جديد",
            "name_en": "New store",
            "slug": slug,
            "language": "ar",
            "currency": "SAR",
            "owner_name": "Owner",
            "owner_email": f"owner@{slug}.example",
            "owner_password": PASSWORD,
        }
        newcomer = Client(headers={"host": settings.PLATFORM_HOST}, REMOTE_ADDR=f"198.18.{number >> 8}.{number & 255}")
        return newcomer.post("/open/", words)

    def _page_ids(self) -> tuple[int, int]:
        with tenant_scope(measured_tenant_id()), transaction.atomic():
            return HomePage.objects.get().pk, ContentPage.objects.get(slug="about").pk


def measured_tenant_id() -> int:
    tenant = find_tenant(MEASURED)
    if tenant is None:
        raise AnswerWrong("the measured store is not there")
    return tenant.pk


def _host() -> str:
    return f"{MEASURED}.{settings.PLATFORM_HOST}"
