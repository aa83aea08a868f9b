"""The site, at the instant that a visitor brings along: a test sees Friday's shop today."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from commerce.core import clock
from tests.browser.server import AS_OF
from wasla_site.wsgi import application as site


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    brought = environ.get(f"HTTP_{AS_OF.upper().replace('-', '_')}")
    if brought is None:
        return site(environ, start_response)
    with clock.as_of(datetime.fromisoformat(brought)):
        return site(environ, start_response)
