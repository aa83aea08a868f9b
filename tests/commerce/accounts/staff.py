"""Staff of Noor, invited and at work, on a database where everything commits."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.core import mail
from django.db import transaction
from django.test import Client

from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Membership, User
from commerce.core import clock
from commerce.core.outbox import deliver_due
from tests.support.template_stores import OWNER_PASSWORD

PASSWORD = "amber-and-saffron-7"


def hire(role: Role, email: str) -> Membership:
    with transaction.atomic():
        person = User.objects.create_user(email, PASSWORD, name=email.partition("@")[0].title())
        membership: Membership = Membership.objects.create(user=person, role=role)
        return membership


def at_the_desk(email: str, password: str = OWNER_PASSWORD, host: str = "noor.localhost") -> Client:
    client = Client(HTTP_HOST=host)
    answer = client.post("/manage/login/", {"username": email, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    return client


def letters() -> list[Any]:
    """All that was sent, after the outbox was emptied."""
    while deliver_due(now=clock.now() + timedelta(seconds=1)):
        pass
    return list(mail.outbox)


def link_in(letter: Any) -> str:
    """The path of the letter's link."""
    found = re.search(r"https?://([^/\s]+)(/\S+)", letter.body)
    assert found is not None, letter.body
    return found[2]
