"""Who works in a store may leave it by themselves; a store always keeps an owner."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from commerce.accounts.application.use_cases.leave_store import leave_store
from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Membership, User
from commerce.core.errors import NotAllowed
from commerce.core.models import AuditEntry
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from tests.commerce.accounts.staff import PASSWORD, at_the_desk, hire
from tests.support.template_stores import NOOR, SOUQ

LEAVE = "/manage/account/leave/"
HUDA, LAILA = NOOR.owner_email, "laila@people.example"


@pytest.fixture
def at_noor(db: None) -> Iterator[Tenant]:
    noor = Tenant.objects.get(slug="noor")
    with tenant_scope(noor.pk):
        yield noor


def works_here(email: str) -> bool:
    with transaction.atomic():
        return Membership.objects.filter(user__email=email).exists()


def last_deed() -> tuple[str, str, str, dict[str, str]]:
    with transaction.atomic():
        deed = AuditEntry.objects.order_by("-id")[0]
        return deed.action, deed.actor_name, deed.name_en, deed.before


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_everybody_leaves_when_they_like(at_noor: Tenant, role: Role) -> None:
    hire(role, LAILA)
    laila, elsewhere = at_the_desk(LAILA, PASSWORD), at_the_desk(LAILA, PASSWORD)
    assert f'href="{LEAVE}"' in laila.get("/manage/account/").content.decode()
    asked = laila.get(LEAVE)
    assert (asked.status_code, works_here(LAILA)) == (200, True), "to ask is not to leave"
    key = laila.cookies["sessionid"].value
    answer = laila.post(LEAVE, follow=True)
    assert answer.redirect_chain == [("/manage/login/", 302)]
    assert "لم تعد تعمل في هذا المتجر." in answer.content.decode()
    assert not works_here(LAILA)
    assert last_deed() == ("left", "Laila", "Laila", {"role": role.value})
    again = Client(HTTP_HOST="noor.localhost")
    again.cookies["sessionid"] = key
    assert again.get("/manage/")["Location"] == "/manage/login/?next=/manage/"
    assert elsewhere.get("/manage/images/").status_code != 200, "no desk is open to them on another device either"


def test_the_last_owner_is_told_why_not(at_noor: Tenant) -> None:
    huda = at_the_desk(HUDA)
    answer = huda.post(LEAVE)
    assert answer.status_code == 422
    assert "لا بد للمتجر من مالك" in answer.content.decode()
    assert works_here(HUDA)
    hire(Role.OWNER, LAILA)
    assert huda.post(LEAVE).status_code == 302
    assert (works_here(HUDA), works_here(LAILA)) == (False, True)
    assert at_the_desk(LAILA, PASSWORD).get("/manage/activity/").content.decode().count("ترك العمل في المتجر") >= 1


def test_leaving_one_store_leaves_the_others(at_noor: Tenant) -> None:
    with transaction.atomic():
        Membership.objects.create(user=User.objects.get(email=SOUQ.owner_email), role=Role.MARKETER)
    at_the_desk(SOUQ.owner_email).post(LEAVE)
    assert not works_here(SOUQ.owner_email)
    assert at_the_desk(SOUQ.owner_email, host="souq.localhost").get("/manage/").status_code == 200


def test_a_stranger_has_nothing_to_leave(at_noor: Tenant) -> None:
    with transaction.atomic():
        stranger = User.objects.get(email=SOUQ.owner_email)
    with pytest.raises(NotAllowed):
        leave_store(user_id=stranger.pk)
