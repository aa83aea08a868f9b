"""Nobody outside is called with a transaction open: every test of the suite looks, and these look whether it does."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from threading import Thread
from typing import Any
from urllib.request import urlopen

import httpx
import pytest
import redis
from django.core.mail import send_mail
from django.db import connection, transaction
from redis.backoff import NoBackoff
from redis.retry import Retry

from commerce.payments.infrastructure.transport.client import Call, exchange
from commerce.tenants.models import Tenant
from tests.support.outside import CalledInsideTransaction, calls_inside

CLIENTS: dict[str, Callable[[int], object]] = {
    "httpx": lambda port: httpx.get(f"http://127.0.0.1:{port}/", timeout=2, trust_env=False),
    "our own transport": lambda port: exchange(Call("1", "test", "GET", f"http://127.0.0.1:{port}/", {})),
    "the standard library": lambda port: urlopen(f"http://127.0.0.1:{port}/", timeout=2),
    "mail": lambda port: smtplib.SMTP("127.0.0.1", port, timeout=2),
    "redis": lambda port: redis.Redis(
        "127.0.0.1", port, socket_connect_timeout=2, socket_timeout=2, retry=Retry(NoBackoff(), 0)
    ).ping(),
}  # fmt: skip


@pytest.fixture
def port() -> Iterator[int]:
    """Somebody who takes every connection, and says nothing but good-bye."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        Thread(target=_hang_up, args=(server,), daemon=True).start()
        yield server.getsockname()[1]


def _hang_up(server: socket.socket) -> None:
    while True:
        try:
            server.accept()[0].close()
        except OSError:
            return


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_that_calls_with_a_transaction_open_fails_its_test(in_noor: Tenant, port: int, client: str) -> None:
    with transaction.atomic(), pytest.raises(CalledInsideTransaction):
        CLIENTS[client](port)
    assert calls_inside() == [f"127.0.0.1:{port}"]


@pytest.mark.parametrize("client", CLIENTS)
def test_the_control_the_same_call_with_none_open_leaves(in_noor: Tenant, port: int, client: str) -> None:
    with pytest.raises(Exception) as failed:  # noqa: PT011 - each client says in its own way that nobody answers
        CLIENTS[client](port)
    assert not isinstance(failed.value, CalledInsideTransaction)
    assert calls_inside() == []


def test_what_is_swallowed_is_told_at_the_end_all_the_same(in_noor: Tenant, port: int) -> None:
    """As a sweep does, which logs whatever fails and goes on."""
    with transaction.atomic(), suppress(Exception):
        CLIENTS["httpx"](port)
    assert calls_inside() == [f"127.0.0.1:{port}"]


def test_letters_too(in_noor: Tenant) -> None:
    with transaction.atomic(), pytest.raises(CalledInsideTransaction):
        send_mail("s", "b", "a@example.com", ["b@example.com"])
    assert calls_inside() == ["the mail server"]
    assert send_mail("s", "b", "a@example.com", ["b@example.com"]) == 1


def test_a_thread_stands_in_no_transaction_of_the_tests(own_database: str, port: int) -> None:
    seen: list[Any] = []

    def call() -> None:
        try:
            with transaction.atomic():
                connection.ensure_connection()
                CLIENTS["httpx"](port)
        except CalledInsideTransaction as error:
            seen.append(error)
        finally:
            connection.close()

    thread = Thread(target=call)
    thread.start()
    thread.join()
    assert len(seen) == len(calls_inside()) == 1
