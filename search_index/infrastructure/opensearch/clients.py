"""The two ways to call the search server. Only the gateway holds them."""

from __future__ import annotations

import ssl
from os import environ
from typing import Any

import urllib3
from django.conf import settings
from opensearchpy import OpenSearch, Urllib3HttpConnection

from search_index.application.ports import SearchUnavailable
from search_index.infrastructure.opensearch import deadlines
from search_index.infrastructure.opensearch.whole_calls import EncryptedWholeCalls, WholeCalls

# Idle connections kept: threads of one process. More are opened when more are needed.
CONNECTIONS = 8


def interactive_client() -> OpenSearch:
    """For somebody who waits: one try, at most INTERACTIVE_SECONDS to connect and be answered.

    By its own settings the library waits ten seconds, and for a server that can't be reached four times as long.
    """
    return _client(deadlines.INTERACTIVE_SECONDS)


def indexing_client() -> OpenSearch:
    """For work nobody waits for; who gave it tries again."""
    return _client(deadlines.INDEXING_SECONDS)


def _client(seconds: float) -> OpenSearch:
    """The library would take no address for one of its own choice. Raises SearchUnavailable."""
    if not settings.OPENSEARCH_URL:
        raise SearchUnavailable("no search server is named")
    return OpenSearch(settings.OPENSEARCH_URL, timeout=whole(seconds), **_trusting(), **_ONE_TRY)


def _trusting() -> dict[str, Any]:
    """Whom OpenSSL trusts, where its variables name a directory: the library would read that as a file. Else whom the
    library does: the authorities in the file of `SSL_CERT_FILE`, or the public ones."""
    return {"ssl_context": ssl.create_default_context()} if environ.get("SSL_CERT_DIR") else {}


def whole(seconds: float) -> Any:
    """The limit of a call, from connecting to the last byte of the answer; a plain number would be one for each."""
    return urllib3.Timeout(total=seconds)


class _Connection(Urllib3HttpConnection):
    def _create_urllib3_pool(self) -> None:
        super()._create_urllib3_pool()
        self.pool.ConnectionCls = EncryptedWholeCalls if self.use_ssl else WholeCalls


_ONE_TRY: dict[str, Any] = {
    "connection_class": _Connection,
    "max_retries": 0,
    "retry_on_timeout": False,
    "retry_on_status": (),
    "pool_maxsize": CONNECTIONS,
}
