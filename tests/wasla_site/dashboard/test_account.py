"""A person's own account at the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from commerce.accounts.domain.policies import Role
from commerce.accounts.models import User
from commerce.core.models import AuditEntry
from commerce.tenants.models import Tenant
from tests.commerce.orders.test_desk import PASSWORD, member

ACCOUNT = "/manage/account/"


@pytest.fixture
def analyst(at_noor: Tenant) -> Client:
    return member(Role.ANALYST)


def person() -> User:
    with transaction.atomic():
        return User.objects.get(email="analyst@noor.example")


def send(client: Client, **changes: Any) -> Any:
    return client.post(ACCOUNT, {"name-name": "Sami", "language-preferred_language": "", **changes}, follow=True)


def test_it_asks_for_a_name_a_language_and_a_password_and_nothing_else(analyst: Client) -> None:
    form = analyst.get(ACCOUNT).content.decode()
    for name in ("name-name", "language-preferred_language", "password-new_password1"):
        assert f'name="{name}"' in form
    for name in ("locale-", "avatar-", "notifications-", "theme-"):
        assert f'name="{name}' not in form


def test_the_name_is_changed_and_the_e_mail_is_not(analyst: Client) -> None:
    send(
        analyst,
        **{"name-name": "Sami Al Harbi", "name-email": "someone@else.example", "name_email-email": "x@else.example"},
    )
    assert (person().name, person().email) == ("Sami Al Harbi", "analyst@noor.example")


def test_a_name_is_needed(analyst: Client) -> None:
    send(analyst, **{"name-name": " "})
    assert person().name == "The analyst"


def test_the_language_changes_at_once(analyst: Client) -> None:
    assert '<html lang="ar" dir="rtl"' in analyst.get(ACCOUNT).content.decode()
    answer = send(analyst, **{"language-preferred_language": "en"})
    assert '<html lang="en" dir="ltr"' in answer.content.decode()
    assert "Orders" in analyst.get("/manage/orders/").content.decode()
    assert '<html lang="ar" dir="rtl"' in send(analyst).content.decode()


def test_the_password_changes_and_the_session_lasts(analyst: Client) -> None:
    new = "saffron-lantern-dune"
    old = "desert-rose-cardamom"
    send(analyst, **{"password-old_password": old, "password-new_password1": new, "password-new_password2": new})
    assert person().check_password(new)
    assert analyst.get("/manage/").status_code == 200


def guess(client: Client, old: str = "not-the-password-9", new: str = "saffron-lantern-dune") -> Any:
    passwords = {"password-old_password": old, "password-new_password1": new, "password-new_password2": new}
    return client.post(ACCOUNT, {"name-name": "Sami", "language-preferred_language": "", **passwords})


def test_the_old_password_is_not_guessed_without_limit(analyst: Client) -> None:
    """By who finds the desk open; strangers at the door have no part in the count, nor it in theirs."""
    for _ in range(11):
        Client(HTTP_HOST="noor.localhost").post(
            "/manage/login/", {"username": "analyst@noor.example", "password": "not-the-password-9"}
        )
    assert [guess(analyst).status_code for _ in range(10)] == [200] * 10
    refused = guess(analyst, PASSWORD)
    assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)
    assert "كانت هناك محاولات كثيرة" in refused.content.decode()
    assert person().check_password(PASSWORD), "the right one too, until the window is over"
    assert send(analyst, **{"name-name": "Sami Al Harbi"}).status_code == 200
    assert person().name == "Sami Al Harbi", "the rest of the page is as before"


@pytest.mark.long
def test_a_new_password_gives_the_tries_back_and_opens_the_door(analyst: Client) -> None:
    def at_the_door(password: str) -> int:
        sent = {"username": "analyst@noor.example", "password": password}
        return Client(HTTP_HOST="noor.localhost").post("/manage/login/", sent).status_code

    assert {at_the_door("not-the-password-9") for _ in range(10)} == {200}
    assert at_the_door(PASSWORD) == 429
    for _ in range(9):
        guess(analyst)
    assert guess(analyst, PASSWORD).status_code == 302
    assert at_the_door("saffron-lantern-dune") == 302
    assert [guess(analyst).status_code for _ in range(11)] == [200] * 10 + [429]


def test_the_log_tells_of_a_new_name_and_of_a_new_password(analyst: Client) -> None:
    def told() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
        with transaction.atomic():
            rows = AuditEntry.objects.filter(actor_id=str(person().pk)).exclude(action="signed_in").order_by("id")
            return [(f"{row.kind} {row.action}", row.before, row.after) for row in rows]

    send(analyst)
    new = "camel-lamp-river"
    passwords = {"password-old_password": PASSWORD, "password-new_password1": new, "password-new_password2": new}
    send(analyst, **passwords)
    assert person().check_password(new)
    assert told() == [
        ("member renamed", {"name": "The analyst"}, {"name": "Sami"}),
        ("member password_set", {}, {}),
    ]
