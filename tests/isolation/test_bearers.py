"""Whatever a person bears of one store, shown at the other: nobody there takes it for anything."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from math import log2
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from commerce.accounts.application.link_tokens import invitation_token, password_token
from commerce.accounts.application.use_cases.invite_member import invite_member
from commerce.accounts.application.use_cases.register_customer import register_customer
from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Customer, Membership, User
from commerce.carts.interfaces.shoppers import new_guest
from commerce.core import clock
from commerce.core.scope import tenant_scope
from tests.commerce.carts.shop import put_on_shelf
from tests.isolation.shops import Shop
from tests.support.template_stores import NOOR, OWNER_PASSWORD

SARA = {"email": "sara@people.example", "password": "amber-and-saffron-7"}
HUDA = {"username": NOOR.owner_email, "password": OWNER_PASSWORD}
NOORS, SOUQS = "noor.localhost", "souq.localhost"
ENOUGH_BITS = 122


@pytest.fixture
def both(noor: Any, souq: Any) -> tuple[Any, Any]:
    """Sara is a customer of both stores and Huda owns both, so that only the bearer is strange at the other."""
    for store in (noor, souq):
        with tenant_scope(store.pk):
            register_customer(**SARA, name="Sara", phone="", language="ar")
    with tenant_scope(souq.pk):
        Membership.objects.create(user=User.objects.get(email=NOOR.owner_email), role=Role.OWNER)
    return noor, souq


def signed_in(host: str = NOORS) -> Client:
    client = Client(HTTP_HOST=host)
    assert client.post("/manage/login/", HUDA).status_code == 302
    assert client.post("/account/sign-in/", SARA).status_code == 302
    return client


def at(host: str, client: Client) -> Client:
    """The same browser's cookies, sent to another host."""
    other = Client(HTTP_HOST=host)
    other.cookies = deepcopy(client.cookies)
    return other


def is_staff(client: Client) -> bool:
    return bool(client.get("/manage/orders/").status_code == 200)


def is_customer(client: Client) -> bool:
    return bool(client.get("/account/").status_code == 200)


def test_a_session(both: Any) -> None:
    mine = signed_in()
    assert (is_staff(mine), is_customer(mine)) == (True, True)
    for host in (SOUQS, "localhost"):
        assert not is_staff(at(host, mine))
        assert not is_customer(at(host, mine))
    assert (is_staff(mine), is_customer(mine)) == (True, True), "and it is not destroyed there"


def test_a_csrf_token(both: Any) -> None:
    """The token with the cookie of the other store, in the session that was begun here."""
    strict = Client(HTTP_HOST=SOUQS, enforce_csrf_checks=True)
    theirs = Client(HTTP_HOST=NOORS)
    theirs.get("/account/sign-in/")
    token = theirs.cookies["csrftoken"].value
    sent = {**SARA, "csrfmiddlewaretoken": token}
    assert strict.post("/account/sign-in/", sent).status_code == 403, "without the cookie"
    strict.get("/account/sign-in/")
    assert strict.post("/account/sign-in/", sent).status_code == 403, "with a cookie of its own"
    strict.cookies["csrftoken"] = token
    for origin in (f"http://{NOORS}", "http://localhost", "http://evil.example", "null"):
        answer = strict.post("/account/sign-in/", sent, headers={"origin": origin})
        assert answer.status_code == 403, "both planted, as a host beside it could: the origin tells"
    assert strict.post("/account/sign-in/", sent, headers={"origin": f"http://{SOUQS}"}).status_code == 302


def test_links_of_letters(both: Any) -> None:
    noor, _ = both
    huda = User.objects.get(email=NOOR.owner_email)
    with tenant_scope(noor.pk):
        invitation = invite_member(email="laila@people.example", role=Role.OWNER, by=huda.pk, now=clock.now())
        links = {
            f"/manage/invitations/{invitation_token(invitation)}/": {"name": "L", "password": "cedar-and-vetiver-11"},
            f"/manage/password/new/{password_token(huda)}/": {"password": "cedar-and-vetiver-11"},
            f"/account/password/new/{password_token(Customer.objects.get())}/": {"password": "cedar-and-vetiver-11"},
        }
    for path, sent in links.items():
        assert Client(HTTP_HOST=SOUQS).get(path).status_code == 404
        assert Client(HTTP_HOST=SOUQS).post(path, sent).status_code == 404
        assert Client(HTTP_HOST=NOORS).get(path).status_code == 200


def test_a_cart(both: Any) -> None:
    noor, _ = both
    with tenant_scope(noor.pk), transaction.atomic():
        variant = put_on_shelf("OUD", pieces=9, price_minor=1000)
    guest = Client(HTTP_HOST=NOORS)
    assert guest.post("/cart/add/", {"variant_id": variant}).status_code == 302
    assert "OUD" in guest.get("/cart/").content.decode() or "10.00" in guest.get("/cart/").content.decode()
    stranger = at(SOUQS, guest)
    assert "10.00" not in stranger.get("/cart/").content.decode()
    assert stranger.get("/checkout/")["Location"] == "/cart/"


