"""A forgotten password, at both doors of a store: the letter, the link, and what it ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commerce.accounts.application.link_tokens import password_token
from commerce.accounts.application.use_cases.invite_member import invite_member
from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Customer, Membership, User
from commerce.core import clock
from commerce.core.models import AuditEntry, OutboxDelivery
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Domain
from tests.commerce.accounts.conftest import PASSWORD, Browser
from tests.commerce.accounts.staff import letters, link_in
from tests.isolation.served_forms import forms_of
from tests.support.template_stores import NOOR, OWNER_PASSWORD, SOUQ

SARA, HUDA = "sara@people.example", NOOR.owner_email
NEW = "cedar-and-vetiver-11"


@dataclass(frozen=True)
class Door:
    """How one comes in there, and where one asks for a new password."""

    email: str
    password: str
    path: str
    sign_in: str
    who: str
    name: str

    def enter(self, browser: Browser, password: str) -> int:
        sent = {self.name: self.email, "password": password}
        status: int = browser.client.post(self.sign_in, sent).status_code
        return status

    def ask(self, browser: Browser, email: str = "", **meta: Any) -> Any:
        return browser.client.post(f"{self.path}forgotten/", {"email": email or self.email}, **meta)


STAFF = Door(HUDA, OWNER_PASSWORD, "/manage/password/", "/manage/login/", "staff", "username")
SHOP = Door(SARA, PASSWORD, "/account/password/", "/account/sign-in/", "customer", "email")


@pytest.fixture(params=[STAFF, SHOP], ids=["staff", "shop"])
def door(request: pytest.FixtureRequest, noor: Any, souq: Any, customer_of: Callable[[Any], Customer]) -> Door:
    customer_of(noor)
    customer_of(souq)
    found: Door = request.param
    return found


def link_for(door: Door, browser: Browser) -> str:
    door.ask(browser)
    return link_in(letters()[-1])


def test_from_the_letter_to_the_new_password(door: Door, at_noor: Browser) -> None:
    assert door.ask(at_noor).url == f"{door.path}sent/"
    assert at_noor.get(f"{door.path}sent/").status_code == 200
    [letter] = letters()
    assert letter.to == [door.email]
    assert "http://noor.localhost/" in letter.body
    assert 'dir="rtl"' in letter.alternatives[0][0]
    path = link_in(letter)
    page = at_noor.get(path)
    assert (page.status_code, "no-store" in page["Cache-Control"]) == (200, True)
    done = at_noor.client.post(path, {"password": NEW}, follow=True)
    assert "تم تعيين كلمة المرور الجديدة" in done.content.decode()
    assert door.enter(at_noor, door.password) == 200
    assert door.enter(at_noor, NEW) == 302
    assert at_noor.who()[door.who] == door.email


def test_the_log_tells_of_staff_alone(door: Door, at_noor: Browser, noor: Any) -> None:
    at_noor.client.post(link_for(door, at_noor), {"password": NEW})
    with tenant_scope(noor.pk), transaction.atomic():
        told = [row.actor_name for row in AuditEntry.objects.filter(action="password_set")]
    assert told == (["Huda"] if door.who == "staff" else [])


def test_a_link_is_good_once(door: Door, at_noor: Browser) -> None:
    path = link_for(door, at_noor)
    assert at_noor.client.post(path, {"password": NEW}).status_code == 302
    for answer in (at_noor.get(path), at_noor.client.post(path, {"password": "another-cedar-12"})):
        assert answer.status_code == 404
    assert door.enter(at_noor, NEW) == 302


def test_a_link_is_good_for_an_hour(door: Door, at_noor: Browser) -> None:
    path = link_for(door, at_noor)
    with time_machine.travel(clock.now() + timedelta(minutes=59)):
        assert at_noor.get(path).status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=62)):
        assert at_noor.get(path).status_code == 404


def test_a_link_opens_its_own_store_alone(door: Door, at_noor: Browser, at_souq: Browser, souq: Any) -> None:
    """Even for a person who works in both, and a customer of the same number."""
    with tenant_scope(souq.pk):
        Membership.objects.create(user=User.objects.get(email=HUDA), role=Role.MANAGER)
    path = link_for(door, at_noor)
    assert at_souq.get(path).status_code == 404
    assert at_souq.client.post(path, {"password": NEW}).status_code == 404
    assert at_noor.get(path).status_code == 200
    assert door.enter(at_souq, door.password) == 302, "the password is still the old one"


def test_a_link_of_one_door_is_none_at_the_other(
    noor: Any, at_noor: Browser, customer_of: Callable[..., Customer]
) -> None:
    """The same person, e-mail and even number, as staff and as customer."""
    customer_of(noor, HUDA)
    with tenant_scope(noor.pk):
        customer, person = Customer.objects.get(email=HUDA), User.objects.get(email=HUDA)
        staff_link, shop_link = password_token(person), password_token(customer)
    pk_of = str(customer.pk)
    assert at_noor.get(f"/account/password/new/{pk_of}-{staff_link.partition('-')[2]}/").status_code == 404
    assert at_noor.get(f"/manage/password/new/{person.pk}-{shop_link.partition('-')[2]}/").status_code == 404


@pytest.mark.parametrize(
    "token", ["x", "-", "1-", "1-a-b", "zzzzzzzzzzzzz-a-b", "zzzzzzzzzzzzzzzz-a-b", "-1-a-b", "٣-a-b"]
)
def test_forged_links_open_nothing(door: Door, at_noor: Browser, token: str) -> None:
    assert at_noor.get(f"{door.path}new/{token}/").status_code == 404


def test_a_new_password_signs_out_everywhere(door: Door, at_noor: Browser) -> None:
    elsewhere = Browser("noor.localhost")
    assert door.enter(elsewhere, door.password) == 302
    assert elsewhere.who()[door.who] == door.email
    at_noor.client.post(link_for(door, at_noor), {"password": NEW})
    assert elsewhere.who()[door.who] is None


def test_a_locked_account_is_open_again(door: Door, at_noor: Browser) -> None:
    for _ in range(11):
        status = door.enter(at_noor, "not-the-password-9")
    assert status == 429
    at_noor.client.post(link_for(door, at_noor), {"password": NEW})
    assert door.enter(at_noor, NEW) == 302


def test_a_weak_password_is_refused_and_the_link_stays_good(door: Door, at_noor: Browser) -> None:
    path = link_for(door, at_noor)
    page = at_noor.client.post(path, {"password": "short"})
    assert page.status_code == 200
    assert "10 أحرف" in page.content.decode()
    assert at_noor.client.post(path, {"password": NEW}).status_code == 302


def body_without_token(page: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|"CSRF_TOKEN": "[^"]*"', "", page.content.decode())


def test_known_and_unknown_e_mails_get_the_same_answer_after_the_same_work(door: Door, at_noor: Browser) -> None:
    at_noor.get(f"{door.path}forgotten/")
    seen = {}
    for email in (door.email, "nobody@people.example"):
        with CaptureQueriesContext(connection) as statements:
            answer = door.ask(at_noor, email)
        kinds = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in statements]
        page = body_without_token(at_noor.get(answer.url))
        seen[email] = (answer.status_code, answer.url, page, kinds)
    assert seen[door.email] == seen["nobody@people.example"]
    assert [letter.to for letter in letters()] == [[door.email]]


def test_the_store_of_the_letter_is_the_one_that_was_asked(door: Door, at_noor: Browser, noor: Any) -> None:
    """By another verified host, with headers that name a third: the link leads to the primary one."""
    Domain.objects.create(tenant=noor, host="shop.noor.example", is_verified=True)
    visitor = Client(HTTP_HOST="shop.noor.example", headers={"x-forwarded-host": "evil.example", "origin": ""})
    visitor.post(f"{door.path}forgotten/", {"email": door.email}, headers={"x-forwarded-host": "evil.example"})
    [letter] = letters()
    assert "http://noor.localhost/" in letter.body
    assert "evil" not in str(letter.message())


def test_a_few_letters_are_enough(door: Door, at_noor: Browser) -> None:
    statuses = [door.ask(at_noor).status_code for _ in range(5)]
    assert statuses == [302, 302, 302, 429, 429]
    refused = door.ask(at_noor)
    assert int(refused["Retry-After"]) > 0
    assert f'value="{door.email}"' in refused.content.decode()
    unknown = [door.ask(at_noor, "nobody@people.example").status_code for _ in range(5)]
    assert unknown == statuses, "nor does the limit tell whether there is an account"
    assert len(letters()) == 3


def test_former_staff_and_closed_accounts_get_no_letter(noor: Any, at_noor: Browser) -> None:
    with tenant_scope(noor.pk):
        Membership.objects.all().delete()
    STAFF.ask(at_noor)
    assert letters() == []
    with tenant_scope(noor.pk):
        Membership.objects.create(user=User.objects.get(email=HUDA), role=Role.OWNER)
    path = link_for(STAFF, at_noor)
    User.objects.filter(email=HUDA).update(is_active=False)
    assert at_noor.get(path).status_code == 404
    STAFF.ask(at_noor)
    assert len(letters()) == 1


def test_who_is_invited_gets_no_letter_before_working_here(noor: Any, souq: Any, at_noor: Browser) -> None:
    """A store would else send a person of another one a letter whose link, at the store's own host, sets the password
    they have everywhere."""
    with tenant_scope(noor.pk):
        huda, majed = User.objects.get(email=HUDA), User.objects.get(email=SOUQ.owner_email)
        invite_member(email=majed.email, role=Role.ANALYST, by=huda.pk, now=clock.now())
        link = password_token(majed)
    letters()
    assert STAFF.ask(at_noor, majed.email).status_code == 302
    assert [letter.to for letter in letters() if "/manage/password/" in letter.body] == []
    assert at_noor.get(f"/manage/password/new/{link}/").status_code == 404
    assert at_noor.client.post(f"/manage/password/new/{link}/", {"password": NEW}).status_code == 404
    assert User.objects.get(pk=majed.pk).check_password(OWNER_PASSWORD)


def test_shoppers_get_the_letter_and_the_link_in_their_language(
    noor: Any, at_noor: Browser, customer_of: Callable[[Any], Customer]
) -> None:
    customer_of(noor)
    with tenant_scope(noor.pk):
        Customer.objects.update(language="en")
    SHOP.ask(at_noor)
    [letter] = letters()
    assert letter.subject == "A new password for Noor"
    assert link_in(letter).startswith("/en/account/password/new/")
    assert "Choose a new password" in at_noor.get(link_in(letter)).content.decode()


def test_nothing_secret_waits_in_the_outbox(door: Door, at_noor: Browser, noor: Any) -> None:
    door.ask(at_noor)
    with tenant_scope(noor.pk):
        payloads = list(
            OutboxDelivery.objects.filter(event="accounts.PasswordResetAsked").values_list("payload", flat=True)
        )
    assert payloads == [{"door": door.who, "email": door.email}]
    assert mail.outbox == []


def test_staff_change_their_password_at_the_desk(noor: Any, souq: Any, at_noor: Browser) -> None:
    """Wagtail's own page: other sessions end, this one goes on and stays bound to its store."""
    at_noor.sign_in_staff(HUDA, OWNER_PASSWORD)
    elsewhere = Browser("noor.localhost")
    elsewhere.sign_in_staff(HUDA, OWNER_PASSWORD)
    passwords = {
        "password-old_password": OWNER_PASSWORD,
        "password-new_password1": NEW,
        "password-new_password2": NEW,
    }
    served = forms_of(at_noor.get("/manage/account/").content.decode(), "post")[-1]
    answer = at_noor.client.post("/manage/account/", served | passwords | {"name-name": "Huda of Noor"})
    assert (answer.status_code, getattr(answer, "url", "")) == (302, "/manage/account/")
    assert at_noor.who()["staff"] == HUDA
    assert elsewhere.who()["staff"] is None
    replay = Browser("souq.localhost")
    replay.client.cookies["sessionid"] = at_noor.session_key
    assert replay.who()["staff"] is None
    huda = User.objects.get(email=HUDA)
    assert (huda.name, huda.check_password(NEW)) == ("Huda of Noor", True)


def test_nobody_becomes_somebody_else_by_changing_an_e_mail(noor: Any, at_noor: Browser) -> None:
    at_noor.sign_in_staff(HUDA, OWNER_PASSWORD)
    page = at_noor.get("/manage/account/").content.decode()
    served = forms_of(page, "post")[-1]
    assert not [name for name in served if "email" in name]
    at_noor.client.post("/manage/account/", served | {"name_email-email": "majed@souq.example"})
    assert at_noor.who()["staff"] == HUDA
