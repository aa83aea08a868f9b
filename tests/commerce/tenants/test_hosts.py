"""Which Host headers name a store: its verified domains, however they are written, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from commerce.tenants.models import Domain

STORE = ("noor.localhost", "NOOR.LOCALHOST", "noor.localhost:8000", "noor.localhost.", "Noor.Localhost.:443",
         "noor.localhost:99999999")  # fmt: skip
NOBODYS = (
    "", "unknown.example", "noor", "noor.", ".noor.localhost", "noor..localhost", "noor.localhost..",
    "www.noor.localhost", "noor.localhost.evil.example", "evil.example.noor.localhost", "evilnoor.localhost",
    "noor_.localhost", "_noor.localhost", "noor.local_host", "127.0.0.1", "127.0.0.1:8000", "[::1]", "[::1]:8000",
    "[::ffff:127.0.0.1]", "2130706433", "0x7f000001", "xn--nor-tna.localhost", "nооr.localhost", "نور.localhost",
    "noor.localhost:-1", "noor.localhost:80:80", "noor.localhost@evil.example",
    "evil.example@noor.localhost", "http://noor.localhost/", "noor.localhost/", "noor.localhost?x", "noor.localhost#x",
    "noor.localhost, souq.localhost", "noor.localhost souq.localhost", "noor.localhost\tx", "noor.localhost\r\nX: y",
    "noor.localhost\x00", " noor.localhost ", "*", "*.localhost", "%6eoor.localhost", "noor.example", "a" * 300,
    "noor.localhost\u3002", "NOOR.LOCALHOST\u0130",
)  # fmt: skip


@pytest.fixture
def unverified(noor: Any) -> None:
    Domain.objects.create(tenant=noor, host="noor.example")


def asked(host: str, **meta: str) -> Any:
    said: dict[str, Any] = {"HTTP_HOST": host, **meta}
    return Client(raise_request_exception=False).get("/", **said)


def test_there_are_enough_variants() -> None:
    assert len({*STORE, *NOBODYS}) >= 30


@pytest.mark.parametrize("host", STORE)
def test_a_verified_domain_is_the_store_however_it_is_written(noor: Any, host: str) -> None:
    page = asked(host)
    assert page.status_code == 200
    assert "نور" in page.content.decode()


@pytest.mark.parametrize("host", NOBODYS)
def test_every_other_host_is_nobodys(unverified: None, host: str) -> None:
    page = asked(host)
    assert page.status_code in {400, 404}
    assert "نور" not in page.content.decode()
    assert "noor" not in page.content.decode().lower()


@pytest.mark.parametrize(
    "header", ["X-Forwarded-Host", "X-Host", "X-Original-Host", "Forwarded", "X-HTTP-Host-Override"]
)
def test_other_headers_name_no_store(noor: Any, souq: Any, header: str) -> None:
    value = "host=souq.localhost" if header == "Forwarded" else "souq.localhost"
    page = asked("noor.localhost", **{f"HTTP_{header.upper().replace('-', '_')}": value})
    assert "نور" in page.content.decode()
    assert "souq" not in page.content.decode().lower()


def test_the_servers_own_name_is_no_store_either(noor: Any) -> None:
    """Django falls back on it where there is no Host header at all, as in HTTP/1.0."""
    answer = Client(raise_request_exception=False).get("/", SERVER_NAME="unknown.example")
    assert answer.status_code == 404
