"""Becoming a customer: how many one address registers, and how often it hears whether an e-mail is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from commerce.accounts.application.registration_limits import IN_STORE, PER_ADDRESS
from commerce.accounts.models import Customer
from commerce.core.models import TriesWindow
from commerce.core.scope import tenant_scope
from tests.commerce.accounts.conftest import PASSWORD

SARA = "sara@people.example"


def register(email: str, address: str = "198.51.100.7", host: str = "noor.localhost", path: str = "") -> Any:
    sent = {"name": "Sara", "email": email, "phone": "", "password": PASSWORD}
    return Client(HTTP_HOST=host, REMOTE_ADDR=address).post(f"{path}/account/register/", sent)


@pytest.fixture
def with_sara(noor: Any, souq: Any, customer_of: Callable[[Any], Customer]) -> Any:
    customer_of(noor)
    return noor


def test_one_address_asks_for_few_e_mails_and_registers_few(with_sara: Any) -> None:
    for index in range(PER_ADDRESS.most):
        taken = bool(index % 2)
        assert register(SARA if taken else f"p{index}@people.example").status_code == (200 if taken else 302)
    answers = [register(email) for email in (SARA, "nobody@people.example")]
    assert [answer.status_code for answer in answers] == [429, 429]
    assert [dict(answer.context["form"].errors).keys() for answer in answers] == [{"__all__"}, {"__all__"}]
    assert 0 < int(answers[0]["Retry-After"]) <= 900
    page = answers[0].content.decode()
    assert "كانت هناك محاولات كثيرة" in page
    assert f'value="{SARA}"' in page
    assert PASSWORD not in page
    assert "There were too many tries" in register(SARA, path="/en").content.decode()
    assert register("mona@people.example", address="203.0.113.9").status_code == 302
    assert register(SARA, host="souq.localhost").status_code == 302, "another store counts for itself"


def test_many_addresses_together_are_limited(with_sara: Any) -> None:
    register("mona@people.example")
    with tenant_scope(with_sara.pk):
        TriesWindow.objects.filter(key__startswith=IN_STORE.name).update(count=IN_STORE.most)
    assert register("new@people.example", address="203.0.113.9").status_code == 429


def test_what_the_form_itself_refuses_counts_for_nothing(with_sara: Any) -> None:
    for _ in range(3):
        assert Client(HTTP_HOST="noor.localhost").post("/account/register/", {"email": SARA}).status_code == 200
    with tenant_scope(with_sara.pk):
        assert not TriesWindow.objects.exists()


def test_who_registered_is_known_in_this_browser(with_sara: Any) -> None:
    mine = Client(HTTP_HOST="noor.localhost")
    sent = {"name": "Mona", "email": "mona@people.example", "phone": "", "password": PASSWORD}
    assert mine.post("/account/register/", sent).status_code == 302
    mine.cookies.pop("sessionid")
    for _ in range(11):
        stranger = Client(HTTP_HOST="noor.localhost").post(
            "/account/sign-in/", {"email": "mona@people.example", "password": "not-the-password-9"}
        )
    assert stranger.status_code == 429
    answer = mine.post("/account/sign-in/", {"email": "mona@people.example", "password": PASSWORD})
    assert answer.status_code == 302
