"""People of the two stores."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from commerce.accounts.application.use_cases.register_customer import register_customer
from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Customer, Membership, User
from commerce.core.scope import tenant_scope

PASSWORD = "amber-and-saffron-7"


@pytest.fixture
def member() -> Callable[[Role | None], User]:
    """Makes a person with this role in the open scope's store; a stranger to it for None."""

    def make(role: Role | None, email: str | None = None) -> User:
        person = User.objects.create_user(email or f"{role or 'stranger'}@people.example", PASSWORD, name="Someone")
        if role is not None:
            Membership.objects.create(user=person, role=role)
        return person

    return make


@pytest.fixture
def customer_of() -> Callable[[Any], Customer]:
    """Registers Sara in this store."""

    def make(tenant: Any, email: str = "sara@people.example") -> Customer:
        with tenant_scope(tenant.pk):
            return register_customer(email=email, name="Sara", phone="", password=PASSWORD, language="ar")

    return make


class Browser:
    """A client at one store's host that keeps cookies per host, as browsers do."""

    def __init__(self, host: str) -> None:
        self.client = Client(headers={"host": host})

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def who(self) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.get("/who/").json()
        return answer

    def sign_in_staff(self, email: str, password: str = PASSWORD) -> Any:
        return self.client.post("/manage/login/", {"username": email, "password": password})

    def sign_out_staff(self) -> Any:
        return self.client.post("/manage/logout/")

    def sign_in_customer(self, email: str = "sara@people.example", password: str = PASSWORD, **more: str) -> Any:
        return self.client.post("/account/sign-in/", {"email": email, "password": password, **more})

    def sign_out_customer(self) -> Any:
        return self.client.post("/account/sign-out/")

    @property
    def session_key(self) -> str:
        return str(self.client.cookies["sessionid"].value)


@pytest.fixture
def at_noor(db: None) -> Browser:
    return Browser("noor.localhost")


@pytest.fixture
def at_souq(db: None) -> Browser:
    return Browser("souq.localhost")


@pytest.fixture(autouse=True)
def _own_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = settings.PLATFORM_URLCONF = "tests.commerce.accounts.urls"
