"""Telling a person why the store's home page can't go. That it can't is decided by the page itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from commerce.core.refusal_words import message_for
from wasla_site.storefront.models import HomePage, HomePageStays

TAKING_AWAY = frozenset({"wagtailadmin_pages:delete", "wagtailadmin_pages:unpublish"})


def refuse_to_lose_home(request: HttpRequest, view_name: str, arguments: dict[str, Any]) -> HttpResponse | None:
    """Back to the home page with the reason, where Wagtail would only say that something is not permitted."""
    page_id = arguments.get("page_id")
    if view_name not in TAKING_AWAY or not HomePage.objects.filter(pk=page_id, depth=2).exists():
        return None
    messages.error(request, message_for(HomePageStays()))
    return redirect("wagtailadmin_pages:edit", page_id)
