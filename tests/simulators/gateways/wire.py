"""Requests and replies, as far from HTTP's machinery as the gateways need."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Request:
    """`path` is what follows the gateway's prefix, `base` the address of that prefix as the caller knows it."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    base: str

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), "")

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    def json(self) -> dict[str, Any]:
        body = json.loads(self.body or b"{}", parse_float=Decimal)
        return body if isinstance(body, dict) else {}


@dataclass
class Reply:
    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    def raw(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        if isinstance(self.body, str):
            return self.body.encode()
        return b"" if self.body is None else json.dumps(self.body, ensure_ascii=False).encode()

    @property
    def is_json(self) -> bool:
        return isinstance(self.body, dict | list)


def page(html: str) -> Reply:
    return Reply(200, html, {"Content-Type": "text/html; charset=utf-8"})


def script(source: str) -> Reply:
    return Reply(200, source, {"Content-Type": "text/javascript; charset=utf-8", "Access-Control-Allow-Origin": "*"})


def see_other(url: str) -> Reply:
    return Reply(303, None, {"Location": url})


class Dropped(Exception):
    """The line goes dead: the caller gets not one byte."""
