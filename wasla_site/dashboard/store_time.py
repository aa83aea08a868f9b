"""The desk's clock. Wagtail shows every person their own time zone; a store has one, and its staff read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.users.models import UserProfile

from wasla_site.dashboard.gate import MANAGE


class StoreTimeMiddleware:
    """Whoever is at the desk reads the store's time. Below the gate: what does not exist asks nobody who they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.path_info.startswith(MANAGE) and request.user.is_authenticated:
            show_store_time(request.user, request.tenant.time_zone)  # type: ignore[attr-defined]


def show_store_time(person: Any, zone: str) -> None:
    """Whatever the person's profile says, Wagtail's pages show them this zone. Nothing is written."""
    profile = getattr(person, "wagtail_userprofile", None) or UserProfile(user=person)
    profile.current_time_zone = zone
