"""Guessing passwords at both doors of a store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from commerce.accounts.application.sign_in_limits import MOST_PER_ADDRESS, MOST_PER_STORE, Door, count_sign_in
from commerce.accounts.application.use_cases import sign_in_customer as signing_in
from commerce.accounts.application.use_cases.register_customer import register_customer
from commerce.accounts.application.use_cases.sign_in_customer import sign_in_customer
from commerce.accounts.interfaces.forms import WRONG_CREDENTIALS
from commerce.accounts.models import Customer
from commerce.core import clock
from commerce.core.limits import TooManyTries
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from tests.commerce.accounts.conftest import PASSWORD
from tests.support.template_stores import NOOR, OWNER_PASSWORD
from tests.support.together import outcomes

SARA = "sara@people.example"
WRONG = "not-the-password-9"
Post = Callable[..., Any]


@pytest.fixture(params=["staff", "customer"])
def door(request: pytest.FixtureRequest, noor: Any, customer_of: Callable[[Any], Customer]) -> Post:
    """Tries to sign in at Noor: as its owner at the desk, or as Sara in the shop."""
    customer_of(noor)

    def post(password: str = "", *, host: str = "noor.localhost", email: str = "", **meta: Any) -> Any:
        client = Client(HTTP_HOST=host, **meta)
        if request.param == "staff":
            sent = {"username": email or NOOR.owner_email, "password": password or OWNER_PASSWORD}
            return client.post("/manage/login/", sent)
        sent = {"email": email or SARA, "password": password or PASSWORD}
        return client.post("/account/sign-in/", sent)

    return post


def test_ten_wrong_tries_lock_the_account(door: Post) -> None:
    statuses = [door(WRONG).status_code for _ in range(10)]
    assert set(statuses) == {200}
    locked = door()
    assert locked.status_code == 429, "the right password too"
    assert 0 < int(locked["Retry-After"]) <= 900
    assert door(email="somebody@people.example", password=WRONG).status_code == 200, "others are not"


def test_both_doors_say_in_the_same_words_that_it_was_wrong(door: Post) -> None:
    with translation.override("ar"):
        words = str(WRONG_CREDENTIALS)
    assert words in door(WRONG).content.decode()


def test_who_signs_in_has_all_tries_again(door: Post) -> None:
    for _ in range(2):
        for _ in range(9):
            door(WRONG)
        assert door().status_code == 302


def test_e_mails_are_one_account_however_they_are_written(door: Post) -> None:
    for index in range(10):
        door(WRONG, email=[" Huda@noor.example", "HUDA@NOOR.EXAMPLE"][index % 2])
    assert door(WRONG, email=NOOR.owner_email).status_code == 429


@pytest.mark.sampled
def test_a_forged_forwarding_changes_no_bucket(door: Post) -> None:
    for index in range(10):
        door(WRONG, HTTP_X_FORWARDED_FOR=f"198.51.100.{index}")
    assert door(WRONG, HTTP_X_FORWARDED_FOR="198.51.100.99").status_code == 429
    for index in range(MOST_PER_ADDRESS):
        door(WRONG, email=f"p{index}@people.example", HTTP_X_FORWARDED_FOR=f"198.51.100.{index}")
    assert door(HTTP_X_FORWARDED_FOR="198.51.100.200", email="new@people.example").status_code == 429
    assert door(REMOTE_ADDR="203.0.113.80", email="new@people.example").status_code == 200


def test_the_other_store_and_the_other_door_are_as_before(
    noor: Any, souq: Any, customer_of: Callable[..., Customer]
) -> None:
    customer_of(noor, NOOR.owner_email)
    customer_of(souq, NOOR.owner_email)
    for _ in range(11):
        last = Client(HTTP_HOST="noor.localhost").post(
            "/account/sign-in/", {"email": NOOR.owner_email, "password": WRONG}
        )
    assert last.status_code == 429
    shop = Client(HTTP_HOST="souq.localhost").post(
        "/account/sign-in/", {"email": NOOR.owner_email, "password": PASSWORD}
    )
    desk = Client(HTTP_HOST="noor.localhost").post(
        "/manage/login/", {"username": NOOR.owner_email, "password": OWNER_PASSWORD}
    )
    assert (shop.status_code, desk.status_code) == (302, 302)


def test_the_refusal_is_told_in_words_and_keeps_what_was_typed(door: Post) -> None:
    for _ in range(11):
        page = door(WRONG).content.decode()
    assert "كانت هناك محاولات كثيرة" in page
    assert f'value="{SARA}"' in page or f'value="{NOOR.owner_email}"' in page
    assert WRONG not in page


def test_shoppers_of_the_second_language_are_told_in_it(noor: Any) -> None:
    for _ in range(11):
        sent = {"email": SARA, "password": WRONG}
        page = Client(HTTP_HOST="noor.localhost").post("/en/account/sign-in/", sent).content.decode()
    assert "There were too many tries" in page


def test_one_address_tries_few_of_a_thousand_accounts(noor: Any) -> None:
    passed = 0
    with tenant_scope(noor.pk):
        for index in range(1000):
            try:
                count_sign_in(Door.STAFF, email=f"p{index}@people.example", address="198.51.100.7", now=clock.now())
            except TooManyTries:
                continue
            passed += 1
    assert passed == MOST_PER_ADDRESS


def test_one_address_alone_does_not_lock_a_store(noor: Any) -> None:
    now = clock.now()
    with tenant_scope(noor.pk):
        for _ in range(MOST_PER_STORE + 1):
            try:
                count_sign_in(Door.CUSTOMER, email=SARA, address="198.51.100.7", now=now)
            except TooManyTries:
                continue
        count_sign_in(Door.CUSTOMER, email="mona@people.example", address="198.51.100.8", now=now)


def test_many_addresses_together_are_limited(noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commerce.accounts.application.sign_in_limits.MOST_PER_STORE", 20)
    now = clock.now()
    with tenant_scope(noor.pk):
        for index in range(20):
            count_sign_in(Door.STAFF, email=f"p{index}@people.example", address=f"198.51.100.{index}", now=now)
        with pytest.raises(TooManyTries):
            count_sign_in(Door.STAFF, email="new@people.example", address="198.51.100.99", now=now)


def guesses_at_once(noor: Tenant, count: int) -> Counter[str]:
    def guess(index: int) -> None:
        sign_in_customer(email=SARA, password=f"{WRONG}{index}", address="198.51.100.7", now=clock.now())

    with tenant_scope(noor.pk):
        return Counter(outcomes(*(partial(guess, index) for index in range(count))))


@pytest.fixture
def with_sara(own_database: str) -> Tenant:
    noor = Tenant.objects.get(slug="noor")
    with tenant_scope(noor.pk):
        register_customer(email=SARA, name="Sara", phone="", password=PASSWORD, language="ar")
    return noor


def test_of_a_hundred_guesses_at_once_ten_are_looked_at(with_sara: Tenant) -> None:
    assert guesses_at_once(with_sara, 100) == {"wrong_credentials": 10, "too_many_tries": 90}


def test_counting_afterwards_looks_at_more(with_sara: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: a count that comes after the password, as packages do it, is no limit."""
    monkeypatch.setattr(signing_in, "count_sign_in", lambda *_, **__: None)
    assert guesses_at_once(with_sara, 100)["wrong_credentials"] == 100
