"""Calling a gateway: limits, retries where they are safe, the breaker, and nothing secret in what is logged or
raised."""

from __future__ import annotations

import hashlib
import logging
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import httpcore
import httpx

from commerce.core.breakers import Breakers
from commerce.payments.infrastructure.transport.answers import Answer, NoClearAnswer, NotSent, Unanswered
from commerce.payments.infrastructure.transport.deadlines import Deadline, DeadlineBackend, deadline_of_call
from commerce.payments.infrastructure.transport.reading import read_json

log = logging.getLogger(__name__)

CONNECT_SECONDS = 2.0
READ_SECONDS = 10.0
ALL_SECONDS = 12.0
RETRIES = 2
_PAUSES = (0.2, 0.6)
LARGEST_ANSWER = 1024 * 1024

breakers = Breakers()


@dataclass(frozen=True, slots=True)
class Call:
    """One request of an account. `purpose` is what is logged instead of the address and its facts.

    `is_repeatable`: sent twice it does no more than sent once, by the gateway's own contract.
    """

    account: str
    purpose: str
    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b"", repr=False)
    is_repeatable: bool = False


def exchange(call: Call) -> Answer:
    """What the gateway answered, whatever its status below 500. Raises NotSent, and NoClearAnswer where a try may have
    arrived.

    Within the deadline of the adapter's call, retries included. No redirect is followed and no proxy of the environment
    used.
    """
    with deadline_of_call(ALL_SECONDS) as deadline:
        return _answered(call, deadline)


def _answered(call: Call, deadline: Deadline) -> Answer:
    tries = 1 + (RETRIES if call.is_repeatable else 0)
    unclear: NoClearAnswer | None = None
    if not deadline.left():
        raise NotSent("no_time_left")  # nothing is known of the gateway by that
    for number in range(tries):
        try:
            return _guarded(call, deadline)
        except Unanswered as trouble:
            log.warning("gateway account %s: %s: %s", call.account, call.purpose, trouble.code)
            if isinstance(trouble, NoClearAnswer):
                unclear = trouble
            is_last = number + 1 == tries or trouble.code == "circuit_open"
            if is_last or deadline.left() <= _PAUSES[number]:
                raise unclear or trouble from None
        time.sleep(_PAUSES[number])
    raise AssertionError("the last try answers or raises")


def _guarded(call: Call, deadline: Deadline) -> Answer:
    if not breakers.lets_through(call.account, time.monotonic()):
        raise NotSent("circuit_open")
    try:
        answer = _once(call, deadline)
    except Unanswered:
        breakers.failed(call.account, time.monotonic())
        raise
    breakers.succeeded(call.account)
    return answer


def _once(call: Call, deadline: Deadline) -> Answer:
    response = _sent(call, deadline)
    # Raised out here, where the library's own exception, which holds the request and that its keys, is gone.
    if isinstance(response, Unanswered):
        raise response
    status, raw = response
    if status >= 500 or 300 <= status < 400 or status == 429:
        raise NoClearAnswer(f"http_{status}")
    body = _json(raw)
    if body is None:
        raise NoClearAnswer("not_json")
    return Answer(status, body, hashlib.sha256(raw).hexdigest())


def _sent(call: Call, deadline: Deadline) -> tuple[int, bytes] | Unanswered:
    try:
        with (
            _client(deadline) as client,
            client.stream(call.method, call.url, headers=dict(call.headers), content=call.body or None) as response,
        ):
            raw = _limited(response)
            return NoClearAnswer("answer_too_large") if raw is None else (response.status_code, raw)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        return NotSent(type(error).__name__)
    except httpx.HTTPError as error:
        return NoClearAnswer(type(error).__name__)


def _client(deadline: Deadline) -> httpx.Client:
    """Of one call: a connection kept for the next may be closed at the other end just when it is used, and nobody could
    say then whether the request arrived."""
    transport = httpx.HTTPTransport(verify=_tls(), trust_env=False)
    # httpx has no door for a network backend; tests/…/test_transport.py fails when this one closes.
    transport._pool = httpcore.ConnectionPool(ssl_context=_tls(), network_backend=DeadlineBackend(deadline))
    limits = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    return httpx.Client(transport=transport, timeout=limits, trust_env=False, follow_redirects=False)


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _limited(response: httpx.Response) -> bytes | None:
    """The body; None for one that is too large."""
    raw = b""
    for part in response.iter_bytes():
        raw += part
        if len(raw) > LARGEST_ANSWER:
            return None
    return raw


def _json(raw: bytes) -> dict[str, object] | list[object] | None:
    """What an answer says; None for what is no object or list of JSON."""
    try:
        body = read_json(raw)
    except ValueError:
        return None
    return body if isinstance(body, dict | list) else None
