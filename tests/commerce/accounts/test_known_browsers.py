"""Strangers lock an account for strangers; who signed in before in this browser, or has the letter, comes in."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from commerce.accounts.application.sign_in_limits import MOST_PER_ADDRESS, MOST_PER_STORE, Door, count_sign_in
from commerce.accounts.domain.policies import Role
from commerce.accounts.interfaces.known_browsers import KEPT_FOR
from commerce.accounts.models import Customer, Membership, User
from commerce.core import clock
from commerce.core.limits import TooManyTries
from commerce.core.models import TriesWindow
from commerce.core.scope import tenant_scope
from tests.commerce.accounts.conftest import PASSWORD
from tests.commerce.accounts.staff import letters, link_in
from tests.support.template_stores import NOOR, OWNER_PASSWORD

HUDA, SARA, MONA = NOOR.owner_email, "sara@people.example", "mona@people.example"
WRONG, NEW = "not-the-password-9", "cedar-and-vetiver-11"
NOORS, SOUQS = "noor.localhost", "souq.localhost"


@dataclass(frozen=True)
class Entrance:
    """One of the two doors, and somebody who has an account there."""

    door: Door
    path: str
    field: str
    letters: str
    email: str
    password: str

    def knock(self, client: Client, password: str = "", email: str = "", **meta: Any) -> int:
        sent = {self.field: email or self.email, "password": password or self.password}
        return int(client.post(self.path, sent, **meta).status_code)

    def ask(self, client: Client, **meta: Any) -> int:
        return int(client.post(f"{self.letters}forgotten/", {"email": self.email}, **meta).status_code)

    def known(self, host: str = NOORS) -> Client:
        client = Client(HTTP_HOST=host)
        assert self.knock(client) == 302
        return client


STAFF = Entrance(Door.STAFF, "/manage/login/", "username", "/manage/password/", HUDA, OWNER_PASSWORD)
SHOP = Entrance(Door.CUSTOMER, "/account/sign-in/", "email", "/account/password/", SARA, PASSWORD)


@pytest.fixture(params=[STAFF, SHOP], ids=["staff", "shop"])
def entrance(request: pytest.FixtureRequest, noor: Any, souq: Any, customer_of: Callable[..., Customer]) -> Entrance:
    """Huda works in both stores and Sara is a customer of both, with the same passwords."""
    for store in (noor, souq):
        customer_of(store)
        customer_of(store, HUDA)
    with tenant_scope(souq.pk):
        Membership.objects.create(user=User.objects.get(email=HUDA), role=Role.OWNER)
    found: Entrance = request.param
    return found


def signed_out(client: Client) -> Client:
    """The browser after its session: it keeps what it is known by."""
    client.cookies.pop("sessionid")
    return client


def lock_out(entrance: Entrance) -> None:
    """Ten strangers from ten places, and three more who ask for letters."""
    for index in range(10):
        entrance.knock(Client(HTTP_HOST=NOORS), WRONG, REMOTE_ADDR=f"198.51.100.{index}")
    for index in range(3):
        entrance.ask(Client(HTTP_HOST=NOORS), REMOTE_ADDR=f"198.51.100.{index}")
    assert entrance.knock(Client(HTTP_HOST=NOORS)) == 429
    assert entrance.ask(Client(HTTP_HOST=NOORS)) == 429


def test_strangers_lock_no_known_browser_out(entrance: Entrance) -> None:
    mine = signed_out(entrance.known())
    lock_out(entrance)
    assert entrance.ask(mine) == 302, "a letter can be asked for, too"
    assert entrance.knock(mine) == 302
    assert entrance.knock(Client(HTTP_HOST=NOORS)) == 429, "and strangers are as limited as before"


def test_nor_does_who_uses_up_what_the_address_or_the_store_has(entrance: Entrance, noor: Any) -> None:
    mine = signed_out(entrance.known())
    with tenant_scope(noor.pk):
        for index in range(MOST_PER_ADDRESS):
            count_sign_in(entrance.door, email=f"p{index}@people.example", address="127.0.0.1", now=clock.now())
        TriesWindow.objects.filter(key__startswith=f"{entrance.door}-store").update(count=MOST_PER_STORE)
    assert entrance.knock(Client(HTTP_HOST=NOORS)) == 429
    assert entrance.knock(Client(HTTP_HOST=NOORS), REMOTE_ADDR="203.0.113.9") == 429
    assert entrance.knock(mine) == 302


def test_a_known_browser_has_ten_tries_and_takes_none_from_others(entrance: Entrance) -> None:
    mine = signed_out(entrance.known())
    other = signed_out(entrance.known())
    assert [entrance.knock(mine, WRONG) for _ in range(11)] == [200] * 10 + [429]
    assert entrance.knock(mine) == 429, "the right one too, until the window is over"
    assert entrance.knock(other) == 302
    assert entrance.knock(Client(HTTP_HOST=NOORS)) == 302


def test_a_known_browser_that_signs_in_has_its_tries_again(entrance: Entrance) -> None:
    mine = entrance.known()
    for _ in range(2):
        signed_out(mine)
        assert {entrance.knock(mine, WRONG) for _ in range(9)} == {200}
        assert entrance.knock(mine) == 302


def test_people_share_a_browser(entrance: Entrance, noor: Any, customer_of: Callable[..., Customer]) -> None:
    customer_of(noor, MONA)
    with tenant_scope(noor.pk):
        mona = User.objects.create_user(MONA, PASSWORD, name="Mona")
        Membership.objects.create(user=mona, role=Role.ANALYST)
    mine = signed_out(entrance.known())
    assert entrance.knock(mine, PASSWORD, MONA) == 302
    signed_out(mine)
    lock_out(entrance)
    assert entrance.knock(mine) == 302


def cookie_of(client: Client) -> Any:
    [morsel] = [morsel for name, morsel in client.cookies.items() if name.startswith("known-")]
    return morsel


def test_what_a_browser_is_known_by_is_worth_nothing_elsewhere(entrance: Entrance) -> None:
    """At another account, at another door, at another store, changed, or old: whoever bears it is a stranger."""
    mine, lent = signed_out(entrance.known()), deepcopy(cookie_of(entrance.known()))
    forged = Client(HTTP_HOST=NOORS)
    forged.cookies[lent.key] = lent.value[:-1] + ("A" if lent.value[-1] != "A" else "B")
    lock_out(entrance)
    assert entrance.knock(forged) == 429
    with time_machine.travel(clock.now() + KEPT_FOR + timedelta(days=1)):
        lock_out(entrance)
        assert entrance.knock(mine) == 429


def renamed_as(client: Client, known: Client) -> Client:
    """A browser that shows what it has of the first under the name that counts at the second's door."""
    thief = Client(HTTP_HOST=known.defaults["HTTP_HOST"])
    thief.cookies[cookie_of(known).key] = cookie_of(client).value
    return thief


