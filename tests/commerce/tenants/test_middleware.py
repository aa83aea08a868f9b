"""From host to store: whose request it is, and the transaction around it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch
from wsgiref.util import FileWrapper

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from commerce.core.database import base
from commerce.core.database.base import OutsideTransaction
from commerce.core.log_lines import TenantFilter
from commerce.core.scope import scope_if_open
from commerce.tenants.models import Domain, Tenant

NOOR, SOUQ = "noor.localhost", "souq.localhost"


@pytest.fixture
def site(own_database: str, settings: Any) -> Client:
    settings.ROOT_URLCONF = settings.PLATFORM_URLCONF = "tests.commerce.tenants.site_for_middleware"
    settings.MIDDLEWARE = ["commerce.tenants.interfaces.middleware.StoreMiddleware"]
    return Client(raise_request_exception=False)


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Whose each line is that Django writes of answers."""
    written: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(logging.Formatter("tenant=%(tenant)s").format(record).splitlines()[0])

    kept = Kept()
    kept.addFilter(TenantFilter())
    logging.getLogger("django.request").addHandler(kept)
    yield written
    logging.getLogger("django.request").removeHandler(kept)


def get(site: Client, path: str, host: str = NOOR) -> Any:
    return site.get(path, headers={"host": host})


def test_a_stores_rows_are_its_own(site: Client) -> None:
    get(site, "/write/")
    assert get(site, "/count/").content == b"1"
    assert get(site, "/count/", SOUQ).content == b"0"


def test_a_view_that_raises_leaves_no_row(site: Client) -> None:
    assert get(site, "/fall/").status_code == 500
    assert get(site, "/count/").content == b"0"


def test_a_template_response_renders_inside_the_scope(site: Client) -> None:
    get(site, "/write/")
    assert get(site, "/late/").content == b"1"


def test_a_streamed_body_opens_its_stores_scope_for_each_chunk(site: Client) -> None:
    """The other store is served between the chunks, as in a real process."""
    get(site, "/write/")
    chunks = get(site, "/stream/").streaming_content
    assert next(chunks) == b"1 "
    assert get(site, "/count/", SOUQ).content == b"0"
    assert [*chunks] == [b"1 ", b"1 "]


def test_a_files_bytes_are_sent_without_asking_the_database(own_database: str, settings: Any, tmp_path: Path) -> None:
    """The site's own address of a large picture, through all of its middleware."""
    noor = Tenant.objects.get(slug="noor").pk
    settings.MEDIA_ROOT = str(tmp_path)
    folder = tmp_path / str(noor) / "renditions"
    folder.mkdir(parents=True)
    (folder / "oud.jpg").write_bytes(b"oud" * 200_000)
    environ = RequestFactory(headers={"host": NOOR}).get(f"/media/{noor}/renditions/oud.jpg").environ
    start: Any = lambda status, headers: None  # noqa: E731 - what a server gives
    sent = WSGIHandler()({**environ, "wsgi.file_wrapper": FileWrapper}, start)
    assert isinstance(sent, FileWrapper), "the server may send the file by itself"
    with CaptureQueriesContext(connection) as asked, patch.object(base, "stamp_transaction") as began:
        assert b"".join(sent) == b"oud" * 200_000
    sent.close()
    assert (len(asked), began.call_count) == (0, 0)


def test_no_scope_is_left_behind(site: Client) -> None:
    for path in ("/count/", "/fall/", "/late/"):
        get(site, path)
        assert scope_if_open() is None


def test_a_marked_view_has_a_scope_and_no_transaction(own_database: str, settings: Any, site: Client) -> None:
    site.raise_request_exception = True
    with pytest.raises(OutsideTransaction):
        get(site, "/outside/")


@pytest.mark.parametrize(
    "host",
    ["stranger.example", "noor.localhost.evil.example", "evilnoor.localhost", "127.0.0.1", "noor_localhost", "xn--mgb"],
)
def test_an_unknown_host_is_a_plain_404(site: Client, host: str) -> None:
    response = get(site, "/whose/", host)
    assert response.status_code == 404
    assert b"Noor" not in response.content


def test_forwarded_hosts_are_nobodys_word(site: Client) -> None:
    response = site.get("/whose/", headers={"host": SOUQ, "x-forwarded-host": NOOR})
    assert response.content.startswith(b"Souq ")


def test_an_unverified_domain_answers_nothing(site: Client) -> None:
    Domain.objects.create(tenant=Tenant.objects.get(slug="noor"), host="noor.example")
    assert get(site, "/whose/", "noor.example").status_code == 404


def test_the_log_names_the_store_of_every_answer_that_is_an_error(site: Client, lines: list[str]) -> None:
    """Django writes these lines when the request's scope is closed."""
    for path in ("/nowhere/", "/fall/", "/wait/", "/a%00b/"):
        get(site, path)
    noor, souq = (Tenant.objects.get(slug=slug).pk for slug in ("noor", "souq"))
    assert lines == [f"tenant={noor}"] * 4
    Tenant.objects.filter(pk=souq).update(is_active=False)
    get(site, "/count/", SOUQ)
    get(site, "/nowhere/", "nobody.localhost")
    get(site, "/nowhere/", "localhost")
    assert lines[4:] == [f"tenant={souq}", "tenant=-", "tenant=-"]


def test_a_closed_store_says_so(site: Client) -> None:
    Tenant.objects.filter(slug="noor").update(is_active=False)
    response = get(site, "/whose/")
    assert (response.status_code, response["Retry-After"]) == (503, "3600")
    assert get(site, "/whose/", SOUQ).status_code == 200


def test_the_platforms_own_host_is_no_store(site: Client) -> None:
    assert get(site, "/whose/", "localhost").content == b"None None"
