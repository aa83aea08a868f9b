"""Requests: HTTP Basic with the secret key as the name and no password, JSON both ways.

A key whose prefix speaks of the other mode is not used at all.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.infrastructure.moyasar.hosts import REGIONS
from commerce.payments.infrastructure.transport.answers import Answer, NotSent
from commerce.payments.infrastructure.transport.client import Call, exchange
from commerce.payments.infrastructure.transport.hosts import host_for


def read(account: GatewayAccount, purpose: str, path: str, facts: Mapping[str, str] | None = None) -> Answer:
    address = f"/v1/{path}?{urlencode(facts)}" if facts else f"/v1/{path}"
    return _call(account, purpose, "GET", address, b"", is_repeatable=True)


def send(account: GatewayAccount, purpose: str, path: str, body: Mapping[str, Any], *, method: str = "POST") -> Answer:
    """Never sent twice by itself."""
    raw = json.dumps(body, ensure_ascii=False).encode()
    return _call(account, purpose, method, f"/v1/{path}", raw, is_repeatable=False)


def path_of(reference: str) -> str:
    """ "payments/<id>" or "invoices/<id>" as a path, whatever the id holds."""
    kind, _, identifier = reference.partition("/")
    return f"{kind}/{quote(identifier, safe='')}"


def publishable_key(account: GatewayAccount) -> str:
    return _of_its_mode(account, account.setting("publishable_key"), "pk")


def _call(
    account: GatewayAccount, purpose: str, method: str, address: str, body: bytes, *, is_repeatable: bool
) -> Answer:
    key = _of_its_mode(account, account.secret("secret_key"), "sk")
    basic = base64.b64encode(f"{key}:".encode()).decode()
    headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/json"}
    url = f"{host_for(account, REGIONS)}{address}"
    return exchange(Call(account.key, f"moyasar {purpose}", method, url, headers, body, is_repeatable=is_repeatable))


def _of_its_mode(account: GatewayAccount, key: str, kind: str) -> str:
    if not key:
        raise NotSent("no_key", needs_operator=True)
    if not key.startswith(f"{kind}_{account.mode.value}_"):
        raise NotSent("key_of_other_mode", needs_operator=True)
    return key
