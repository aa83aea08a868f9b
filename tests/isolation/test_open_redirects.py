"""Everywhere a request names an address to go on to: nobody is ever led off the store's host."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from commerce.accounts.application.use_cases.register_customer import register_customer
from commerce.core.scope import tenant_scope
from tests.conftest import outermost_transaction
from tests.isolation.conftest import Tried
from tests.support.template_stores import NOOR, OWNER_PASSWORD

HOST = "noor.localhost"
SARA = {"email": "sara@people.example", "password": "amber-and-saffron-7"}
HUDA = {"username": NOOR.owner_email, "password": OWNER_PASSWORD}

PAYLOADS = (
    "https://evil.example/", "http://evil.example", "//evil.example", "///evil.example", "////evil.example/x",
    r"\\evil.example", r"/\evil.example", r"\/evil.example", r"/\/evil.example", r"///\evil.example",
    r"http:\\evil.example", "http:/evil.example", "http:evil.example", "https:evil.example", "https:///evil.example",
    "http:///evil.example", "HTTPS://EVIL.EXAMPLE/", " //evil.example", "\t//evil.example", "/\t/evil.example",
    "\n//evil.example", "/\n/evil.example", "\r\n//evil.example", "\x00//evil.example", "\x0b//evil.example",
    "\u00a0//evil.example", "\u3000//evil.example", "//evil.example:80", "//noor.localhost@evil.example/",
    "http://noor.localhost@evil.example/", "http://noor.localhost:pw@evil.example", "//evil.example\\@noor.localhost",
    "http://noor.localhost.evil.example/", "http://evilnoor.localhost/", "http://evil.example#noor.localhost",
    "http://evil.example?noor.localhost", "http://evil.example\\.noor.localhost", "//evil。example", "//еvil.example",
    "//%65vil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)", "ftp://evil.example", "file:///etc/passwd",
    "mailto:a@evil.example", "//souq.localhost/", "http://souq.localhost/manage/", "http://localhost/open/",
    "http://[::1]/", "//127.0.0.1/", "http://2130706433/", "///evil.example/%2e%2e", ";//evil.example",
    "//evil.example/\r\nLocation: http://evil.example",
)  # fmt: skip


def is_off_site(location: str) -> bool:
    """As browsers read it: no blanks around, no tabs and line ends inside, backslashes are slashes."""
    read = location.strip("".join(map(chr, range(33)))).replace("\\", "/")
    for dropped in "\t\r\n":
        read = read.replace(dropped, "")
    reached = urlsplit(urljoin(f"http://{HOST}/here/", read))
    return reached.scheme not in {"http", "https"} or reached.hostname != HOST


def test_the_judge_knows_a_stranger() -> None:
    strangers = [payload for payload in PAYLOADS if is_off_site(payload)]
    assert len(strangers) >= 40
    assert not any(is_off_site(own) for own in ("/", "/manage/", "", "?a=1", "http://noor.localhost/x/", "x/y"))


@pytest.fixture
def visitor(noor: Any) -> Callable[[], Client]:
    with tenant_scope(noor.pk):
        register_customer(**SARA, name="Sara", phone="", language="ar")
    return lambda: Client(HTTP_HOST=HOST, raise_request_exception=False)


def shopper(client: Client, payload: str) -> list[Any]:
    """Signing in, and coming to the page when signed in already."""
    page = client.get("/account/sign-in/", {"next": payload})
    posted = client.post("/account/sign-in/", {**SARA, "next": payload})
    return [page, posted, client.get("/account/sign-in/", {"next": payload})]


def registering(client: Client, payload: str) -> list[Any]:
    with outermost_transaction():
        answer = client.post(
            "/account/register/", {**SARA, "email": "new@people.example", "name": "New", "next": payload}
        )
        transaction.set_rollback(True)
    return [answer]


def member_of_staff(client: Client, payload: str) -> list[Any]:
    page = client.get("/manage/login/", {"next": payload})
    posted = client.post("/manage/login/", {**HUDA, "next": payload})
    again = client.get("/manage/login/", {"next": payload})
    return [page, posted, again, client.post("/manage/logout/", {"next": payload}, QUERY_STRING="next=//evil.example")]


def path(client: Client, payload: str) -> list[Any]:
    """The path itself, bare, without its slash, behind either language, and at the desk.

    Each payload in a quarter of the places, and each place with a quarter of the payloads.
    """
    starts = ("", "/", "/ar/", "/en/", "/ar", "/en", "/manage/", "/ar/manage/", "/products/", "/cart/", "/documents/")
    ends = ("", "/")
    places = [(start, end) for start in starts for end in ends]
    turn = PAYLOADS.index(payload) % 4
    return [client.get("/", PATH_INFO=sent(f"{start}{payload}{end}")) for start, end in places[turn::4]]


def sent(text: str) -> str:
    """As servers hand over what came."""
    return text.encode().decode("latin-1")


PLACES: dict[str, Callable[[Client, str], list[Any]]] = {
    "the shop's sign-in": shopper,
    "registering": registering,
    "the desk's sign-in and out": member_of_staff,
    "the path": path,
}


def led_off(answers: list[Any]) -> list[str]:
    locations = [answer.headers.get("Location", "") for answer in answers]
    return [location for location in locations if is_off_site(location)]


@pytest.mark.sampled
@pytest.mark.parametrize("place", PLACES)
def test_nobody_is_led_off_the_store(place: str, visitor: Callable[[], Client], tried: Tried) -> None:
    asked = 0
    for payload in PAYLOADS:
        answers = PLACES[place](visitor(), payload)
        assert led_off(answers) == [], f"{payload!r}"
        assert all(answer.status_code < 500 for answer in answers), f"{payload!r}"
        asked += len(answers)
    tried(f"redirects: {place}", asked)


@pytest.mark.long
def test_a_page_offers_no_way_off_the_store_either(visitor: Callable[[], Client]) -> None:
    """The language switch names the page one is on, and the sign-in form keeps where one goes on to."""
    for payload in PAYLOADS:
        for page in (
            visitor().get("/", PATH_INFO=sent(f"/{payload}")),
            visitor().get("/account/sign-in/", {"next": payload}),
            visitor().get("/products/", QUERY_STRING=sent(f"x={payload}")),
        ):
            html = page.content.decode()
            assert 'href="//' not in html
            assert 'value="//' not in html
            assert 'href="javascript:' not in html.lower()


def test_an_address_of_the_store_is_gone_to(visitor: Callable[[], Client]) -> None:
    assert shopper(visitor(), "/checkout/")[1]["Location"] == "/checkout/"
    assert member_of_staff(visitor(), "/manage/orders/")[1]["Location"] == "/manage/orders/"


@pytest.mark.long
def test_without_the_check_they_would_be(visitor: Callable[[], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    for module in ("commerce.tenants.interfaces.answers", "django.contrib.auth.views"):
        monkeypatch.setattr(f"{module}.url_has_allowed_host_and_scheme", lambda *_, **__: True)
    for place in (shopper, member_of_staff):
        led = [payload for payload in PAYLOADS if led_off(place(visitor(), payload))]
        assert len(led) >= 10, led
