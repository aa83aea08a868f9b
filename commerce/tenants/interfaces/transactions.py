"""Which views get the request's transaction: all but those that speak to the outside world."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest

View = TypeVar("View", bound=Callable[..., Any])

_MARK = "opens_its_own_transactions"


def without_transaction(view: View) -> View:
    """The request opens no transaction for this view; its use cases open their own, and its reads short ones."""
    setattr(view, _MARK, True)
    return view


def mark_raised(request: HttpRequest) -> None:
    """The view raised, so nothing it wrote is kept, whatever response is made of the exception."""
    request._view_raised = True  # type: ignore[attr-defined]


def view_raised(request: HttpRequest) -> bool:
    return getattr(request, "_view_raised", False)


def wants_no_transaction(view: Callable[..., Any]) -> bool:
    return bool(getattr(view, _MARK, False))
