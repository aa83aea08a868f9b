"""What a request asks for again and again, asked for once: gone when the request is answered."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from commerce.core.scope import current_tenant_id

T = TypeVar("T")
_of_this_request: ContextVar[dict[Hashable, Any] | None] = ContextVar("request_memory", default=None)


class RequestMemoryMiddleware:
    """Until the answer is there, `once_a_request` remembers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _of_this_request.set({})
        try:
            return self._get_response(request)
        finally:
            _of_this_request.reset(token)


def once_a_request(name: Hashable, compute: Callable[[], T], *, elsewhere: dict[Hashable, Any] | None = None) -> T:
    """What `compute` answers in the scope's store. For what no request reads again after changing it.

    Outside a request it is remembered in `elsewhere`, or not at all.
    """
    memory = _of_this_request.get()
    if memory is None:
        memory = {} if elsewhere is None else elsewhere
    key = current_tenant_id(), name
    if key not in memory:
        memory[key] = compute()
    return cast(T, memory[key])
