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