@pytest.mark.parametrize("what", ["another account", "another door", "another store"])
def test_nor_is_it_under_another_name(
    what: str, noor: Any, souq: Any, entrance: Entrance, customer_of: Callable[..., Customer]
) -> None:
    other = STAFF if entrance is SHOP else SHOP
    theirs = {
        "another account": lambda: Entrance(entrance.door, entrance.path, entrance.field, "", MONA, PASSWORD).known(),
        "another door": lambda: Entrance(other.door, other.path, other.field, "", HUDA, _password(other)).known(),
        "another store": lambda: entrance.known(SOUQS),
    }
    customer_of(noor, MONA)
    with tenant_scope(noor.pk):
        mona = User.objects.create_user(MONA, PASSWORD, name="Mona")
        Membership.objects.create(user=mona, role=Role.ANALYST)
    me = Entrance(entrance.door, entrance.path, entrance.field, entrance.letters, HUDA, _password(entrance))
    mine = signed_out(me.known())
    thief = renamed_as(theirs[what](), mine)
    lock_out(me)
    assert me.knock(thief) == 429
    assert me.knock(mine) == 302, "the name is right, what it holds was not"


def _password(entrance: Entrance) -> str:
    return OWNER_PASSWORD if entrance.door is Door.STAFF else PASSWORD


def test_the_cookie_is_this_hosts_and_tells_nobody_whose(entrance: Entrance) -> None:
    cookie = cookie_of(entrance.known())
    assert (cookie["domain"], cookie["path"], cookie["httponly"], cookie["samesite"]) == ("", "/", True, "Lax")
    assert int(cookie["max-age"]) == int(KEPT_FOR.total_seconds())
    assert entrance.email.partition("@")[0] not in f"{cookie.key}{cookie.value}".lower()
    stranger = Client(HTTP_HOST=NOORS)
    entrance.knock(stranger, WRONG)
    assert not [name for name in stranger.cookies if name.startswith("known-")]


def test_on_https_the_cookie_insists_on_its_host(entrance: Entrance, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    [cookie] = [morsel for name, morsel in entrance.known().cookies.items() if "known-" in name]
    assert cookie.key.startswith("__Host-")
    assert cookie["secure"]


def test_who_is_locked_out_everywhere_comes_in_by_the_letter(entrance: Entrance) -> None:
    """Those who lock them out go on while they choose the password, and until they sign in with it."""
    lock_out(entrance)
    mine = Client(HTTP_HOST=NOORS)
    path = link_in(letters()[-1])
    assert mine.post(path, {"password": NEW}).status_code == 302
    for index in range(10):
        entrance.knock(Client(HTTP_HOST=NOORS), WRONG, REMOTE_ADDR=f"198.51.100.{index}")
    assert entrance.knock(mine, NEW) == 302


def test_a_new_password_opens_the_account_to_strangers(entrance: Entrance) -> None:
    lock_out(entrance)
    Client(HTTP_HOST=NOORS).post(link_in(letters()[-1]), {"password": NEW})
    assert entrance.knock(Client(HTTP_HOST=NOORS), NEW) == 302


@pytest.mark.parametrize(
    ("locked", "asked"),
    [("عيّن كلمة مرور جديدة برسالة", "راجع بريدك"), ("set a new password by letter", "look into your mail")],
)
def test_the_lock_says_what_unlocks(entrance: Entrance, noor: Any, locked: str, asked: str) -> None:
    lock_out(entrance)
    if locked.isascii():
        noor.languages = ["en", "ar"]
        noor.save()
    stranger = Client(HTTP_HOST=NOORS)
    page = stranger.post(entrance.path, {entrance.field: entrance.email, "password": WRONG})
    assert (page.status_code, locked in page.content.decode()) == (429, True)
    assert f"{entrance.letters}forgotten/" in page.content.decode()
    page = stranger.post(f"{entrance.letters}forgotten/", {"email": entrance.email})
    assert (page.status_code, asked in page.content.decode()) == (429, True)


def test_known_tries_are_a_count_of_their_own(noor: Any) -> None:
    with tenant_scope(noor.pk):
        for _ in range(10):
            count_sign_in(Door.STAFF, email=HUDA, address="198.51.100.7", browser="a", now=clock.now())
        with pytest.raises(TooManyTries):
            count_sign_in(Door.STAFF, email=HUDA, address="198.51.100.7", browser="a", now=clock.now())
        count_sign_in(Door.STAFF, email=HUDA, address="198.51.100.7", browser="b", now=clock.now())
        count_sign_in(Door.STAFF, email=HUDA, address="198.51.100.7", now=clock.now())