@pytest.mark.parametrize("key", ["a" * 32, "0f1e2d3c4b5a69788796a5b4c3d2e1f0"])
def test_a_session_key_somebody_else_chose(both: Any, key: str) -> None:
    """Fixation: a planted key is never the one a person is signed in under, for staff or for customers."""
    for path, sent in (("/manage/login/", HUDA), ("/account/sign-in/", SARA)):
        victim = Client(HTTP_HOST=NOORS)
        victim.cookies["sessionid"] = key
        victim.get(path)
        victim.post(path, sent)
        assert victim.cookies["sessionid"].value != key
        attacker = Client(HTTP_HOST=NOORS)
        attacker.cookies["sessionid"] = key
        assert not is_staff(attacker)
        assert not is_customer(attacker)


def test_a_real_session_planted_before_signing_in(both: Any) -> None:
    """The attacker's own, with something in it."""
    attacker = Client(HTTP_HOST=NOORS)
    attacker.post("/account/sign-in/", SARA)
    attacker.post("/account/sign-out/")
    planted = attacker.cookies["sessionid"].value
    victim = Client(HTTP_HOST=NOORS)
    victim.cookies["sessionid"] = planted
    victim.post("/manage/login/", HUDA)
    assert victim.cookies["sessionid"].value != planted
    assert not is_staff(attacker)


def test_signing_out_ends_the_session_whoever_has_its_key(both: Any) -> None:
    mine = signed_in()
    copied = at(NOORS, mine)
    mine.post("/manage/logout/")
    mine.post("/account/sign-out/")
    for client in (mine, copied):
        assert not is_staff(client)
        assert not is_customer(client)


def test_a_new_role_is_a_new_session_key(both: Any) -> None:
    noor, _ = both
    mine = signed_in()
    before = mine.cookies["sessionid"].value
    mine.get("/manage/")
    assert mine.cookies["sessionid"].value == before
    with tenant_scope(noor.pk):
        Membership.objects.filter(user__email=NOOR.owner_email).update(role=Role.ANALYST)
    mine.get("/manage/")
    after = mine.cookies["sessionid"].value
    assert after != before
    mine.get("/manage/")
    assert mine.cookies["sessionid"].value == after
    assert is_staff(mine)
    caught = Client(HTTP_HOST=NOORS)
    caught.cookies["sessionid"] = before
    assert not is_staff(caught)


def test_cookies_stay_on_their_host_and_out_of_reach_of_scripts(both: Any) -> None:
    mine = signed_in()
    mine.get("/account/sign-in/")
    for name, cookie in mine.cookies.items():
        assert cookie["domain"] == "", name
        assert cookie["path"] == "/", name
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SESSION_COOKIE_DOMAIN", ".localhost"),
        ("CSRF_COOKIE_DOMAIN", ".localhost"),
        ("LANGUAGE_COOKIE_DOMAIN", ".localhost"),
        ("USE_X_FORWARDED_HOST", True),
        ("CSRF_TRUSTED_ORIGINS", ["https://*.localhost"]),
    ],
)
def test_the_site_does_not_start_with_shared_cookies(settings: Any, name: str, value: object) -> None:
    from commerce.tenants.interfaces.checks import stores_share_no_cookie

    assert stores_share_no_cookie(None) == []
    setattr(settings, name, value)
    assert [error.id for error in stores_share_no_cookie(None)] == ["tenants.E002"]
    assert name in stores_share_no_cookie(None)[0].msg


def bits_of(token: str, alphabet: int) -> float:
    return len(token) * log2(alphabet)


def test_public_secrets_can_not_be_guessed(both: Any) -> None:
    """Random parts by their alphabet; signatures by their digits, which are half a SHA-256 or a whole one."""
    noor, _ = both
    huda = User.objects.get(email=NOOR.owner_email)
    with tenant_scope(noor.pk):
        invitation = invite_member(email="laila@people.example", role=Role.ANALYST, by=huda.pk, now=clock.now())
        parts = {
            "invitation": (invitation_token(invitation).rpartition(":")[2], 64),
            "staff password": (password_token(huda).rpartition("-")[2], 16),
            "customer password": (password_token(Customer.objects.get()).rpartition("-")[2], 16),
            "cart": (new_guest().guest_key, 64),
            "session": (signed_in().cookies["sessionid"].value, 36),
        }
    assert {name: bits_of(*part) for name, part in parts.items() if bits_of(*part) < ENOUGH_BITS} == {}


def test_secrets_of_orders_and_payments_can_not_be_guessed(stores: tuple[Shop, Shop]) -> None:
    for shop in stores:
        for name in ("order", "unpaid", "webhook"):
            assert bits_of(shop.known[name], 64) >= ENOUGH_BITS, name


def test_links_do_not_outlive_their_time(both: Any) -> None:
    noor, _ = both
    with tenant_scope(noor.pk):
        huda = User.objects.get(email=NOOR.owner_email)
        path = f"/manage/password/new/{password_token(huda)}/"
    with time_machine.travel(clock.now() + timedelta(hours=1, minutes=1)):
        assert Client(HTTP_HOST=NOORS).get(path).status_code == 404
